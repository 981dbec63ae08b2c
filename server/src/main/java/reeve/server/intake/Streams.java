package reeve.server.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.staff.Lease;
import reeve.server.staff.Loop;

/** One loop for each platform with a connector, under a lease of its own. */
@Component
final class Streams implements SmartInitializingSingleton {
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(2);

  private final Platforms platforms;
  private final Intake intake;
  private final IntakeMeters meters;
  private final IntakeSettings settings;
  private final JdbcClient db;
  private final ConfigurableListableBeanFactory beans;
  private final InstantSource clock;

  Streams(
      Platforms platforms,
      Intake intake,
      IntakeMeters meters,
      IntakeSettings settings,
      JdbcClient db,
      ConfigurableListableBeanFactory beans,
      InstantSource clock) {
    this.platforms = platforms;
    this.intake = intake;
    this.meters = meters;
    this.settings = settings;
    this.db = db;
    this.beans = beans;
    this.clock = clock;
  }

  /**
   * A platform with a connector has a row like any other. The loops become beans here, since how
   * many there are is known only now.
   */
  @Override
  public void afterSingletonsInstantiated() {
    loops().forEach(loop -> beans.registerSingleton(loop.name(), loop));
    for (Platform platform : platforms.all()) {
      db.sql(
              """
              insert into platforms (id, title, added_at) values (?, ?, ?::timestamptz)
              on conflict do nothing
              """)
          .params(platform.id().value(), platform.id().value(), clock.instant().toString())
          .update();
    }
  }

  private List<Loop> loops() {
    return platforms.all().stream()
        .map(platform -> new Loop("intake-" + platform.id(), lease -> round(platform, lease)))
        .toList();
  }

  private Duration round(Platform platform, Lease lease) throws InterruptedException {
    try {
      Intake.Round round = intake.next(platform, lease::confirm);
      if (round.events() == 0) {
        platform.awaitNews(settings.idle());
        return Duration.ZERO;
      }
      return round.more() ? Duration.ZERO : settings.gather();
    } catch (PlatformUnavailable e) {
      meters.unavailable(platform.id());
      intake.trouble(platform.id(), "The platform does not answer: " + e.getMessage());
      return AFTER_SILENCE;
    } catch (Intake.CursorMoved e) {
      return Duration.ZERO;
    }
  }
}
