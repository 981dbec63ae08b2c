package reeve.signals.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that keeps an index is killed while it commits, again and again. */
class KilledIndexTest {
  private static final int KILLS = 4;
  private static final int EVENTS = 4_000;
  private static final int COMMIT_EVERY = 10;
  private static final int GROUP = 40;
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path parent;

  @Test
  void itGoesOnFromItsLastCommitAndLosesNothing() throws Exception {
    Path killed = parent.resolve("killed");
    Random random = new Random(7);
    long kept = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = killed(killed, random);
      assertThat(acknowledged).isGreaterThan(kept).isLessThan(EVENTS);
      try (LikenessIndex index = LikenessIndex.open(killed)) {
        kept = Long.parseLong(index.position().orElseThrow());
        assertThat(kept).isGreaterThanOrEqualTo(acknowledged);
      }
      Path whole = parent.resolve("whole" + kill);
      upTo(whole, kept);
      assertSame(killed, whole);
    }
  }

  /** Runs until some commits more were acknowledged, and is killed a moment later. */
  private static long killed(Path directory, Random random) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledIndexTest.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    int commits = 5 + random.nextInt(10);
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged = Long.parseLong(line);
        if (--commits == 0) {
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(20_000)));
          // With its output left open: what it had said before is read to the end.
          assertThat(process.toHandle().destroyForcibly()).isTrue();
        }
      }
    }
    process.waitFor();
    return acknowledged;
  }

  public static void main(String[] arguments) throws IOException {
    try (LikenessIndex index = LikenessIndex.open(Path.of(arguments[0]))) {
      int at = index.position().map(Integer::parseInt).orElse(0);
      while (at < EVENTS) {
        index.take(event(at++));
        if (at % COMMIT_EVERY == 0) {
          index.commit(Integer.toString(at));
          System.out.println(at);
        }
      }
    }
  }

  private static void upTo(Path directory, long end) throws IOException {
    try (LikenessIndex index = LikenessIndex.open(directory)) {
      for (int at = 0; at < end; at++) {
        index.take(event(at));
      }
      index.commit(Long.toString(end));
    }
  }

  private static void assertSame(Path killed, Path whole) throws IOException {
    List<String> all = IntStream.range(0, GROUP).mapToObj(i -> "square/a" + i).toList();
    try (LikenessIndex one = merged(killed);
        LikenessIndex other = merged(whole)) {
      assertThat(one.accounts()).isEqualTo(other.accounts());
      assertThat(one.between(all)).isNotEmpty().hasSameElementsAs(other.between(all));
    }
  }

  /** Without what was written over, which rarity counts too until it is merged away. */
  private static LikenessIndex merged(Path directory) throws IOException {
    try (LikenessIndex index = LikenessIndex.open(directory)) {
      index.merge();
      index.commit(index.position().orElseThrow());
    }
    return LikenessIndex.open(directory);
  }

  /** A group that pushes one invite among people who say what nobody else says. */
  private static Observed event(int number) {
    String account = number % 2 == 0 ? "square/a" + number / 2 % GROUP : "square/p" + number % 997;
    String text =
        number % 2 == 0
            ? "The lanterns of the Crimson Dawn burn for you tonight, come t.me/+dawn-" + number % 6
            : "Walk " + number + " went along river " + number * 31 + " with dog " + number * 17;
    return new Observed.Posted(
        account, BEGIN.plusSeconds(number * 7L), "post" + number, text, "en", List.of(), List.of());
  }
}
