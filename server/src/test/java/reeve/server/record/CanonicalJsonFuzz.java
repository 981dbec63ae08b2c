package reeve.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Against the reference implementation that RFC 8785 names. */
final class CanonicalJsonFuzz {
  @Test
  void agreesWithTheReferenceOnRandomValues() throws IOException {
    JsonMapper plain = JsonMapper.builder().build();
    for (long seed = 0; seed < 200_000; seed++) {
      Map<String, Object> value = map(new Random(seed), 3);
      byte[] reference = new JsonCanonicalizer(plain.writeValueAsString(value)).getEncodedUTF8();
      assertThat(CanonicalJson.bytes(value)).as("seed %d", seed).isEqualTo(reference);
    }
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> text(random);
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() % (CanonicalJson.GREATEST + 1);
      case 3 -> random.nextInt(100);
      case 4 -> map(random, depth - 1);
      default -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
    };
  }

  private static Map<String, Object> map(Random random, int depth) {
    Map<String, Object> map = new HashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      map.put(text(random), value(random, depth));
    }
    return map;
  }

  private static String text(Random random) {
    int[] reach = {0x30, 0x80, 0x800, 0x10000, 0x110000};
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int point = random.nextInt(reach[random.nextInt(reach.length)]);
      if (point < 0xd800 || point > 0xdfff) {
        text.appendCodePoint(point);
      }
    }
    return text.toString();
  }
}
