package reeve.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reeve.rules.source.Issue;
import reeve.rules.source.Sources;

/**
 * Each folder of {@code src/test/resources/golden} is a rule set and what checking says of it
 * ({@code expected.txt}); with {@code GOLDEN_REWRITE=1} the answers are written anew.
 */
class GoldenTest {
  private static final Path FOLDERS = Path.of("src/test/resources/golden");

  static Stream<String> folders() throws IOException {
    try (Stream<Path> all = Files.list(FOLDERS)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void checkingSays(String name) throws IOException {
    Path folder = FOLDERS.resolve(name);
    Checking checking = RuleSet.check(Sources.read(folder), RuleSetTest.TERMS);
    StringBuilder said = new StringBuilder();
    checking.issues().stream().map(Issue::shown).forEach(said::append);
    said.append(
        switch (checking) {
          case Checking.Checked checked -> "checked: " + checked.set().rules().size() + " rules\n";
          case Checking.Rejected _ -> "rejected\n";
        });
    Path expected = folder.resolve("expected.txt");
    if (System.getenv("GOLDEN_REWRITE") != null) {
      Files.writeString(expected, said);
    }
    assertThat(said.toString()).isEqualTo(Files.readString(expected));
  }
}
