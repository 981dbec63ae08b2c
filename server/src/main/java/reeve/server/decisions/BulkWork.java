package reeve.server.decisions;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.cases.Cases;
import reeve.server.cases.Cluster;
import reeve.server.cases.Clusters;
import reeve.server.cases.Grip;
import reeve.server.decisions.Bulk.Fate;
import reeve.server.decisions.Bulk.Part;
import reeve.server.decisions.BulkRows.Turn;
import reeve.server.platform.Refused;
import reeve.server.policy.ClauseId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Lease;

/**
 * Carries decisions over many out, a batch at a time: each account in a transaction of its own, in
 * which it is weighed again, decided as a single decision is, and noted as decided. Whatever breaks
 * it off, the next round goes on where it stood and decides nobody twice.
 */
@Component
class BulkWork {
  private static final Logger LOG = LoggerFactory.getLogger(BulkWork.class);
  private static final Kind DONE = new Kind("decisions.bulk-done", 1);

  /** Accounts of one round. */
  static final int BATCH = 25;

  static final int TRIES_MOST = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BulkRows rows;
  private final BulkWeighing weighing;
  private final Samples samples;
  private final Clusters clusters;
  private final Cases cases;
  private final Deciding deciding;
  private final TakingBack takingBack;
  private final Records records;
  private final TransactionTemplate transaction;

  BulkWork(
      BulkRows rows,
      BulkWeighing weighing,
      Samples samples,
      Clusters clusters,
      Cases cases,
      Deciding deciding,
      TakingBack takingBack,
      Records records,
      PlatformTransactionManager transactions) {
    this.rows = rows;
    this.weighing = weighing;
    this.samples = samples;
    this.clusters = clusters;
    this.cases = cases;
    this.deciding = deciding;
    this.takingBack = takingBack;
    this.records = records;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** One round; says how long to wait before the next. */
  Duration round(@Nullable Lease lease) {
    List<Turn> turns = rows.turns(BATCH);
    boolean failed = false;
    for (Turn turn : turns) {
      try {
        transaction.executeWithoutResult(_ -> {
          if (lease != null) {
            lease.confirm();
          }
          take(turn);
        });
      } catch (Lease.LeaseLost e) {
        throw e;
      } catch (RuntimeException e) {
        failed = true;
        LOG.warn("account {} of bulk decision {} failed", turn.place(), turn.bulk(), e);
        transaction.executeWithoutResult(_ -> fail(turn));
      }
    }
    transaction.executeWithoutResult(_ -> finish());
    return turns.isEmpty() || failed ? PAUSE : Duration.ZERO;
  }

  private void take(Turn turn) {
    Bulk bulk = rows.lock(turn.bulk()).orElseThrow();
    Part part = rows.lock(turn);
    if (part.fate() == Fate.UNDOING) {
      undo(turn, part);
    } else if (part.fate() == Fate.WAITS && bulk.state() == Bulk.State.RUNNING) {
      decide(turn, bulk, part);
    }
  }

  private void decide(Turn turn, Bulk bulk, Part part) {
    Cluster.Member member = clusters.member(bulk.cluster(), part.account()).orElse(null);
    if (member == null) {
      leaveOut(turn, "It was taken out of the cluster.");
      return;
    }
    boolean sampled = part.sampled() && covered(bulk, part);
    switch (weighing.weigh(member, bulk.form(), sampled, bulk.proposedBy())) {
      case BulkWeighing.Out out -> leaveOut(turn, out.why());
      case BulkWeighing.In in -> {
        if (bulk.closedBy() != null && cases.conflict(in.of().id(), bulk.closedBy())) {
          leaveOut(turn, "It touches the own account of whoever approved this.");
          return;
        }
        switch (cases.take(in.of().id(), bulk.proposedBy())) {
          case Grip.Lost _ -> leaveOut(turn, "Somebody works on its case now, or it is decided.");
          case Grip.Barred barred -> leaveOut(turn, barred.why());
          case Grip.Held held -> {
            DecisionId id =
                deciding.close(
                    held.of(),
                    in.ruling(),
                    hands(bulk, in.sampled()),
                    BulkWeighing.with(
                        bulk.form(),
                        in.ruling().posts().stream()
                            .map(post -> post.post().post().nativeId())
                            .toList(),
                        member.answer() == null ? "" : member.answer().code()),
                    held.of().opened());
            rows.settle(turn, Fate.DECIDED, null, id);
          }
        }
      }
    }
  }

  private void leaveOut(Turn turn, String why) {
    rows.settle(turn, Fate.LEFT_OUT, why, null);
  }

  /** Whether the sample still stands for it: nobody took a mark of the sample back. */
  private boolean covered(Bulk bulk, Part part) {
    return samples
        .newest(bulk.cluster(), ClauseId.parse(bulk.form().clause()))
        .filter(it -> it.id().equals(bulk.sample()) && it.covers().contains(part.key()))
        .filter(it -> it.missing(clusters.find(bulk.cluster()).orElseThrow()).isEmpty())
        .isPresent();
  }

  private static Deciding.Hands hands(Bulk bulk, boolean sampled) {
    Actor.Staff approved = bulk.large() ? bulk.closedBy() : null;
    return new Deciding.Hands(
        bulk.proposedBy(),
        approved,
        approved == null ? "" : bulk.words(),
        bulk.secondPerson(),
        bulk.batch(),
        sampled);
  }

  private void undo(Turn turn, Part part) {
    DecisionId decision = Objects.requireNonNull(part.decision());
    try {
      takingBack.takeBack(
          decision,
          Objects.requireNonNull(part.undoBy()),
          Objects.requireNonNull(part.undoReason()));
      rows.settle(turn, Fate.UNDONE, null, null);
    } catch (Refused e) {
      rows.settle(turn, Fate.DECIDED, "Not undone: " + e.getMessage(), null);
    }
  }

  private void fail(Turn turn) {
    if (rows.failed(turn) >= TRIES_MOST) {
      Part part = rows.lock(turn);
      String why =
          "It failed %d times; an administrator finds it in the log.".formatted(TRIES_MOST);
      rows.settle(turn, part.fate() == Fate.UNDOING ? Fate.DECIDED : Fate.LEFT_OUT, why, null);
    }
  }

  private void finish() {
    for (UUID id : rows.finish()) {
      Bulk bulk = rows.find(id).orElseThrow();
      BulkRows.Counts counts = rows.counts(id);
      records.append(
          new Entry(
              DONE,
              null,
              new Actor.Worker("bulk"),
              bulk.record(),
              Map.of(),
              Map.of(
                  "bulk",
                  id.toString(),
                  "decided",
                  counts.decided() + counts.undoing() + counts.undone(),
                  "leftOut",
                  counts.leftOut())));
    }
  }
}
