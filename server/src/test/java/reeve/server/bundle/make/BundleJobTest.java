package reeve.server.bundle.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a bundle whose process does not come to its end. */
final class BundleJobTest {
  private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir private Path dir;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectories(dir.resolve("work"));
    Files.createDirectories(folder.resolve("pictures"));
    Files.writeString(folder.resolve(Spool.ITEMS), "");
    Files.writeString(folder.resolve(Spool.PICTURES), "");
    Files.writeString(folder.resolve(Spool.CUSTODY), "");
  }

  private Order order(int memoryMb) {
    return new Order(
        folder,
        dir.resolve("out.zip"),
        "case-1-abcd",
        new About(
            "7f8e1b4c-0d0b-4c7e-9a53-0a1b2c3d4e5f",
            1,
            "square",
            "17",
            "lamplighter",
            "live",
            "Everything.",
            "https://square.example",
            AT,
            "Lead",
            "1",
            null,
            null),
        memoryMb);
  }

  private static void assertProblem(MakeProblem problem, BundleJob job, BundleJob.Signing signing) {
    assertThatThrownBy(() -> job.run(_ -> {}, signing))
        .isInstanceOfSatisfying(
            MakeException.class, it -> assertThat(it.problem()).isEqualTo(problem));
  }

  @Test
  void cancelledWhileItWaitsForItsSignatureItIsCancelled() throws MakeException {
    BundleJob job = BundleJob.start(order(Order.MEMORY_LEAST));
    assertProblem(MakeProblem.CANCELLED, job, _ -> job.cancel());
  }

  @Test
  void withoutASignatureThereIsNoBundle() throws MakeException {
    BundleJob job = BundleJob.start(order(Order.MEMORY_LEAST));
    assertProblem(
        MakeProblem.SIGNATURE,
        job,
        _ -> {
          throw new MakeException(MakeProblem.SIGNATURE, "The key is gone.");
        });
  }

  @Test
  void whatGoesInAndCannotBeReadIsToldInASentence() throws Exception {
    Files.writeString(folder.resolve(Spool.ITEMS), "{\"kind\":\"po\n");
    assertProblem(MakeProblem.CONTENTS, BundleJob.start(order(Order.MEMORY_LEAST)), _ -> {});
    Files.delete(folder.resolve(Spool.ITEMS));
    assertProblem(MakeProblem.FILES, BundleJob.start(order(Order.MEMORY_LEAST)), _ -> {});
  }

  /** Twice as much text as the heap it has. */
  @Test
  void manyAndLongPostsFitIntoLittleMemory() throws Exception {
    List<String> lines = new ArrayList<>();
    String text = "The lamps of the square are lit. ".repeat(3_000);
    for (int i = 0; i < 1_300; i++) {
      lines.add(
          Spool.JSON.writeValueAsString(
              new Item(
                  "post",
                  "p" + i,
                  "https://square.example/@lamplighter/p" + i,
                  AT.minusSeconds(i),
                  AT,
                  AT,
                  null,
                  false,
                  Map.of("text", i + " " + text, "visibility", "public"),
                  List.of())));
    }
    Files.write(folder.resolve(Spool.ITEMS), lines);
    AtomicReference<Progress> last = new AtomicReference<>(Progress.NONE);
    Made made = BundleJob.start(order(Order.MEMORY_LEAST)).run(last::set, _ -> {});
    assertThat(Files.size(folder.resolve(Spool.ITEMS))).isGreaterThan(128_000_000);
    assertThat(made.items()).isEqualTo(1_300);
    assertThat(made.bytes()).isEqualTo(Files.size(dir.resolve("out.zip")));
    assertThat(last.get().share()).isBetween(0.0, 1.0);
  }
}
