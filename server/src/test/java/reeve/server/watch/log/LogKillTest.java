package reeve.server.watch.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reeve.rules.schema.Facts;

/** A process of its own appends and is killed: what it acknowledged is there, once. */
final class LogKillTest {
  private static final int KEYS = 3;
  private static final int BATCH = 40;

  @TempDir private Path directory;

  @Test
  @Timeout(60)
  void killedAtAnyMomentItLosesAndDoublesNothing() throws Exception {
    Random random = new Random(7);
    Map<String, Long> acknowledged = new HashMap<>();
    for (int life = 0; life < 4; life++) {
      Process child =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx128m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  directory.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      int lines = 20 + random.nextInt(300);
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        String line = out.readLine();
        for (; line != null && lines > 0; line = out.readLine(), lines--) {
          acknowledge(line, acknowledged);
        }
        assertThat(lines).as("the child ended by itself").isZero();
        child.destroyForcibly();
      }
      child.waitFor();
      check(acknowledged);
    }
    assertThat(acknowledged).hasSize(KEYS);
  }

  private static void acknowledge(String line, Map<String, Long> acknowledged) {
    int space = line.indexOf(' ');
    long sequence = Long.parseLong(line.substring(space + 1, line.length() - 1));
    acknowledged.merge(line.substring(0, space), sequence, Math::max);
  }

  private void check(Map<String, Long> acknowledged) throws IOException {
    try (EventLog log =
        EventLog.open(directory, LogTown.SCHEMA, LogTown.SMALL, InstantSource.system())) {
      Set<String> found = new HashSet<>();
      Facts facts = new Facts(LogTown.SCHEMA);
      try (LogReader reader = log.read(0)) {
        while (reader.next(facts)) {
          assertThat(found.add(reader.source() + " " + reader.sequence())).isTrue();
        }
      }
      assertThat(found).hasSize((int) log.end());
      acknowledged.forEach((key, highest) -> {
        for (long sequence = 0; sequence <= highest; sequence++) {
          String event = key + " " + sequence;
          assertThat(found.contains(event)).as(event).isTrue();
        }
      });
    }
  }

  /** Appends from several threads, from a little before the end on, until it is killed. */
  static final class Child {
    public static void main(String[] args) throws Exception {
      EventLog log =
          EventLog.open(Path.of(args[0]), LogTown.SCHEMA, LogTown.SMALL, InstantSource.system());
      Map<String, Long> highest = new HashMap<>();
      Facts facts = new Facts(LogTown.SCHEMA);
      try (LogReader reader = log.read(0)) {
        while (reader.next(facts)) {
          highest.put(reader.source(), reader.sequence());
        }
      }
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      for (int key = 0; key < KEYS; key++) {
        String source = "key" + key;
        long from = Math.max(0, highest.getOrDefault(source, 0L) - BATCH);
        Thread.ofPlatform().start(() -> append(log, source, from, out));
      }
    }

    private static void append(EventLog log, String source, long from, PrintStream out) {
      for (long next = from; ; next += BATCH) {
        LogTown.append(log, source, next, BATCH);
        out.println(source + " " + (next + BATCH - 1) + ".");
      }
    }
  }
}
