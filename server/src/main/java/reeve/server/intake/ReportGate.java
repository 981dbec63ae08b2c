package reeve.server.intake;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.cases.Docket;
import reeve.server.platform.Event;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;

/**
 * Stores reports of the API. Those that arrive together share a commit; each is acknowledged only
 * after it.
 */
@Component
final class ReportGate implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ReportGate.class);
  private static final int TOGETHER = 500;
  private static final int TRIES = 3;
  private static final long ANSWER_WITHIN_SECONDS = 20;

  private final JdbcClient db;
  private final Docket docket;
  private final ObjectProvider<Receiver> receivers;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private final BlockingQueue<Waiting> queue;
  private volatile @Nullable Thread committer;

  ReportGate(
      JdbcClient db,
      Docket docket,
      ObjectProvider<Receiver> receivers,
      IntakeSettings settings,
      InstantSource clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.docket = docket;
    this.receivers = receivers;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.queue = new ArrayBlockingQueue<>(settings.waiting());
  }

  /** What became of a report. */
  enum Taken {
    NEW,
    KNOWN,
    ID_REUSED
  }

  private record Waiting(
      PlatformId platform,
      String id,
      String digest,
      List<Event> events,
      CompletableFuture<Taken> answer) {}

  /**
   * Stores a report and returns after its commit.
   *
   * @param digest of the request in hex, to tell the same one sent again from another with its id
   */
  Taken take(PlatformId platform, String id, String digest, List<Event> events) {
    var waiting = new Waiting(platform, id, digest, events, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw new Refused(
          IntakeProblem.BUSY, "Too many reports wait to be stored. Send this one again soon.");
    }
    try {
      return waiting.answer().get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw notNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notNow();
    }
  }

  private static Refused notNow() {
    return new Refused(
        IntakeProblem.NOT_NOW,
        "It is not known whether the report was stored. Send it again with the same id.");
  }

  @Override
  public void start() {
    committer = Thread.ofVirtual().name("report-gate").start(this::commit);
  }

  @Override
  public void stop() {
    Thread running = committer;
    committer = null;
    if (running != null) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return committer != null;
  }

  private void commit() {
    List<Waiting> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, TOGETHER - 1);
        store(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      // The server stops; whoever waits is told to send again.
    }
  }

  private void store(List<Waiting> batch) {
    for (int tries = 1; ; tries++) {
      try {
        List<Taken> taken = transaction.execute(_ -> enter(batch));
        answer(batch, taken);
        return;
      } catch (RuntimeException e) {
        if (Failure.of(e) == Failure.RETRY && tries < TRIES) {
          continue;
        }
        if (batch.size() > 1) {
          batch.forEach(one -> store(List.of(one)));
          return;
        }
        LOG.warn("a report of {} could not be stored", batch.getFirst().platform(), e);
        batch.getFirst().answer().completeExceptionally(e);
        return;
      }
    }
  }

  private List<Taken> enter(List<Waiting> batch) {
    List<Taken> taken = new ArrayList<>(batch.size());
    List<Event> events = new ArrayList<>();
    for (Waiting one : batch) {
      Taken as = remember(one);
      taken.add(as);
      if (as == Taken.NEW) {
        events.addAll(one.events());
      }
    }
    if (!events.isEmpty()) {
      docket.enter(events);
      receivers.orderedStream().forEach(receiver -> receiver.receive(events));
    }
    return taken;
  }

  private Taken remember(Waiting one) {
    int added =
        db.sql(
                """
                insert into received_report (platform, native_id, digest, at)
                values (?, ?, ?, ?::timestamptz)
                on conflict (platform, native_id) do nothing
                """)
            .params(one.platform().value(), one.id(), one.digest(), clock.instant().toString())
            .update();
    if (added == 1) {
      return Taken.NEW;
    }
    String known =
        db.sql("select digest from received_report where platform = ? and native_id = ?")
            .params(one.platform().value(), one.id())
            .query(String.class)
            .single();
    return known.equals(one.digest()) ? Taken.KNOWN : Taken.ID_REUSED;
  }

  private static void answer(List<Waiting> batch, @Nullable List<Taken> taken) {
    for (int i = 0; taken != null && i < batch.size(); i++) {
      batch.get(i).answer().complete(taken.get(i));
    }
  }
}
