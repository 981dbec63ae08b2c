package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.ServerTest;

@Tag("sql")
@ServerTest
final class LeasesIT {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Autowired private Leases leases;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate transaction;

  private final String name = "test-" + UUID.randomUUID();

  @Test
  void aLoopOutlivesAStepThatHadNoMemory() throws Exception {
    var rounds = new AtomicInteger();
    var again = new CountDownLatch(1);
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton(
        "loop",
        new Loop(
            name,
            _ -> {
              if (rounds.incrementAndGet() == 1) {
                throw new OutOfMemoryError("as a test wants it");
              }
              again.countDown();
              return Duration.ofMinutes(1);
            }));
    var on = new StaffSettings(LONG, LONG, 10, 30, LONG, LONG, LONG, true);
    var meters = new SimpleMeterRegistry();
    var loops = new Loops(beans.getBeanProvider(Loop.class), leases, on, meters);
    loops.start();
    try {
      assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      loops.stop();
    }
    assertThat(meters.counter("reeve.loop.failures", "loop", name).count()).isEqualTo(1);
  }

  @Test
  void oneAloneHoldsALease() {
    Lease held = leases.take(name, LONG).orElseThrow();
    assertThat(leases.take(name, LONG)).isEmpty();
    assertThat(held.beat()).isTrue();
    held.close();
    assertThat(leases.take(name, LONG).orElseThrow().number()).isGreaterThan(held.number());
  }

  @Test
  void aLeaseWhoseHolderFellSilentIsTakenOverAndTheOldHolderNotices() {
    Lease silent = leases.take(name, LONG).orElseThrow();
    lapse();
    Lease next = leases.take(name, LONG).orElseThrow();
    assertThat(next.number()).isGreaterThan(silent.number());
    assertThat(silent.beat()).isFalse();
    assertThatThrownBy(() -> transaction.executeWithoutResult(t -> silent.confirm()))
        .isInstanceOf(Lease.LeaseLost.class);
    silent.close();
    assertThat(next.beat()).as("the old holder gives back what is no longer its own").isTrue();
  }

  @Test
  void whatIsConfirmedCannotBeTakenOverBeforeItsTransactionEnds() throws Exception {
    Lease held = leases.take(name, LONG).orElseThrow();
    lapse();
    Thread taker =
        transaction.execute(t -> {
          held.confirm();
          Thread other =
              Thread.ofVirtual().start(() -> assertThat(leases.take(name, LONG)).isPresent());
          jdbc.sql(
                  """
                  SELECT count(*) FROM pg_stat_activity, pg_sleep(0.2)
                  WHERE wait_event_type = 'Lock'
                  """)
              .query(Integer.class)
              .single();
          assertThat(other.isAlive()).isTrue();
          return other;
        });
    assertThat(taker.join(Duration.ofSeconds(10))).isTrue();
    assertThat(held.beat()).isFalse();
  }

  private void lapse() {
    jdbc.sql("UPDATE staff_lease SET expires = clock_timestamp() WHERE name = ?")
        .param(name)
        .update();
  }
}
