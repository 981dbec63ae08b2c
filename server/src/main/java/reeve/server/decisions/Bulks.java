package reeve.server.decisions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Cluster;
import reeve.server.cases.ClusterId;
import reeve.server.cases.Clusters;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;
import reeve.server.staff.StaffId;

/** Proposes, approves, stops and undoes decisions over many accounts. {@link BulkWork} decides. */
@Component
class Bulks {
  private static final Kind PROPOSED = new Kind("decisions.bulk-proposed", 1);
  private static final Kind CLOSED = new Kind("decisions.bulk-closed", 1);
  private static final Kind UNDO_ASKED = new Kind("decisions.bulk-undo-asked", 1);

  /** Characters of a refusal, at least and at the most. */
  static final int WORDS_LEAST = 10;

  static final int WORDS_MOST = 2_000;

  private final Clusters clusters;
  private final BulkRows rows;
  private final BulkPreviews previews;
  private final Roster roster;
  private final Records records;
  private final InstantSource clock;

  Bulks(
      Clusters clusters,
      BulkRows rows,
      BulkPreviews previews,
      Roster roster,
      Records records,
      InstantSource clock) {
    this.clusters = clusters;
    this.rows = rows;
    this.previews = previews;
    this.roster = roster;
    this.records = records;
    this.clock = clock;
  }

  static Refused noCluster() {
    return new Refused(DecisionProblem.NO_SUCH_BULK, "There is no cluster at this address.");
  }

  /** What became of a proposal. */
  sealed interface Proposed {
    /** It runs, or waits for somebody else. */
    record Made(UUID id, boolean waits) implements Proposed {}

    /** It cannot be so; the preview says why. */
    record Flawed(BulkPreview preview) implements Proposed {}
  }

  /**
   * Proposes what the member saw in the preview, and begins it where nobody else must approve.
   *
   * @param seen as {@link BulkPreview#seen} was
   */
  @Transactional
  Proposed propose(
      ClusterId cluster, List<String> chosen, DecisionForm form, String seen, Member by) {
    // Of two who propose at the same moment the slower one sees what the other did.
    Cluster held = clusters.hold(cluster).orElseThrow(Bulks::noCluster);
    BulkPreview preview = previews.of(held, chosen, form, by);
    if (!preview.possible()) {
      return new Proposed.Flawed(preview);
    }
    if (!preview.seen().equals(seen)) {
      return new Proposed.Flawed(moved(preview));
    }
    Actor.Staff staff = PanelPage.staff(by);
    UUID id = UUID.randomUUID();
    boolean large = previews.large(preview.in().size());
    RecordId record =
        records.append(new Entry(PROPOSED, null, staff, null, Map.of(), told(id, preview, large)));
    Samples.Sample sample = preview.blast().sampled() > 0 ? preview.sample() : null;
    rows.insert(
        new Bulk(
            id,
            cluster,
            preview.cluster().title(),
            form,
            preview.waits() ? Bulk.State.WAITING : Bulk.State.RUNNING,
            staff,
            clock.instant(),
            large,
            !large || preview.waits(),
            null,
            null,
            "",
            sample == null ? null : sample.id(),
            record),
        preview);
    return new Proposed.Made(id, preview.waits());
  }

  private static BulkPreview moved(BulkPreview now) {
    return new BulkPreview(
        now.cluster(),
        now.chosen(),
        now.form(),
        List.of(
            new Judged.Flaw(
                "account",
                "The cluster changed since you looked. This is how it stands now; nothing was"
                    + " decided.")),
        now.off(),
        now.in(),
        now.out(),
        now.blast(),
        now.waits(),
        now.sampleSuffices(),
        now.sample(),
        now.missing());
  }

