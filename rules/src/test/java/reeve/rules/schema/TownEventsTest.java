package reeve.rules.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TownEventsTest {
  private static final Path PAGE = Path.of("../docs/rules.md");
  private static final String BEFORE = "## Fields\n\n";

  /** {@code GOLDEN_REWRITE=1} writes the table anew. */
  @Test
  void thePageOnRulesHasEveryFieldWithItsMeaning() throws IOException {
    String page = Files.readString(PAGE);
    String text = page.substring(0, page.indexOf(BEFORE) + BEFORE.length()) + table();
    if (System.getenv("GOLDEN_REWRITE") != null) {
      Files.writeString(PAGE, text);
    }
    assertThat(page).isEqualTo(text);
  }

  private static String table() {
    StringBuilder table = new StringBuilder();
    table.append("| event | has |\n|---|---|\n");
    Schema schema = TownEvents.SCHEMA;
    for (String kind : schema.kinds()) {
      List<String> roots = schema.roots(kind).stream().map(root -> "`" + root + "`").toList();
      table.append("| `").append(kind).append("` | ").append(String.join(", ", roots));
      table.append(" |\n");
    }
    table.append(
        "\n`target` has the fields of `account`: who is followed, whose post is boosted, or");
    table.append(" who is reported.\n\n| field | type | what |\n|---|---|---|\n");
    for (Slot slot : schema.slots()) {
      if (!slot.root().equals("target")) {
        table.append("| `").append(slot.path()).append("` | ");
        table.append(slot.type().name().toLowerCase(Locale.ROOT));
        table.append(slot.searched() ? ", searched" : "").append(" | ");
        table.append(slot.meaning()).append(" |\n");
      }
    }
    return table.toString();
  }
}
