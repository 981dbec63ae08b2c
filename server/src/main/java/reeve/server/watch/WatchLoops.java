package reeve.server.watch;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;
import reeve.server.staff.Loop;

/** The loops of the watch: beans only where events are kept, and one for each platform. */
@Component
final class WatchLoops implements SmartInitializingSingleton {
  private final Journal journal;
  private final Followers followers;
  private final RulingFollower rulings;
  private final Retention retention;
  private final SealFollower seals;
  private final ConfigurableListableBeanFactory beans;

  WatchLoops(
      Journal journal,
      Followers followers,
      RulingFollower rulings,
      Retention retention,
      SealFollower seals,
      ConfigurableListableBeanFactory beans) {
    this.journal = journal;
    this.followers = followers;
    this.rulings = rulings;
    this.retention = retention;
    this.seals = seals;
    this.beans = beans;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (journal.kept()) {
      List<Loop> loops = new ArrayList<>(followers.loops());
      loops.add(new Loop(journal.lease("watch-decisions"), rulings::round));
      loops.add(new Loop(journal.lease("watch-retention"), retention::round));
      loops.add(new Loop(journal.lease("watch-seals"), seals::round));
      loops.forEach(loop -> beans.registerSingleton(loop.name(), loop));
    }
  }
}
