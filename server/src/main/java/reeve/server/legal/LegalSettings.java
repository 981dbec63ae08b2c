package reeve.server.legal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys {@code server.legal.*}. The hour itself is the law's and no setting.
 *
 * @param alarms how long after its receipt an open order raises an alarm, each in whole minutes
 *     under an hour
 * @param postsMost so many posts one order may name
 * @param ownState whose authorities are told where it is not known which state a danger concerns,
 *     two letters after ISO 3166; empty where none is
 * @param disclosedFor how long a file that was handed over is kept, 1 day to 10 years
 */
@ConfigurationProperties(prefix = "server.legal", ignoreUnknownFields = false)
record LegalSettings(
    @DefaultValue({"15m", "30m", "45m"}) List<Duration> alarms,
    @DefaultValue("100") int postsMost,
    @DefaultValue("") String ownState,
    @DefaultValue("180d") Duration disclosedFor) {
  LegalSettings {
    alarms = List.copyOf(alarms);
    ownState = ownState.strip().toUpperCase(Locale.ROOT);
    if (!ownState.isEmpty() && !Registry.isState(ownState)) {
      throw new IllegalArgumentException(
          "server.legal.own-state is a code of two letters after ISO 3166, for example DE or GR");
    }
    if (alarms.stream().anyMatch(it -> it.toMinutes() < 1 || it.toMinutes() > 59)) {
      throw new IllegalArgumentException("server.legal.alarms are 1 to 59 minutes");
    }
    if (disclosedFor.toDays() < 1 || disclosedFor.toDays() > 3_653) {
      throw new IllegalArgumentException("server.legal.disclosed-for is 1d to 3653d");
    }
    if (postsMost < 1 || postsMost > 1_000) {
      throw new IllegalArgumentException("server.legal.posts-most is 1 to 1,000");
    }
  }
}
