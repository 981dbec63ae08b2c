package reeve.server.banks;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Keys {@code server.banks.*}.
 *
 * @param entriesMost so many entries may be known; each picture's hash takes about 120 bytes of
 *     memory
 * @param fileMost a larger file of entries is refused
 * @param waiting so many pictures wait for their look-up at the most; more are passed over, and
 *     counted
 * @param tagHolds how long a match marks post and account, 30 days at the most
 */
@ConfigurationProperties(prefix = "server.banks", ignoreUnknownFields = false)
record BankSettings(
    @DefaultValue("1000000") int entriesMost,
    @DefaultValue("16MB") DataSize fileMost,
    @DefaultValue("100000") int waiting,
    @DefaultValue("30d") Duration tagHolds) {
  BankSettings {
    if (entriesMost < 0 || waiting < 1 || fileMost.toBytes() < 1 || !tagHolds.isPositive()) {
      throw new IllegalArgumentException("server.banks: a limit is not negative");
    }
    if (tagHolds.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("server.banks.tag-holds is 30 days at the most");
    }
  }
}
