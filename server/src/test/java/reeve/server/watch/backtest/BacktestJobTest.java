package reeve.server.watch.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backtest in its process: whatever happens to it, the one who asked learns it in a sentence. */
final class BacktestJobTest {
  @TempDir private Path directory;

  private ArchiveTown town;
  private Backtests backtests;

  @BeforeEach
  void open() throws IOException {
    town = new ArchiveTown(directory.resolve("events"));
    town.posts("a", Instant.parse("2026-10-02T10:00:00Z"), "hello", 3);
    backtests = Backtests.here();
  }

  @AfterEach
  void close() throws IOException {
    town.close();
  }

  private Order order(String rule) throws IOException {
    return new Order(
        town.directory,
        town.end(),
        ArchiveTown.folder(directory.resolve("candidate"), rule),
        null,
        null,
        null,
        Order.clauses(ArchiveTown.CLAUSES),
        LocalDate.of(2026, 10, 1),
        Order.MEMORY_LEAST);
  }

  private static BacktestException failure(BacktestJob job) throws Exception {
    try {
      job.result().get(60, TimeUnit.SECONDS);
      throw new AssertionError("it has a result");
    } catch (ExecutionException e) {
      return (BacktestException) e.getCause();
    }
  }

  @Test
  void theResultComesFromTheOtherProcessWhileTheLogIsOpen() throws Exception {
    try (BacktestJob job = backtests.start(order(ArchiveTown.THIRD))) {
      BacktestResult result = job.result().get(60, TimeUnit.SECONDS);
      assertThat(result.read().events()).isEqualTo(3);
      assertThat(result.candidate().rules().getFirst().hits()).isEqualTo(1);
      assertThat(result.candidate().rules().getFirst().sample().getFirst().event())
          .isEqualTo("square/2");
      assertThat(job.progress().share()).isEqualTo(1);
    }
  }

  @Test
  void aProcessThatIsKilledFailsItsJobInASentence() throws Exception {
    try (BacktestJob job = backtests.start(order(ArchiveTown.THIRD))) {
      ProcessHandle.of(job.pid()).orElseThrow().destroyForcibly();
      BacktestException failure = failure(job);
      assertThat(failure.problem()).isEqualTo(BacktestProblem.STOPPED);
      assertThat(failure)
          .hasMessage(
              "The backtest's process ended before its result, with status 137. Start it again.");
    }
  }

  @Test
  void aCancelledJobSaysSo() throws Exception {
    BacktestJob job = backtests.start(order(ArchiveTown.THIRD));
    job.cancel();
    assertThat(failure(job)).hasMessage("The backtest was cancelled.");
  }

  @Test
  void rulesThatCannotBeLoadedAreSaidWithTheirPlace() throws Exception {
    try (BacktestJob job =
        backtests.start(order(ArchiveTown.THIRD.replace("posts >= 3", "posts >= many")))) {
      BacktestException failure = failure(job);
      assertThat(failure.problem()).isEqualTo(BacktestProblem.NOT_LOADED);
      assertThat(failure)
          .hasMessageContaining("The rules cannot be loaded: ")
          .hasMessageContaining("rules/0.yaml")
          .hasMessageContaining("many");
    }
  }

  @Test
  void wantOfMemoryIsSaid() throws Exception {
    Path java =
        Files.writeString(
            Files.createFile(
                directory.resolve("java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
            "#!/bin/sh\nexit 3\n");
    try (BacktestJob job = new Backtests(java, "").start(order(ArchiveTown.THIRD))) {
      BacktestException failure = failure(job);
      assertThat(failure.problem()).isEqualTo(BacktestProblem.MEMORY);
      assertThat(failure).hasMessageContaining("256 MB of memory did not suffice");
    }
  }
}
