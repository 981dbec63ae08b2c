package reeve.server.enforcement;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;
import reeve.server.platform.Platform;
import reeve.server.platform.Platforms;
import reeve.server.staff.Loop;

/**
 * The loops that carry orders out: two for each platform, so that one platform's silence holds up
 * no other's orders, and a batch is written down while the next is carried out. Another holder of a
 * lease does no harm: each order's id takes effect once.
 */
@Component
final class Lanes implements SmartInitializingSingleton {
  private static final int EACH = 2;

  /** The longest time until a due order that this process did not hear of is seen. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final List<Loop> loops;
  private final ConfigurableListableBeanFactory beans;

  Lanes(
      Platforms platforms,
      OrderBook book,
      InstantSource clock,
      ConfigurableListableBeanFactory beans) {
    this.beans = beans;
    this.loops =
        platforms.all().stream()
            .flatMap(platform ->
                IntStream.range(0, EACH)
                    .mapToObj(i -> loop(platform, new Lane(i, EACH), book, clock)))
            .toList();
  }

  private static Loop loop(Platform platform, Lane lane, OrderBook book, InstantSource clock) {
    var dispatch = new Dispatch(platform, lane, book, clock, new Random());
    return new Loop(
        "enforcement-%s-%c".formatted(platform.id(), 'a' + lane.number()),
        _ -> dispatch.pass(IDLE));
  }

  /** How many there are is known only now, so the loops become beans here. */
  @Override
  public void afterSingletonsInstantiated() {
    loops.forEach(loop -> beans.registerSingleton(loop.name(), loop));
  }

  /** There are orders that may be due. */
  void wake() {
    loops.forEach(Loop::wake);
  }
}
