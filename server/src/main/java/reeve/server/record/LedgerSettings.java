package reeve.server.record;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import reeve.ledger.log.Log;

/**
 * Settings of the ledger.
 *
 * @param dir where it is published; without it, or without {@code keys}, nothing is sequenced
 * @param keys the folder of its keys, one for each log
 * @param origin what the first log is called, a bare host; empty: the square's
 * @param every how often checkpoints are published, at whole multiples of it
 * @param policy a file that names witnesses (C2SP {@code tlog-policy}); empty: none is asked
 */
@ConfigurationProperties(prefix = "server.ledger", ignoreUnknownFields = false)
record LedgerSettings(
    @Nullable Path dir,
    @Nullable Path keys,
    @DefaultValue("") String origin,
    @DefaultValue("1h") Duration every,
    @DefaultValue("") String policy) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  LedgerSettings {
    if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("server.ledger.every is 1m to 1d");
    }
    if (!origin.isEmpty() && !Log.isOrigin(origin)) {
      throw new IllegalArgumentException(
          "server.ledger.origin is a bare host in lower case, such as ledger.example.org");
    }
  }
}
