package reeve.server.watch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import reeve.server.watch.backtest.Order;

/**
 * Keys {@code server.backtests.*}.
 *
 * @param memory for the process of one backtest
 * @param keep how long results are kept
 */
@ConfigurationProperties(prefix = "server.backtests", ignoreUnknownFields = false)
record BacktestSettings(
    @DefaultValue("512MB") DataSize memory, @DefaultValue("30d") Duration keep) {
  BacktestSettings {
    if (memory.toMegabytes() < Order.MEMORY_LEAST) {
      throw new IllegalArgumentException(
          "server.backtests.memory is at least " + Order.MEMORY_LEAST + "MB");
    }
    if (keep.compareTo(Duration.ofDays(1)) < 0 || keep.compareTo(Duration.ofDays(180)) > 0) {
      throw new IllegalArgumentException("server.backtests.keep is a day to 180 days");
    }
  }
}
