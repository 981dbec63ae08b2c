package reeve.server.watch.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.rules.schema.Facts;

/** A log is read by somebody else while it is open, and nothing of it is touched. */
final class ArchiveTest {
  private static final Instant HAPPENED = Instant.ofEpochMilli(1_772_359_200_000L);

  @TempDir private Path directory;

  private final LogTown town = new LogTown();
  private EventLog log;

  @BeforeEach
  void open() throws IOException {
    log = EventLog.open(directory, LogTown.SCHEMA, LogTown.SMALL, town);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  private Archive archive(long end) {
    return Archive.open(directory, LogTown.SCHEMA, end);
  }

  private static List<String> rest(LogReader reader) {
    List<String> all = new ArrayList<>();
    Facts facts = new Facts(LogTown.SCHEMA);
    while (reader.next(facts)) {
      all.add(
          reader.offset()
              + ":"
              + reader.source()
              + ":"
              + reader.sequence()
              + ":"
              + LogTown.text(facts));
    }
    return all;
  }

  private static List<String> all(Archive archive) {
    try (LogReader reader = archive.read(archive.begin())) {
      return rest(reader);
    }
  }

  /** Three segments and a little more. */
  private void fill() {
    for (int i = 0; i < 10; i++) {
      LogTown.append(log, "a", 1_000L * i, 1_000);
    }
  }

  private void job() throws IOException {
    log.rewrite(town.instant(), _ -> false);
  }

  private Map<String, Long> files() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (var all = Files.list(directory)) {
      for (Path file : all.toList()) {
        files.put(
            file.getFileName() + " " + Files.size(file),
            Files.getLastModifiedTime(file).toMillis());
      }
    }
    return files;
  }

  @Test
  void itHoldsWhatTheOpenLogHoldsUpToItsEndAndTouchesNoFile() throws Exception {
    fill();
    job();
    LogTown.append(log, "b", 1, 10);
    List<String> all = LogTown.all(log);
    Map<String, Long> files = files();
    try (Archive whole = archive(Archive.WHOLE);
        Archive stated = archive(log.end() - 5)) {
      assertThat(all(whole)).isEqualTo(all);
      assertThat(whole.end()).isEqualTo(log.end());
      assertThat(all(stated)).isEqualTo(all.subList(0, all.size() - 5));
      assertThat(files()).isEqualTo(files);
      fill();
      LogTown.append(log, "b", 20, 5_000);
      job();
      assertThat(all(whole)).as("it ends where it did").isEqualTo(all);
      assertThat(all(stated)).isEqualTo(all.subList(0, all.size() - 5));
    }
  }

  @Test
  void segmentsMayBeSealedAndRewrittenMeanwhile() throws Exception {
    fill();
    List<String> all = LogTown.all(log);
    try (Archive archive = archive(log.end());
        LogReader reader = archive.read(0)) {
      reader.next(new Facts(LogTown.SCHEMA));
      job();
      log.erase(List.of(new Erasable.Post("a", "a9999")));
      town.pass(Duration.ofDays(7));
      job();
      assertThat(log.figures().marks()).isZero();
      assertThat(rest(reader)).isEqualTo(all.subList(1, all.size() - 1));
      assertThat(archive.dropped()).isZero();
    }
  }

