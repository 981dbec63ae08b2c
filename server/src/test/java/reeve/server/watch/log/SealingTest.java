package reeve.server.watch.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reeve.rules.schema.Facts;

/** Sealed segments: compressed, bounded in age and size, and what is erased leaves them. */
final class SealingTest {
  private final MemoryDisk disk = new MemoryDisk();
  private final LogTown town = new LogTown();
  private EventLog log;

  @BeforeEach
  void open() throws IOException {
    log = EventLog.open(disk, LogTown.SCHEMA, LogTown.SMALL, town);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  private void job() throws IOException {
    log.rewrite(town.instant(), _ -> false);
  }

  /** Appends three segments. */
  private void fill() {
    for (int i = 0; i < 9; i++) {
      LogTown.append(log, "a", 1_000L * i, 1_000);
    }
  }

  private List<String> sealed() {
    return disk.list().stream().filter(it -> it.endsWith(Segment.SEALED)).toList();
  }

  @Test
  void sealedSegmentsHoldTheSameEventsInLessRoomWithTheirDigest() throws Exception {
    fill();
    List<String> all = LogTown.all(log);
    job();
    assertThat(log.figures().raw()).isZero();
    assertThat(log.figures().sealed()).isGreaterThanOrEqualTo(2);
    assertThat(LogTown.all(log)).isEqualTo(all);

    String name = sealed().getFirst();
    byte[] content = disk.content(name);
    assertThat(content).hasSizeLessThan((int) LogTown.SMALL.segmentBytes() / 2);
    int end = content.length - 8 - Index.DIGEST;
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(content, end));
    assertThat(Arrays.copyOfRange(content, end, end + Index.DIGEST)).isEqualTo(digest);
    Index index = Index.of(disk.open(name), name);
    assertThat(index.first()).isZero();
    assertThat(sealed().get(1)).isEqualTo(Segment.name(index.count(), true));
    assertThat(index.sources()).containsEntry("a", index.count() - 1);
    assertThat(index.earliest()).isEqualTo(1_772_359_200_000L);

    log.close();
    open();
    assertThat(LogTown.all(log)).isEqualTo(all);
  }