  private static Map<String, @Nullable Object> told(UUID id, BulkPreview preview, boolean large) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("bulk", id.toString());
    told.put("cluster", preview.cluster().id().value());
    told.put("clause", preview.form().clause());
    told.put("measures", preview.form().measures());
    told.put("accounts", preview.in().stream().map(one -> one.member().key()).toList());
    told.put("leftOut", preview.out().size());
    told.put("followers", preview.blast().followers());
    told.put("sampled", preview.blast().sampled());
    told.put("sample", preview.sample() == null ? null : preview.sample().id().toString());
    told.put("large", large);
    return told;
  }

  Bulk find(UUID id) {
    return rows.find(id).orElseThrow(Bulks::none);
  }

  private static Refused none() {
    return new Refused(DecisionProblem.NO_SUCH_BULK, "There is no bulk decision at this address.");
  }

  /** Why a member may not approve; empty where they may. */
  Optional<String> barred(Bulk bulk, Member member) {
    if (bulk.proposedBy().equals(PanelPage.staff(member))) {
      return Optional.of("You proposed it yourself; another lead has to approve.");
    }
    if (!member.is(Role.LEAD)) {
      return Optional.of("A lead has to approve.");
    }
    Roster.Standing standing = roster.standing(member.id()).orElse(null);
    return standing == null || new StaffId(bulk.proposedBy().id()).equals(standing.by())
        ? Optional.of(
            "Whoever proposed this gave you your membership, role or sign-in; another lead has to"
                + " approve.")
        : Optional.empty();
  }

  @Transactional
  void approve(UUID id, Member by, String words) {
    Bulk bulk = open(id, Set.of(Bulk.State.WAITING));
    barred(bulk, by)
        .ifPresent(why -> {
          throw new Refused(DecisionProblem.NEEDS_ANOTHER, why);
        });
    close(bulk, Bulk.State.RUNNING, by, words);
  }

  @Transactional
  void refuse(UUID id, Member by, String words) {
    int length = PlainText.length(words);
    if (length < WORDS_LEAST || length > WORDS_MOST) {
      throw new Refused(
          DecisionProblem.WORDS_MISSING,
          "Say why not, in %d to %,d characters.".formatted(WORDS_LEAST, WORDS_MOST));
    }
    Bulk bulk = open(id, Set.of(Bulk.State.WAITING));
    if (!by.is(Role.LEAD) || bulk.proposedBy().equals(PanelPage.staff(by))) {
      throw new Refused(
          DecisionProblem.NEEDS_ANOTHER, "Another lead refuses; who proposed it withdraws it.");
    }
    close(bulk, Bulk.State.REFUSED, by, words);
    rows.leaveOut(id, "The whole was refused; it waits in its case.");
  }

  @Transactional
  void withdraw(UUID id, Member by) {
    Bulk bulk = open(id, Set.of(Bulk.State.WAITING));
    if (!bulk.proposedBy().equals(PanelPage.staff(by))) {
      throw new Refused(
          DecisionProblem.NOT_YOURS, "Only who proposed it withdraws it; a lead may refuse it.");
    }
    close(bulk, Bulk.State.WITHDRAWN, by, "");
    rows.leaveOut(id, "The whole was withdrawn; it waits in its case.");
  }

  private void close(Bulk bulk, Bulk.State state, Member by, String words) {
    Instant now = clock.instant();
    Actor.Staff staff = PanelPage.staff(by);
    rows.close(bulk.id(), state, staff, now, words);
    record(bulk, staff, state.word(), words);
  }

  private void record(Bulk bulk, Actor.Staff by, String state, String words) {
    records.append(
        new Entry(
            CLOSED,
            null,
            by,
            bulk.record(),
            Map.of(),
            Map.of("bulk", bulk.id().toString(), "state", state, "words", words)));
  }

  /** Nothing more of it is decided until somebody lets it go on. */
  @Transactional
  void stop(UUID id, Member by) {
    Bulk bulk = open(id, Set.of(Bulk.State.RUNNING));
    requireMine(bulk, by);
    rows.move(id, Bulk.State.STOPPED);
    record(bulk, PanelPage.staff(by), "stopped", "");
  }

  @Transactional
  void goOn(UUID id, Member by) {
    Bulk bulk = open(id, Set.of(Bulk.State.STOPPED));
    requireMine(bulk, by);
    rows.move(id, Bulk.State.RUNNING);
    record(bulk, PanelPage.staff(by), "running", "");
  }

  /**
   * Undoes it, as a whole or in part; a worker does it, account by account.
   *
   * @param keys accounts; null for the whole, of which nothing more is decided then
   * @return how many are being undone
   */
  @Transactional
  int undo(UUID id, @Nullable List<String> keys, String reason, Member by) {
    TakingBack.requireReason(reason);
    if (keys != null && keys.isEmpty()) {
      throw new Refused(
          DecisionProblem.NOBODY_CHOSEN,
          "Nobody is chosen: mark accounts with x, or undo the whole.");
    }
    Bulk bulk = open(id, Set.of(Bulk.State.RUNNING, Bulk.State.STOPPED, Bulk.State.DONE));
    requireMine(bulk, by);
    Actor.Staff staff = PanelPage.staff(by);
    int undoing = rows.undo(id, keys, staff, reason);
    if (keys == null) {
      rows.leaveOut(id, "The whole was undone before its turn came.");
      rows.move(id, Bulk.State.DONE);
    }
    records.append(
        new Entry(
            UNDO_ASKED,
            null,
            staff,
            bulk.record(),
            Map.of(),
            Map.of(
                "bulk",
                id.toString(),
                "accounts",
                undoing,
                "whole",
                keys == null,
                "reason",
                reason)));
    return undoing;
  }

  private static void requireMine(Bulk bulk, Member by) {
    if (!mayRead(bulk, by)) {
      throw new Refused(
          DecisionProblem.NOT_YOURS, "Only who proposed it, and leads, stop or undo it.");
    }
  }

  static boolean mayRead(Bulk bulk, Member member) {
    return member.is(Role.LEAD) || bulk.proposedBy().equals(PanelPage.staff(member));
  }

  private Bulk open(UUID id, Set<Bulk.State> states) {
    Bulk bulk = rows.lock(id).orElseThrow(Bulks::none);
    if (!states.contains(bulk.state())) {
      throw new Refused(
          DecisionProblem.BULK_CLOSED,
          "It is %s now: look at it again.".formatted(bulk.state().word()));
    }
    return bulk;
  }
}
