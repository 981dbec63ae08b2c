package reeve.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reeve.server.record.JsonBytes.Text;

/** The vectors are those of RFC 8785 that hold no fractions, which no record may hold. */
final class CanonicalJsonTest {
  private static String json(Object value) {
    return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
  }

  @Test
  void writesTheExampleOfSection322() {
    var value = new LinkedHashMap<String, Object>();
    value.put("string", "\u20ac$\u000F\nA'B\"\\\\\"/");
    value.put("literals", Arrays.asList(null, true, false));
    assertThat(json(value))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void sortsKeysByUtf16CodeUnitsAsInSection323() {
    var value = new LinkedHashMap<String, Object>();
    value.put("\u20ac", "Euro Sign");
    value.put("\r", "Carriage Return");
    value.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
    value.put("1", "One");
    value.put("\ud83d\ude00", "Emoji: Grinning Face");
    value.put("\u0080", "Control");
    value.put("\u00f6", "Latin Small Letter O With Diaeresis");
    assertThat(json(value))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void writesIntegersAsInAppendixB() {
    assertThat(json(List.of(0L, 9007199254740991L, -9007199254740991L, 295147)))
        .isEqualTo("[0,9007199254740991,-9007199254740991,295147]");
  }

  @Test
  void escapesControlCharactersAndNothingElse() {
    assertThat(json("\u0000\b\t\n\u000b\f\r\u001f\u007f</script>\u2028"))
        .isEqualTo("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u007f</script>\u2028\"");
  }

  @Test
  void refusesWhatHasMoreThanOneForm() {
    assertThatThrownBy(() -> json(1.5)).hasMessageContaining("java.lang.Double");
    assertThatThrownBy(() -> json(9007199254740992L)).hasMessageContaining("2^53");
    assertThatThrownBy(() -> json("\ud800")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> json("\udc00x")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> json(Map.of(1, "x"))).hasMessageContaining("keys");
  }

  @Test
  void refusesWhatIsNestedWithoutEnd() {
    List<Object> nested = new ArrayList<>();
    for (int i = 0; i < CanonicalJson.DEPTH; i++) {
      nested = new ArrayList<>(Collections.singletonList(nested));
    }
    List<Object> deep = nested;
    assertThat(json(deep)).hasSize(2 * (CanonicalJson.DEPTH + 1));
    assertThatThrownBy(() -> json(List.of(deep))).hasMessageContaining("levels");
  }

  @Test
  void theColumnsOfARecordAreWrittenAsAnyOtherValue() {
    var id = UUID.randomUUID();
    for (UUID cause : Arrays.asList(null, id)) {
      for (String subject :
          Arrays.asList(null, "116", "\"q\\\u0001\n\u001f\u007f\u00fc\ud83d\ude00")) {
        for (String at :
            List.of(
                "2026-11-27T01:02:03.000004Z",
                "1969-12-31T23:59:59.999999Z",
                "2024-02-29T00:00:00Z",
                "2026-11-27T23:59:59.100Z",
                "2026-11-27T23:59:59.000000001Z",
                "-0003-01-01T00:00:00Z",
                "+12026-01-01T00:00:00.5Z")) {
          Map<String, Object> columns = new HashMap<>();
          columns.put("actor", "reeve:\u00fc");
          columns.put("at", Instant.parse(at).toString());
          columns.put("cause", cause == null ? null : cause.toString());
          columns.put("id", id.toString());
          columns.put("kind", "tests.happened");
          columns.put(
              "subject",
              subject == null
                  ? null
                  : Map.of("id", subject, "kind", "account", "platform", "square"));
          columns.put("version", 2);
          var out = new JsonBytes(1);
          new SealedColumns(
                  id,
                  Instant.parse(at),
                  Text.of("tests.happened"),
                  2,
                  subject == null
                      ? null
                      : SealedColumns.SealedSubject.of("square", "account", subject),
                  Text.of("reeve:\u00fc"),
                  cause)
              .write(out);
          assertThat(out.toBytes()).asString(StandardCharsets.UTF_8).isEqualTo(json(columns));
        }
      }
    }
  }

  @Test
  void whatWasWrittenIsReadBack() {
    Map<String, Object> half = new HashMap<>();
    half.put("words", "\u201cq\u201d \\ \u0001 \ud83d\ude00");
    half.put("none", null);
    half.put("count", CanonicalJson.GREATEST);
    half.put("yes", true);
    half.put("list", Arrays.asList("a", null, 1L, List.of(), Map.of("deep", Map.of())));
    assertThat(Halves.read(CanonicalJson.bytes(half))).isEqualTo(half);
  }

  @Test
  void whatNobodySealedIsNoHalf() {
    byte[] whole = CanonicalJson.bytes(Map.of("a", List.of(1, "b"), "c", Map.of("d", true)));
    assertThat(Halves.read(whole)).isNotNull();
    for (int length = 0; length < whole.length; length++) {
      assertThat(Halves.read(Arrays.copyOf(whole, length))).as("the first %d", length).isNull();
    }
    for (String other : List.of("[]", "1", "null", "{}{}", "{\"a\":1}x", "{\"a\":1.5}", "\u0000")) {
      assertThat(Halves.read(other.getBytes(StandardCharsets.UTF_8))).as(other).isNull();
    }
    assertThat(Halves.read(null)).as("erased").isNull();
  }
}
