package reeve.server.watch.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

final class EventLogTest {
  @TempDir private Path directory;

  private final LogTown town = new LogTown();
  private EventLog log;

  @BeforeEach
  void open() throws IOException {
    log = EventLog.open(directory.resolve("log"), LogTown.SCHEMA, LogTown.SMALL, town);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  private void reopen() throws IOException {
    log.close();
    open();
  }

  @Test
  void eventsComeBackInOrderAtConsecutiveOffsets() throws IOException {
    assertThat(LogTown.append(log, "a", 1, 2)).isEqualTo(new Receipt(2, 2, 2));
    assertThat(LogTown.append(log, "b", 10, 1)).isEqualTo(new Receipt(1, 1, 3));
    List<String> all = List.of("0:a:1:text 1", "1:a:2:text 2", "2:b:10:text 10");
    assertThat(LogTown.all(log)).isEqualTo(all);
    reopen();
    assertThat(LogTown.all(log)).isEqualTo(all);
    assertThat(log.figures().cut()).isZero();
  }

  @Test
  void aRepeatedBatchIsAnsweredAlikeAndAnOverlapIsCut() throws IOException {
    LogTown.append(log, "a", 1, 3);
    reopen();
    assertThat(LogTown.append(log, "a", 1, 3)).isEqualTo(new Receipt(3, 0, 3));
    assertThat(LogTown.append(log, "a", 2, 3)).isEqualTo(new Receipt(3, 1, 4));
    assertThat(LogTown.append(log, "a", 10, 1)).isEqualTo(new Receipt(1, 1, 5));
    assertThat(LogTown.append(log, "a", 7, 2)).as("within a gap").isEqualTo(new Receipt(2, 0, 5));
    assertThat(LogTown.append(log, "other", 1, 1)).isEqualTo(new Receipt(1, 1, 6));
    assertThat(LogTown.all(log)).hasSize(6).contains("4:a:10:text 10");
  }

  @Test
  void anIdIsTakenOnceInADayAndWithinTheBound() throws IOException {
    assertThat(ids("x", "y", "x").fresh()).isEqualTo(2);
    town.pass(Duration.ofHours(23));
    reopen();
    assertThat(ids("y", "z")).isEqualTo(new Receipt(2, 1, 3));
    town.pass(Duration.ofHours(1));
    assertThat(ids("x").fresh()).as("a day later").isEqualTo(1);
    for (int i = 0; i < LogTown.SMALL.ids(); i++) {
      ids("more " + i);
    }
    assertThat(log.figures().ids()).isEqualTo(LogTown.SMALL.ids());
    assertThat(log.figures().idsForgotten()).isEqualTo(2);
    assertThat(ids("z").fresh()).as("left for want of room").isEqualTo(1);
    assertThat(LogTown.all(log).getFirst()).startsWith("0:events:-1:");
  }

  private Receipt ids(String... ids) {
    EventBatch batch = log.batch("events");
    for (String id : ids) {
      batch.add(id, LogTown.post(id, id));
    }
    return log.append(batch).join();
  }

  @Test
  void whatIsKnownOutlivesSegments() throws Exception {
    ids("x");
    LogTown.append(log, "a", 1, 10);
    for (int i = 0; i < 80; i++) {
      LogTown.append(log, "b", 100L * i, 90);
    }
    log.rewrite(town.instant(), _ -> false);
    assertThat(log.figures().sealed()).isGreaterThan(1);
    reopen();
    assertThat(LogTown.append(log, "a", 1, 10).fresh()).isZero();
    assertThat(ids("x").fresh()).isZero();
    assertThat(log.figures().sources()).isEqualTo(2);
  }

  @Test
  void manyCallersShareFlushesAndLoseNothing() throws Exception {
    int callers = 8;
    int each = 50;
    try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> done = new ArrayList<>();
      for (int c = 0; c < callers; c++) {
        String source = "key" + c;
        done.add(
            pool.submit(() -> {
              for (int i = 0; i < each; i++) {
                Receipt receipt = LogTown.append(log, source, 10L * i, 10);
                assertThat(log.end()).isGreaterThanOrEqualTo(receipt.end());
              }
            }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    List<String> all = LogTown.all(log);
    assertThat(all).hasSize(callers * each * 10);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i)).startsWith(i + ":");
    }
    assertThat(all.stream().map(it -> it.substring(it.indexOf(':'))).distinct())
        .hasSize(all.size());
  }

  @Test
  void aReaderFollowsTheEndOverSegments() throws Exception {
    try (LogReader reader = log.read(0)) {
      Facts facts = new Facts(LogTown.SCHEMA);
      assertThat(reader.next(facts)).isFalse();
      assertThat(reader.await(Duration.ofMillis(1))).isFalse();
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 100; i++) {
                  LogTown.append(log, "a", 100L * i, 100);
                }
              });
      for (int read = 0; read < 10_000; ) {
        if (reader.next(facts)) {
          assertThat(reader.offset()).isEqualTo(read);
          assertThat(reader.sequence()).isEqualTo(read);
          assertThat(LogTown.text(facts)).isEqualTo("text " + read);
          read++;
        } else {
          assertThat(reader.await(Duration.ofSeconds(20))).isTrue();
        }
      }
      writer.join();
      assertThat(reader.position()).isEqualTo(10_000);
      assertThat(reader.next(facts)).isFalse();
    }
    for (long from : new long[] {1, 4_321, 9_999}) {
      try (LogReader reader = log.read(from)) {
        assertThat(reader.next(new Facts(LogTown.SCHEMA))).isTrue();
        assertThat(reader.offset()).isEqualTo(from);
      }
    }
  }

  @Test
  void anOffsetBeyondTheEndIsRefused() {
    LogTown.append(log, "a", 1, 2);
    assertThatThrownBy(() -> log.read(3))
        .hasMessageContaining("The event 3 was asked for, but the log ends before 2.");
  }

  @Test
  void aSchemaMayChangeBetweenStarts() throws IOException {
    LogTown.append(log, "a", 1, 2);
    log.close();
    Schema later =
        Schema.builder()
            .field("post.new", Slot.Type.BOOL, "a flag")
            .field("post.text", Slot.Type.TEXT, "the text")
            .kind("post.created", "post")
            .build();
    log = EventLog.open(directory.resolve("log"), later, LogTown.SMALL, town);
    EventBatch batch = log.batch("a");
    Facts event = new Facts(later).clear(0);
    event.set(0, true);
    batch.add(3, event);
    log.append(batch).join();
    try (LogReader reader = log.read(0)) {
      Facts facts = new Facts(later);
      assertThat(reader.next(facts)).isTrue();
      assertThat(LogTown.values(facts)).containsExactly(0, null, "text 1");
      assertThat(reader.next(facts)).isTrue();
      assertThat(reader.next(facts)).isTrue();
      assertThat(LogTown.values(facts)).containsExactly(0, true, null);
      assertThat(reader.offset()).isEqualTo(2);
    }
    log.close();
    open();
    assertThat(log.end()).isEqualTo(3);
    assertThat(LogTown.append(log, "a", 3, 1).fresh()).isZero();
  }

  @Test
  void onlyTheServersUserReadsAndOnlyOneProcessWrites() throws IOException {
    LogTown.append(log, "a", 1, 2);
    Path files = directory.resolve("log");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files)))
        .isEqualTo("rwx------");
    try (Stream<Path> all = Files.list(files)) {
      assertThat(all.toList())
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
    assertThatThrownBy(() -> EventLog.open(files, LogTown.SCHEMA, LogTown.SMALL, town))
        .isInstanceOfSatisfying(
            LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.IN_USE));
  }

  @Test
  void sourcesAreBounded() {
    List<java.util.concurrent.CompletableFuture<Receipt>> answers = new ArrayList<>();
    for (int i = 0; i < Known.SOURCES; i++) {
      answers.add(log.append(LogTown.batch(log, "key" + i, 1, 1)));
    }
    answers.forEach(java.util.concurrent.CompletableFuture::join);
    assertThatThrownBy(() -> LogTown.append(log, "one more", 1, 1))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("keeps 10000 sources");
    assertThat(LogTown.append(log, "key7", 2, 1).fresh()).isEqualTo(1);
  }

  @Test
  void aClosedLogRefuses() throws IOException {
    LogReader reader = log.read(0);
    log.close();
    assertThatThrownBy(() -> LogTown.append(log, "a", 1, 1)).hasMessageContaining("is closed");
    assertThatThrownBy(() -> reader.next(new Facts(LogTown.SCHEMA)))
        .isInstanceOfSatisfying(
            LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.CLOSED));
    reader.close();
  }
}
