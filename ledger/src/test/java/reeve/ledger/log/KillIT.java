package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static reeve.ledger.log.StoreContract.entries;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Entry;

/** A process that appends and publishes is killed in the middle, again and again. */
class KillIT {
  private static final int KILLS = 6;
  private static final int BATCH = 37;

  @TempDir private Path folder;

  @BeforeEach
  void key() {
    SigningKey.generate("ledger.example", KeyKind.NOTE).write(folder.resolve("key"));
  }

  @Test
  void whatWasGivenOutIsThereAfterAKill() throws Exception {
    SigningKey key = SigningKey.read(folder.resolve("key"));
    long size = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long given = killed(20 + 35 * kill);
      assertThat(given).isGreaterThan(size);
      try (var store = FileStore.open(folder.resolve("store"))) {
        size = store.head().size();
        // At the most one batch was in and not yet told.
        assertThat(size).isIn(given, given + BATCH);
        assertThat(StoreContract.read(store, 0, (int) size)).isEqualTo(expected(size));
        var shelf = new FileShelf(folder.resolve("public"));
        Log.open(key, store, shelf, Cosigners.NONE);
        assertThat(Fsck.check(key.verifier(), store, shelf, 1).told()).isEmpty();
      }
    }
  }

  /** Starts a process, kills it when it has told so many appends, and gives the last size told. */
  private long killed(int appends) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    long last = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < appends; i++) {
        last = Long.parseLong(lines.readLine());
      }
      // Through the handle, since the process itself would close what it has told.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // What was told before the end counts too, where the line is whole.
        last = line.length() < 6 ? last : Math.max(last, Long.parseLong(line));
      }
    }
    process.waitFor();
    return last;
  }

  private static List<Entry> expected(long size) {
    List<Entry> all = new ArrayList<>();
    while (all.size() < size) {
      all.addAll(entries(BATCH, all.size()));
    }
    return all;
  }

  /** What the other process does until it is killed; sizes are told with six digits. */
  static final class Appender {
    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      SigningKey key = SigningKey.read(folder.resolve("key"));
      try (var store = FileStore.open(folder.resolve("store"))) {
        Log log = Log.open(key, store, new FileShelf(folder.resolve("public")), Cosigners.NONE);
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (true) {
                log.publish();
              }
            });
        while (true) {
          log.append(entries(BATCH, log.head().size()));
          System.out.printf("%06d%n", log.head().size());
          System.out.flush();
        }
      }
    }
  }
}