  @Test
  void whatLeavesBeforeItWasReadIsPassedOverAndCounted() throws Exception {
    fill();
    job();
    try (Archive archive = archive(log.end());
        LogReader reader = archive.read(0)) {
      reader.next(new Facts(LogTown.SCHEMA));
      town.pass(Duration.ofDays(91));
      for (int i = 10; i < 20; i++) {
        LogTown.append(log, "a", 1_000L * i, 1_000);
      }
      job();
      assertThat(log.begin()).isPositive();
      List<String> rest = rest(reader);
      assertThat(archive.dropped()).isPositive();
      assertThat(rest.size() + archive.dropped()).isEqualTo(archive.end() - 1);
      assertThatThrownBy(() -> archive.read(0))
          .isInstanceOfSatisfying(
              LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.GONE));
    }
  }

  @Test
  void whatIsErasedIsLeftOutAlsoWhereItIsErasedMeanwhile() throws Exception {
    fill();
    log.erase(List.of(new Erasable.Post("a", "a7")));
    log.deleted(List.of(new Erasable.Post("a", "a8")));
    try (Archive archive = archive(log.end());
        LogReader reader = archive.read(0)) {
      reader.next(new Facts(LogTown.SCHEMA));
      log.erase(List.of(new Erasable.Event(9_999)));
      assertThat(rest(reader)).hasSize(9_997).noneMatch(it -> it.endsWith(":text 7"));
    }
  }

  @Test
  void aTornTailIsLeftOut() throws Exception {
    LogTown.append(log, "a", 1, 3);
    LogTown.append(log, "a", 4, 3);
    log.close();
    Path newest = directory.resolve(Segment.name(0, false));
    byte[] content = Files.readAllBytes(newest);
    Files.write(newest, Arrays.copyOf(content, content.length - 5));
    try (Archive archive = archive(Archive.WHOLE)) {
      assertThat(all(archive)).hasSize(3);
    }
    assertThatThrownBy(() -> archive(6))
        .hasMessage("The event log is said to end before event 6, but its files end before 3.")
        .isInstanceOfSatisfying(
            LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.AHEAD));
    open();
  }

  @Test
  void whatIsMissingOrDamagedIsSaid() throws Exception {
    fill();
    job();
    Path second;
    try (var all = Files.list(directory)) {
      second = all.filter(it -> it.toString().endsWith(Segment.SEALED)).sorted().toList().get(1);
    }
    byte[] content = Files.readAllBytes(second);
    Files.delete(second);
    assertThatThrownBy(() -> archive(Archive.WHOLE))
        .hasMessageContaining("are missing, which should follow the file")
        .isInstanceOfSatisfying(
            LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.DAMAGED));
    content[content.length / 2] ^= 1;
    Files.write(second, content);
    try (Archive archive = archive(Archive.WHOLE)) {
      assertThatThrownBy(() -> all(archive)).hasMessageContaining("" + second.getFileName());
    }
  }

  @Test
  void whereThereIsNoneIsSaid() {
    Path nowhere = directory.resolve("nowhere");
    assertThatThrownBy(() -> Archive.open(nowhere, LogTown.SCHEMA, Archive.WHOLE))
        .hasMessage("There is no event log in " + nowhere + ".")
        .isInstanceOfSatisfying(
            LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.NONE));
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void anEmptyLogHasNoTime() throws Exception {
    LogTown.append(log, "a", 1, 0);
    try (Archive archive = archive(Archive.WHOLE)) {
      assertThat(all(archive)).isEmpty();
      assertThat(archive.earliest()).isEmpty();
      assertThat(archive.since(HAPPENED)).isEqualTo(archive.until(HAPPENED)).isZero();
    }
  }

  @Test
  void aPeriodIsFoundByTheTimesOfTheSegments() throws Exception {
    fill();
    job();
    long before = log.begin();
    town.pass(Duration.ofDays(1));
    Instant later = town.instant();
    LogTown.append(log, "a", 10_000, 1);
    try (Archive archive = archive(log.end())) {
      assertThat(archive.earliest()).contains(HAPPENED);
      assertThat(archive.latest()).contains(HAPPENED);
      assertThat(archive.since(HAPPENED)).isEqualTo(before);
      assertThat(archive.until(HAPPENED)).isEqualTo(before);
      assertThat(archive.since(HAPPENED.plusMillis(1))).isEqualTo(archive.end());
      assertThat(archive.until(HAPPENED.plusMillis(1))).isEqualTo(archive.end());
      assertThat(archive.arrivedSince(later)).isBetween(1L, archive.end() - 1);
      assertThat(archive.arrivedSince(later.plusSeconds(1))).isEqualTo(archive.end());
    }
  }
}
