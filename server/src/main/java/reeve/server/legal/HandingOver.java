package reeve.server.legal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.legal.Disclosure.Released;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.staff.Member;

/** What people do once a file is made: hand it over, keep silence about it, look at it again. */
@Component
class HandingOver {
  static final Kind DOWNLOADED = new Kind("legal.package-downloaded", 1);
  static final Kind SILENCED = new Kind("legal.silence-changed", 1);
  static final Kind REVIEWED = new Kind("legal.disclosure-reviewed", 1);

  /** From now on, at the most. */
  static final Duration SILENCE_MOST = Duration.ofDays(366);

  private final Dossiers dossiers;
  private final DisclosureChanges changes;
  private final Packages packages;
  private final SecondPerson second;
  private final Telling telling;
  private final InstantSource clock;

  HandingOver(
      Dossiers dossiers,
      DisclosureChanges changes,
      Packages packages,
      SecondPerson second,
      Telling telling,
      InstantSource clock) {
    this.dossiers = dossiers;
    this.changes = changes;
    this.packages = packages;
    this.second = second;
    this.telling = telling;
    this.clock = clock;
  }

  /**
   * The file for the authority; who takes it is recorded before it leaves.
   *
   * @throws Refused where nothing is ready, it was deleted, the authority does not stand, or the
   *     holder is to be told first
   */
  @Transactional
  byte[] download(UUID id, Member by) {
    Disclosure it = dossiers.lock(id, by);
    if (!it.is(State.READY) && !it.is(State.HANDED_OVER)) {
      throw new Refused(LegalProblem.NOT_OPEN, "Nothing is ready to be handed over.");
    }
    dossiers.standing(it);
    Instant now = clock.instant();
    requireTold(it, now);
    byte[] file =
        packages
            .open(id)
            .orElseThrow(() ->
                new Refused(
                    LegalProblem.NO_FILE,
                    "The file was deleted, or the key that opens it is not given to this server."));
    changes.downloaded(id, now);
    changes.log(id, now, "The file was downloaded.");
    dossiers.append(
        DOWNLOADED,
        it,
        by,
        Map.of(),
        Map.of("sha256", Packages.sha256(file), "bytes", file.length));
    return file;
  }

  /** Notes that a person handed the file over. Stops the clock. */
  @Transactional
  void handedOver(UUID id, String receipt, Member by) {
    Disclosure it = dossiers.lock(id, by);
    Authority authority = dossiers.standing(it);
    String words =
        Registry.text(receipt, 2_000, "Say to which contact it went, how, and what was answered.");
    Instant now = clock.instant();
    requireTold(it, now);
    changes.move(it, State.HANDED_OVER);
    changes.end(id, null, "", words, now);
    changes.log(id, now, "Handed over: " + words);
    RecordId record =
        dossiers.append(
            Disclosing.ENDED,
            it,
            by,
            Figures.of(
                authority, Figures.demand(it), it.inPart() ? "disclosed-in-part" : "disclosed"),
            Map.of("denial", "", "reason", words));
    Released release = it.released();
    telling.nothing(it, release == null ? List.of() : release.scope().accounts(), record, now);
  }

  /** A silence that ends before anything left is followed by the notice, and then by the data. */
  private static void requireTold(Disclosure it, Instant now) {
    if (it.is(State.READY) && it.toldAt() == null && !it.silent(now)) {
      throw new Refused(
          LegalProblem.NOT_TOLD,
          "The silence is over, so the holder is told first. That is on its way: try again in a"
              + " minute.");
    }
  }

  /**
   * Changes why and until when the holder is not told: an order of silence came, or was extended.
   */
  @Transactional
  void silence(UUID id, Silence silence, Member by) {
    Disclosure it = dossiers.lock(id, by);
    if (it.toldAt() != null) {
      throw new Refused(LegalProblem.NOT_OPEN, "The holders were told already.");
    }
    Instant now = clock.instant();
    Silence read = silence.read();
    read.requireBounded(now, now);
    changes.silence(id, read);
    changes.log(id, now, "The holders are not told before " + read.until() + ".");
    dossiers.append(
        SILENCED,
        it,
        by,
        Map.of(),
        Map.of(
            "why", read.why().code(), "reason", read.reason(), "until", read.until().toString()));
  }

  /**
   * What another found afterwards of an emergency, or of what was released alone: of each release
   * that nobody has looked at, also of one that was dropped.
   */
  @Transactional
  void review(UUID id, String review, Member by) {
    Disclosure it = dossiers.lock(id, by);
    List<Released> releases = it.unreviewed();
    if (releases.isEmpty()) {
      throw new Refused(LegalProblem.NOT_OPEN, "It waits for no second look.");
    }
    Set<Actor.Staff> hands = new HashSet<>();
    releases.forEach(one -> hands.addAll(List.of(one.proposedBy(), one.by())));
    boolean other = second.looksAgain(hands, by, Disclosing.DESK);
    String words = TakingIn.words(review, "Say what you found.");
    Instant now = clock.instant();
    releases.forEach(one -> changes.review(one.id(), Registry.actor(by), words, now));
    changes.log(id, now, "Looked at afterwards" + (other ? "." : "; nobody else was there."));
    dossiers.append(
        REVIEWED,
        it,
        by,
        Map.of(),
        Map.of("review", words, "secondPerson", other, "releases", releases.size()));
  }
}
