package reeve.server.watch.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.rules.check.Explanation;
import reeve.rules.check.Outcome;
import reeve.server.watch.log.Archive;

/** Why a rule held for an event of last week, or by how much it missed. */
final class ExplainTest {
  private static final Instant AT = ArchiveTown.DAY_ONE.plus(Duration.ofDays(3));

  @TempDir private Path directory;

  private ArchiveTown town;

  @BeforeEach
  void open() throws IOException {
    town = new ArchiveTown(directory.resolve("events"));
    town.posts("a", AT.minus(Duration.ofDays(2)), "long ago", 5);
    town.posts("a", AT, "hello", 3);
  }

  @AfterEach
  void close() throws IOException {
    town.close();
  }

  private Explain.Explained explain(String event) throws Exception {
    try (Archive archive = Archive.open(town.directory, ArchiveTown.SCHEMA, town.end())) {
      return Explain.of(archive, ArchiveTown.set(ArchiveTown.THIRD), event, 32 << 20);
    }
  }

  @Test
  void countersAreReplayedUpToTheEvent() throws Exception {
    Explain.Explained second = explain("square/6");
    assertThat(second.kind()).isEqualTo("post.created");
    assertThat(second.at()).isEqualTo(AT.plusSeconds(1));
    assertThat(second.replayed()).as("within the window").isEqualTo(1);
    assertThat(second.countersWhole()).isTrue();
    Explanation rule = second.rules().getFirst();
    assertThat(rule.outcome()).isEqualTo(Outcome.FAILS);
    assertThat(rule.parts().getFirst().read()).containsEntry("posts", 2L);
    assertThat(rule.parts().getFirst().miss()).isEqualTo("1 less than 3");
    assertThat(explain("square/7").rules().getFirst().outcome()).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void anUnknownEventIsSaid() {
    assertThatThrownBy(() -> explain("square/99"))
        .hasMessageContaining("The archive holds no event 'square/99'.")
        .isInstanceOfSatisfying(
            BacktestException.class,
            e -> assertThat(e.problem()).isEqualTo(BacktestProblem.NO_SUCH_EVENT));
  }
}
