package reeve.server.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.ledger.log.Durable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the public is told of how the ledger stands, {@code ledger/state.json}. Never how many
 * entries wait: checkpoints come at set hours so that nobody can tell when something happened.
 */
final class LedgerFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private LedgerFile() {}

  /**
   * The file's shape.
   *
   * @param version of this shape
   * @param state {@code running}, {@code waiting} or {@code stopped}
   * @param log the number of today's log
   * @param prefix of its files, below the folder of this one
   * @param everySeconds how often a checkpoint is published
   * @param size of the published checkpoint
   * @param at when it was published
   * @param asked whether witnesses are asked; where not, nobody else has signed
   * @param problem why it stopped
   */
  private record File(
      int version,
      String state,
      int log,
      String prefix,
      String origin,
      String key,
      long everySeconds,
      long size,
      @Nullable String at,
      boolean asked,
      List<String> witnesses,
      boolean withheld,
      @Nullable String problem) {}

  static void write(Path file, Ledger.State state, String prefix, Duration every)
      throws IOException {
    Ledger.Published published = state.published();
    Instant at = published.at();
    byte[] bytes =
        MAPPER.writeValueAsBytes(
            new File(
                1,
                switch (state.standing()) {
                  case RUNNING, FOLLOWING, OFF -> "running";
                  case WAITING -> "waiting";
                  case STOPPED -> "stopped";
                },
                state.number(),
                prefix,
                state.origin(),
                state.key(),
                every.toSeconds(),
                published.size(),
                at == null ? null : at.toString(),
                published.asked(),
                published.witnesses().stream().sorted().toList(),
                !published.refusals().isEmpty(),
                state.standing() == Ledger.Standing.STOPPED ? state.problem() : null));
    Durable.replace(file, bytes);
  }
}
