package reeve.server.watch.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import reeve.rules.schema.Facts;

/** Nothing that was acknowledged is lost and nothing is doubled, whatever stops the log when. */
final class LogCrashTest {
  private final LogTown town = new LogTown();

  private EventLog open(Disk disk) throws IOException {
    return EventLog.open(disk, LogTown.SCHEMA, LogTown.SMALL, town);
  }

  @Test
  void aTailCutAtAnyLengthLosesOnlyWhatWasCut() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    List<Integer> ends = new ArrayList<>();
    String name = Segment.name(0, false);
    EventLog log = open(disk);
    ends.add(disk.content(name).length);
    for (int i = 0; i < 4; i++) {
      LogTown.append(log, "a", 2L * i, 2);
      ends.add(disk.content(name).length);
    }
    List<String> all = LogTown.all(log);
    log.close();
    byte[] whole = disk.content(name);

    for (int length = ends.get(1); length <= whole.length; length++) {
      disk.content(name, Arrays.copyOf(whole, length));
      int cut = length;
      int frames = (int) ends.stream().filter(it -> it <= cut).count() - 1;
      try (EventLog again = open(disk)) {
        assertThat(LogTown.all(again)).isEqualTo(all.subList(0, 2 * frames));
        assertThat(again.figures().cut()).isEqualTo(length - ends.get(frames));
        assertThat(LogTown.append(again, "a", 0, 8).fresh()).isEqualTo(8 - 2 * frames);
        assertThat(LogTown.all(again)).isEqualTo(all);
      }
    }
  }

  @Test
  void aFileWhoseBeginWasNeverFinishedIsMadeAnew() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    EventLog log = open(disk);
    log.close();
    String name = Segment.name(0, false);
    byte[] whole = disk.content(name);
    for (int length = 0; length < whole.length; length++) {
      disk.content(name, Arrays.copyOf(whole, length));
      try (EventLog again = open(disk)) {
        assertThat(again.end()).isZero();
      }
    }
  }

  @Test
  void damageToWhatWasAcknowledgedStopsTheStartInPlainWords() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    EventLog log = open(disk);
    String name = Segment.name(0, false);
    int begin = disk.content(name).length;
    LogTown.append(log, "a", 0, 2);
    int second = disk.content(name).length;
    LogTown.append(log, "a", 2, 2);
    LogTown.append(log, "a", 4, 2);
    log.close();
    byte[] whole = disk.content(name);
    for (int at = begin; at < second; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x40;
      disk.content(name, damaged);
      assertThatThrownBy(() -> open(disk))
          .isInstanceOfSatisfying(
              LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.DAMAGED))
          .hasMessageContaining("damaged at byte " + begin)
          .hasMessageContaining("truncate -s " + begin + " " + name);
      assertThat(disk.open()).isFalse();
    }
    byte[] headless = whole.clone();
    headless[20] ^= 1;
    disk.content(name, headless);
    assertThatThrownBy(() -> open(disk)).hasMessageContaining("damaged at byte 0");
  }

  @Test
  void aMissingSegmentStopsTheStartUntilTheOlderOnesAreAwayToo() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (EventLog log = open(disk)) {
      for (int i = 0; i < 3; i++) {
        fill(log, "a", 10_000L * i, 2_500);
      }
      log.rewrite(town.instant(), _ -> false);
      assertThat(log.figures().sealed()).isGreaterThanOrEqualTo(2);
    }
    List<String> sealed = disk.list().stream().filter(it -> it.endsWith(Segment.SEALED)).toList();
    disk.delete(sealed.get(1));
    assertThatThrownBy(() -> open(disk))
        .hasMessageContaining("are missing, which should follow the file " + sealed.getFirst());
    disk.delete(sealed.getFirst());
    try (EventLog log = open(disk)) {
      assertThat(log.begin()).isPositive();
      assertThatThrownBy(() -> log.read(0))
          .isInstanceOfSatisfying(
              LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.GONE));
    }
  }

  private static void fill(EventLog log, String source, long from, int events) {
    EventBatch batch = log.batch(source);
    for (int i = 0; i < events; i++) {
      batch.add(from + i, LogTown.post(source + (from + i), "text " + (from + i)));
    }
    log.append(batch).join();
  }

  @Test
  void randomBatchesDuplicatesAndPowerLossesLoseAndDoubleNothing() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      MemoryDisk disk = new MemoryDisk();
      Story story = new Story();
      for (int life = 0; life < 6; life++) {
        if (random.nextBoolean()) {
          disk.failAt(random.nextInt(60), random.nextBoolean());
        }
        story.live(disk, random, town);
        disk = random.nextInt(3) > 0 ? disk.afterPowerLoss(random) : disk.reopened();
        story.check(disk, town);
      }
    }
  }

  @Test
  void everyCallToTheDiskMayFailDoneOrNotDone() throws Exception {
    for (boolean after : new boolean[] {true, false}) {
      boolean failed = true;
      int call = 0;
      for (; failed; call++) {
        MemoryDisk disk = new MemoryDisk();
        disk.failAt(call, after);
        Story story = new Story();
        story.live(disk, new Random(3), town);
        failed = disk.failed();
        MemoryDisk lost = disk.afterPowerLoss(new Random(call));
        story.check(disk.reopened(), town);
        story.check(lost, town);
      }
      assertThat(call).as("calls that were made to fail").isGreaterThan(60);
    }
  }

  /** What somebody who sends knows of a log. */
  private static final class Story {
    private static final int BATCHES = 12;
    private static final LogSettings SETTINGS =
        new LogSettings(1 << 16, Duration.ofHours(1), Duration.ofDays(90), 1 << 30, 100_000);

    private final Map<String, Long> sent = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<Long> erased = new HashSet<>();

    /** One life of a log, until it refuses. */
    private void live(MemoryDisk disk, Random random, LogTown town) throws IOException {
      try (EventLog log = EventLog.open(disk, LogTown.SCHEMA, SETTINGS, town)) {
        for (int i = 0; i < BATCHES; i++) {
          List<EventBatch> batches = new ArrayList<>();
          List<Set<String>> tells = new ArrayList<>();
          for (int n = random.nextInt(3); n >= 0; n--) {
            Set<String> tell = new HashSet<>();
            batches.add(batch(log, random, tell));
            tells.add(tell);
          }
          List<CompletableFuture<Receipt>> answers = batches.stream().map(log::append).toList();
          for (int n = 0; n < answers.size(); n++) {
            answers.get(n).join();
            acknowledged.addAll(tells.get(n));
          }
          if (random.nextInt(4) == 0) {
            long offset = random.nextLong(log.end());
            log.erase(List.of(new Erasable.Event(offset)));
            erased.add(offset);
          }
          if (random.nextInt(6) == 0) {
            log.rewrite(town.instant().plusSeconds(7L * 86_400), _ -> false);
          }
        }
      } catch (IOException | CompletionException | LogException e) {
        // The disk failed; what was acknowledged counts.
        assertThat(disk.failed()).as(e.toString()).isTrue();
      }
    }

    private EventBatch batch(EventLog log, Random random, Set<String> tell) {
      boolean byId = random.nextInt(4) == 0;
      String source = (byId ? "id" : "key") + random.nextInt(2);
      EventBatch batch = log.batch(source);
      long next = sent.getOrDefault(source, 0L);
      long sequence = byId ? random.nextLong(next + 1) : Math.max(0, next - random.nextInt(40));
      // What may not have arrived is sent again, as whoever sends must.
      sequence = byId ? sequence : Math.min(sequence, unsure(source, next));
      for (int n = 1 + random.nextInt(60); n > 0; n--) {
        if (byId) {
          batch.add("" + sequence, LogTown.post(source, text(random, source, sequence)));
        } else {
          batch.add(sequence, LogTown.post(source, text(random, source, sequence)));
        }
        tell.add(source + ":" + sequence);
        sequence++;
      }
      sent.merge(source, sequence, Math::max);
      return batch;
    }

    private long unsure(String source, long next) {
      for (long i = 0; i < next; i++) {
        if (!acknowledged.contains(source + ":" + i)) {
          return i;
        }
      }
      return next;
    }

    private static String text(Random random, String source, long sequence) {
      return source + ":" + sequence + " " + "word ".repeat(random.nextInt(100));
    }

    /** All that was acknowledged is there once, and can be sent again without any change. */
    private void check(MemoryDisk disk, LogTown town) throws IOException {
      try (EventLog log = EventLog.open(disk, LogTown.SCHEMA, SETTINGS, town)) {
        Set<String> found = new HashSet<>();
        Facts facts = new Facts(LogTown.SCHEMA);
        long last = -1;
        Set<Long> seen = new HashSet<>();
        try (LogReader reader = log.read(log.begin())) {
          while (reader.next(facts)) {
            String text = LogTown.text(facts);
            assertThat(found.add(text.substring(0, text.indexOf(' ')))).as(text).isTrue();
            assertThat(reader.offset()).isGreaterThan(last);
            last = reader.offset();
            seen.add(last);
          }
          assertThat(reader.position()).isEqualTo(log.end());
        }
        seen.retainAll(erased);
        assertThat(seen).as("erased and read").isEmpty();
        Set<String> missing = new HashSet<>(acknowledged);
        missing.removeAll(found);
        long gone = log.end() - found.size();
        assertThat(missing.size())
            .as("only the erased are missing")
            .isLessThanOrEqualTo((int) gone);
        long end = log.end();
        List<CompletableFuture<Receipt>> repeats = new ArrayList<>();
        for (String one : acknowledged) {
          String source = one.substring(0, one.indexOf(':'));
          long sequence = Long.parseLong(one.substring(one.indexOf(':') + 1));
          EventBatch again = log.batch(source);
          if (source.startsWith("id")) {
            again.add("" + sequence, LogTown.post(source, one + " "));
          } else {
            again.add(sequence, LogTown.post(source, one + " "));
          }
          repeats.add(log.append(again));
        }
        repeats.forEach(CompletableFuture::join);
        assertThat(log.end()).as("nothing came twice").isEqualTo(end);
      }
    }
  }
}
