package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path dir;

  @Test
  void theEnvironmentOverridesTheFile() throws Exception {
    Path file =
        Files.writeString(dir.resolve("reeve.yaml"), "square:\n  name: Ours\n  requests: 7\n");
    var settings = Settings.read(file, Map.of("REEVE_SQUARE_NAME", "Theirs", "PATH", "/bin"));
    assertThat(settings.of("square"))
        .containsOnly(Map.entry("square.name", "Theirs"), Map.entry("square.requests", "7"));
  }

  @Test
  void anUnknownKeyStopsTheStartWithASuggestion() throws Exception {
    Path file = Files.writeString(dir.resolve("reeve.yaml"), "square:\n  signup: open\n");
    assertThatThrownBy(() -> Settings.read(file, Map.of()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("square.signup")
        .hasMessageContaining("Did you mean square.sign-up?");
    assertThatThrownBy(() -> Settings.read(dir.resolve("none"), Map.of("REEVE_SQUARE_NAMES", "x")))
        .hasMessageContaining("Did you mean REEVE_SQUARE_NAME?");
  }

  @Test
  void aFileThatIsNoYamlIsRefusedWithItsPlace() throws Exception {
    Path file = Files.writeString(dir.resolve("reeve.yaml"), "square:\n\tname: x\n");
    assertThatThrownBy(() -> Settings.read(file, Map.of()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is not YAML")
        .hasMessageContaining("line 2");
    Path twice = Files.writeString(dir.resolve("twice.yaml"), "square:\n  name: a\n  name: b\n");
    assertThatThrownBy(() -> Settings.read(twice, Map.of())).hasMessageContaining("duplicate key");
  }
}
