package reeve.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulateTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void itWritesATownAndSaysWhatIsInIt() {
    Path town = folder.resolve("town");
    int code = run("--out", town.toString(), "--accounts", "60", "--posts", "100", "--seed", "5");
    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("60 accounts, 100 posts");
    assertThat(town.resolve("town.ndjson")).isNotEmptyFile();
    assertThat(town.resolve("truth.ndjson")).isNotEmptyFile();
    assertThat(town.resolve("media")).isNotEmptyDirectory();
  }

  @Test
  void aFolderThatIsInUseIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("letter"), "mine");
    assertThat(run("--out", folder.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("is not an empty folder");
    assertThat(folder.resolve("letter")).hasContent("mine");
  }

  @Test
  void aWrongOptionIsNamed() {
    assertThat(run("--acounts", "9")).isEqualTo(2);
    assertThat(run("--posts", "many", "--out", "x")).isEqualTo(2);
    assertThat(run("--until", "yesterday", "--out", "x")).isEqualTo(2);
    assertThat(run("--accounts", "9", "--out", "x")).isEqualTo(2);
    assertThat(run("--seed")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("no option --acounts")
        .contains("--posts needs a whole number")
        .contains("--until needs a time")
        .contains("accounts must be from 50")
        .contains("--seed needs a value")
        .contains("--out DIR is missing");
  }

  @Test
  void helpListsTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--crimson-share");
  }

  private int run(String... args) {
    return Simulate.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
