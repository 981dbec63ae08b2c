package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Against a list of characters that people confuse. */
final class ConfusablesTest {
  @Test
  void nearlyAllLettersThatLookLikeLatinOnesAreUndone() throws IOException {
    Path data = RealData.file("unicode/confusables.json");
    if (data == null) {
      return;
    }
    int all = 0;
    int undone = 0;
    Map<?, ?> list = JsonMapper.shared().readValue(data.toFile(), Map.class);
    for (char letter = 'a'; letter <= 'z'; letter++) {
      if (!(list.get(String.valueOf(letter)) instanceof List<?> alike)) {
        continue;
      }
      for (Object one : alike) {
        String written = (String) ((Map<?, ?>) one).get("c");
        if (written.codePointCount(0, written.length()) == 1 && written.charAt(0) >= 0x80) {
          all++;
          Unmasked word = Unmasked.of("qx" + written + "xq", false);
          undone += word.size() == 5 && word.letter(2) == letter ? 1 : 0;
        }
      }
    }
    System.out.printf("%d of %d look-alikes of a to z are undone%n", undone, all);
    assertThat(all).isGreaterThan(500);
    assertThat(undone).isGreaterThan(all * 9 / 10);
  }
}
