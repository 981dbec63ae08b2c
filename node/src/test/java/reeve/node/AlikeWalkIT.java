package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one flag to the group behind it, in a real browser, on a sample of its own. */
class AlikeWalkIT {
  @TempDir Path parent;

  @Test
  void fromOneFlagToTheGroupAndWhoComesBack() throws Exception {
    Path data = Files.createDirectory(parent.resolve("sample"));
    Files.writeString(data.resolve("reeve.yaml"), LikenessWalk.MANY);
    try (var reeve = RunningReeve.start(data, "--sample");
        var chromium = Chromium.start(true);
        Page reporter = chromium.page();
        Page reviewer = chromium.page();
        Page lead = chromium.page()) {
      chromium.enter(reporter, reeve.link("Reporter"));
      chromium.enter(reviewer, reeve.link("Reviewer 1"));
      chromium.enter(lead, reeve.link("Lead"));
      new LikenessWalk(chromium, reeve, data).walk(reporter, reviewer, lead);
      assertThat(chromium.troubles()).as("errors in the browser's console").isEmpty();
    }
  }
}
