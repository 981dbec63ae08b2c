package reeve.square.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** Takes events in the transaction of what happened, and wakes who waits for them. */
@Component
public final class Outbox {
  /** Other processes write too: nobody waits longer than this for their events. */
  private static final Duration POLL = Duration.ofMillis(250);

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private long written;
  private long seen;

  Outbox(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Adds one; see {@link #add(List)}. */
  public void add(Event event) {
    add(List.of(event));
  }

  /** Adds events in this order; MUST be called in the transaction of what they tell. */
  public void add(List<? extends Event> events) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("an event is written in the transaction of what it tells");
    }
    if (events.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into outbox (epoch, body)
            select (select outbox_epoch()), body
            from unnest((select :bodies)::text[]) with ordinality as t (body, i) order by i
            """)
        .param("bodies", events.stream().map(json::writeValueAsString).toArray(String[]::new))
        .update();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            wake();
          }
        });
  }

  /** Returns when something was committed here since the last call, or when it is time to look. */
  public void awaitNews(Duration most) throws InterruptedException {
    long nanos = Math.min(most.toNanos(), POLL.toNanos());
    lock.lockInterruptibly();
    try {
      while (written == seen && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      seen = written;
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      written++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
