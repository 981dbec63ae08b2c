package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import reeve.server.ServerTest;
import reeve.server.platform.Action;
import reeve.server.platform.Origin;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Measure;
import reeve.server.record.Actor;

@ServerTest
class BatchDecisionsIT {
  @Autowired private ApplicationContext context;
  @Autowired private BatchDecisions batches;

  @Test
  void aBatchThatIsBrokenOffGoesOnAndDecidesOnEachAccountOnce() {
    TestTown town = new TestTown(context);
    List<BatchDecisions.Target> targets =
        IntStream.range(0, 2_300)
            .mapToObj(i ->
                new BatchDecisions.Target(town.platform.newAccount(), "name_" + i, Origin.LIVE))
            .toList();
    BatchDecisions.Batch batch =
        new BatchDecisions.Batch(
            "bench-" + UUID.randomUUID(),
            ClauseId.parse(TestTown.SPAM),
            Measure.SUSPEND_PERMANENTLY,
            "You sent the same to thousands.",
            new Actor.Staff(UUID.randomUUID()));
    Iterator<BatchDecisions.Target> all = targets.iterator();
    Iterator<BatchDecisions.Target> breaking =
        new Iterator<>() {
          private int given;

          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public BatchDecisions.Target next() {
            if (given++ == 1_700) {
              throw new IllegalStateException("killed");
            }
            return all.next();
          }
        };
    assertThatThrownBy(() -> batches.run(batch, breaking)).hasMessage("killed");
    assertThat(batches.run(batch, targets.iterator())).isEqualTo(1_300);
    assertThat(batches.run(batch, targets.iterator())).isZero();
    town.work();
    for (BatchDecisions.Target target :
        List.of(targets.getFirst(), targets.get(1_500), targets.getLast())) {
      assertThat(town.carriedOut(target.account()))
          .hasSize(2)
          .first()
          .isEqualTo(new Action.Suspend(null));
      assertThat(town.recorded(target.account(), "decisions.decided")).hasSize(1);
      assertThat(town.recorded(target.account(), "enforcement.carried-out")).hasSize(2);
    }
  }
}
