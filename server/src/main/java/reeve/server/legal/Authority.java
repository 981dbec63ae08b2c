package reeve.server.legal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.record.Actor;

/**
 * An authority of the registry.
 *
 * @param state ISO 3166-1 alpha-2, two capitals
 * @param europol whether it is Europol, which is told where no state is known; the state is then
 *     where it sits
 * @param may what it may order here
 * @param certificate of its mail (S/MIME), null where none is known
 * @param noticedAt when it gave the notice that goes 12 hours ahead of its first order; null where
 *     none is noted
 * @param changedBy who changed it since a second person last verified it
 * @param verified null while nobody has verified it
 * @param endedAt when it left the registry; null while it stands
 */
record Authority(
    UUID id,
    String name,
    String state,
    boolean europol,
    Set<Demand> may,
    @Nullable Certificate certificate,
    @Nullable Instant noticedAt,
    Actor.Staff addedBy,
    Instant addedAt,
    Set<Actor.Staff> changedBy,
    @Nullable Verified verified,
    @Nullable Instant endedAt,
    List<Contact> contacts) {

  /**
   * A certificate, as it was given.
   *
   * @param sha256 of its DER form, lower-case hex
   */
  record Certificate(String pem, String sha256, String holder, Instant notAfter) {}

  /**
   * Who made sure that it is what it says.
   *
   * @param contact the second channel
   * @param how what was asked and answered
   * @param secondPerson false where nobody was there to verify it but who had a hand in the entry
   */
  record Verified(Actor.Staff by, Instant at, String contact, String how, boolean secondPerson) {}

  /** Whoever had a hand in what is verified, through one of its contacts. */
  Set<Actor.Staff> hands(Contact through) {
    Set<Actor.Staff> hands = new HashSet<>(changedBy);
    hands.add(addedBy);
    hands.add(through.addedBy());
    return hands;
  }

  /** Names what stands here, so that nobody verifies what was changed since they looked. */
  public String seen() {
    var what = new StringBuilder();
    what.append(List.of(name, state, europol, may.stream().sorted().toList()))
        .append(certificate == null ? "" : certificate.sha256())
        .append(noticedAt);
    contacts.stream()
        .sorted(Comparator.comparing(Contact::id))
        .forEach(it -> what.append(it.id()).append(it.value()).append(it.fromMessage()));
    return Packages.sha256(what.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether what it orders may be carried out. */
  public boolean stands() {
    return verified != null && endedAt == null;
  }

  /** Whether there is a contact that no message named. */
  public boolean canBeReached() {
    return contacts.stream().anyMatch(it -> !it.fromMessage());
  }

  /** Whether it gave its notice 12 hours ahead of a first order that came at this time. */
  boolean noticedBefore(Instant received) {
    return noticedAt != null && !noticedAt.isAfter(received.minus(RemovalOrder.NOTICE));
  }

  public boolean mayOrder(Demand demand) {
    return may.contains(demand);
  }
}