  @Test
  void aDamagedSealedSegmentIsNotReadAsIfItWereWhole() throws Exception {
    fill();
    job();
    String name = sealed().getFirst();
    byte[] content = disk.content(name);
    content[content.length / 3] ^= 1;
    disk.content(name, content);
    assertThatThrownBy(() -> LogTown.all(log))
        .isInstanceOfSatisfying(
            LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.DAMAGED))
        .hasMessageContaining(name);
  }

  @Test
  void aSegmentIsClosedOnceItIsOldEnough() throws Exception {
    LogTown.append(log, "a", 1, 1);
    town.pass(Duration.ofHours(2));
    LogTown.append(log, "a", 2, 1);
    assertThat(log.append(log.batch("a")).join().end()).isEqualTo(2);
    job();
    assertThat(sealed()).containsExactly(Segment.name(0, true));
    assertThat(LogTown.all(log)).hasSize(2);
  }

  @Test
  void theOldestLeaveAfterTheirTime() throws Exception {
    fill();
    job();
    long end = log.end();
    town.pass(Duration.ofDays(91));
    for (int i = 10; i < 16; i++) {
      LogTown.append(log, "a", 1_000L * i, 1_000);
    }
    job();
    assertThat(log.begin()).isPositive();
    assertThat(log.figures().droppedByAge()).isEqualTo(log.begin());
    assertThat(log.figures().droppedBySize()).isZero();
    assertThat(log.begin()).isLessThanOrEqualTo(end);
    assertThat(LogTown.append(log, "a", 0, 1).fresh()).as("still known").isZero();
    assertThatThrownBy(() -> log.read(0))
        .hasMessage("The event 0 is no longer kept; the log begins with " + log.begin() + ".");
  }

  @Test
  void theOldestLeaveForWantOfRoom() throws Exception {
    log.close();
    LogSettings tight =
        new LogSettings(1 << 16, Duration.ofHours(1), Duration.ofDays(90), 20_000, 100);
    log = EventLog.open(disk, LogTown.SCHEMA, tight, town);
    for (int i = 0; i < 20; i++) {
      LogTown.append(log, "a", 1_000L * i, 1_000);
    }
    job();
    assertThat(log.figures().sealed()).as("what a start may replay").isLessThanOrEqualTo(2);
    assertThat(log.figures().droppedBySize()).isPositive().isEqualTo(log.begin());
    log.close();
    open();
    assertThat(LogTown.append(log, "a", 0, 20_000).fresh()).isZero();
  }

  @Test
  void whatIsErasedIsNotReadAtOnceAndLeavesTheFilesWithinSevenDays() throws Exception {
    fill();
    EventBatch batch = log.batch("b");
    batch.add(1, LogTown.post("a7", "of another source"));
    log.append(batch).join();
    // What is sealed after it was erased is not taken out later.
    job();
    log.erase(List.of(new Erasable.Post("a", "a7"), new Erasable.Event(9)));
    for (int restart = 0; restart < 2; restart++) {
      assertThat(LogTown.all(log)).hasSize(8_999).noneMatch(it -> it.endsWith(":text 7"));
      log.close();
      open();
    }
    LogTown.append(log, "b", 2, 1);
    log.erase(List.of(new Erasable.Post("a", "a11")));
    town.pass(Duration.ofDays(5));
    job();
    assertThat(contents(11)).isPositive();
    town.pass(Duration.ofDays(1));
    LogReader reader = log.read(0);
    Facts facts = new Facts(LogTown.SCHEMA);
    reader.next(facts);
    job();
    assertThat(contents(11)).isZero();
    assertThat(log.figures().erased()).isEqualTo(3);
    assertThat(log.figures().marks()).isZero();
    while (reader.next(facts)) {
      assertThat(reader.offset()).isNotIn(7L, 9L, 11L);
    }
    reader.close();
    assertThat(LogTown.all(log)).hasSize(8_999).contains("8:a:8:text 8", "10:a:10:text 10");
    assertThat(LogTown.append(log, "a", 7, 1).fresh()).as("its sequence stays").isZero();
  }

  /** Bytes that the sealed files hold of an event. */
  private int contents(long offset) throws IOException {
    for (String name : sealed()) {
      SealedFrames frames = new SealedFrames(disk.open(name), name, 0);
      Frame frame = new Frame();
      while (frames.next(frame, 0)) {
        while (frame.next()) {
          if (frame.offset() == offset) {
            return frame.eventLength();
          }
        }
      }
    }
    throw new AssertionError("not sealed: " + offset);
  }

  @Test
  void aDeletedPostLeavesWithinThirtyDaysUnlessItIsHeld() throws Exception {
    fill();
    Erasable.Post free = new Erasable.Post("a", "a7");
    Erasable.Post held = new Erasable.Post("a", "a8");
    log.deleted(Set.of(free, held));
    for (int day = 1; day <= 30; day++) {
      town.pass(Duration.ofDays(1));
      log.rewrite(town.instant(), held::equals);
      assertThat(LogTown.all(log).size()).isEqualTo(day < 23 ? 9_000 : 8_999);
    }
    assertThat(contents(7)).isZero();
    assertThat(contents(8)).isPositive();
    assertThat(log.figures().marks()).isEqualTo(1);
    town.pass(Duration.ofDays(60).minusSeconds(60));
    job();
    assertThat(LogTown.all(log)).as("the hold has ended").noneMatch(it -> it.endsWith(":text 8"));
  }

  @Test
  void anEventThatComesAfterAnErasureIsNotMeant() throws Exception {
    LogTown.append(log, "a", 1, 1);
    log.erase(List.of(new Erasable.Post("a", "a1")));
    EventBatch batch = log.batch("a");
    batch.add(2, LogTown.post("a1", "written anew"));
    log.append(batch).join();
    assertThat(LogTown.all(log)).containsExactly("1:a:2:written anew");
  }

  @Test
  void noErasedTextStaysInAnyFile() throws Exception {
    String secret = "q7Zx0k3Vb9Lw2";
    EventBatch batch = log.batch("a");
    batch.add(1, LogTown.post("p", secret));
    log.append(batch).join();
    assertThat(held(secret)).isTrue();
    log.erase(List.of(new Erasable.Post("a", "p")));
    town.pass(Duration.ofDays(6));
    job();
    assertThat(held(secret)).isFalse();
  }

  private boolean held(String text) {
    return disk.list().stream()
        .anyMatch(it -> new String(disk.content(it), StandardCharsets.ISO_8859_1).contains(text));
  }
}
