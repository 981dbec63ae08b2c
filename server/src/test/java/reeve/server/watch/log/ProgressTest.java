package reeve.server.watch.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgressTest {
  private static final long FAST = Long.MAX_VALUE;

  private final MemoryDisk disk = new MemoryDisk();
  private final Progress progress = new Progress(disk, "counters");

  private static void save(Progress progress, long offset, String content) throws IOException {
    try (Draft draft = progress.begin(offset, FAST)) {
      draft.write(content.getBytes(StandardCharsets.UTF_8));
      draft.commit();
    }
  }

  private static Optional<String> newest(Progress progress) throws IOException {
    try (Progress.Saved saved = progress.newest().orElse(null)) {
      return saved == null
          ? Optional.empty()
          : Optional.of(
              saved.offset() + " " + new String(saved.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theNewestIsFoundAndTwoAreKept() throws IOException {
    assertThat(newest(progress)).isEmpty();
    for (int i = 1; i < 5; i++) {
      save(progress, 10L * i, "state " + i);
    }
    assertThat(newest(progress)).contains("40 state 4");
    assertThat(disk.list())
        .containsExactly("counters@0000000000000000030.snap", "counters@0000000000000000040.snap");
  }

  @Test
  void oneThatIsNotWholeIsPassedOver() throws IOException {
    save(progress, 1, "old");
    save(progress, 2, "new");
    String name = "counters@0000000000000000002.snap";
    byte[] whole = disk.content(name);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      disk.content(name, damaged);
      assertThat(newest(progress)).contains("1 old");
      disk.content(name, Arrays.copyOf(whole, i));
      assertThat(newest(progress)).contains("1 old");
    }
  }

  @Test
  void anUnfinishedOneIsAsIfItHadNotBeenBegun() throws IOException {
    save(progress, 1, "old");
    try (Draft draft = progress.begin(2, FAST)) {
      draft.write(7);
    }
    assertThat(newest(progress)).contains("1 old");
    save(progress, 3, "");
    assertThat(newest(progress)).contains("3 ");
  }

  @Test
  void anyFailureOrPowerLossLeavesAWholeOne() throws IOException {
    for (boolean after : new boolean[] {true, false}) {
      for (int call = 0; call < 12; call++) {
        MemoryDisk failing = new MemoryDisk();
        Progress some = new Progress(failing, "counters");
        save(some, 1, "one");
        save(some, 2, "two");
        failing.failAt(call, after);
        boolean saved = true;
        try {
          save(some, 3, "three");
        } catch (IOException e) {
          saved = false;
        }
        for (MemoryDisk left :
            new MemoryDisk[] {failing.afterPowerLoss(new Random(call)), failing.reopened()}) {
          Optional<String> found = newest(new Progress(left, "counters"));
          if (saved) {
            assertThat(found).contains("3 three");
          } else {
            assertThat(found.orElse("")).isIn("2 two", "3 three");
          }
        }
      }
    }
  }

  @Test
  void aLongOneComesBackAtItsPace(@TempDir Path directory) throws IOException {
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    try (Progress files = Progress.open(directory, "large")) {
      long began = System.nanoTime();
      try (Draft draft = files.begin(7, 10 << 20)) {
        draft.write(content, 0, 1 << 20);
        for (int i = 1 << 20; i < content.length; i++) {
          draft.write(content[i]);
        }
        draft.commit();
      }
      assertThat(System.nanoTime() - began).as("3 MiB at 10 MiB/s").isGreaterThan(200_000_000);
      try (Progress.Saved saved = files.newest().orElseThrow()) {
        assertThat(saved.length()).isEqualTo(content.length);
        assertThat(saved.read()).isEqualTo(content[0] & 0xFF);
        assertThat(saved.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1, content.length));
      }
    }
  }

  @Test
  void aNameThatWouldNotBeAFileNameIsRefused() {
    assertThatThrownBy(() -> new Progress(disk, "../x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
