package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReadingsTest {
  private static Map<String, @Nullable Object> kept(Map<String, @Nullable Object> values) {
    return new Readings(values, Map.of()).values();
  }

  @Test
  void whatIsOrdinaryStaysAsItIsAndInItsOrder() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("text", "join \uD83D\uDE00");
    values.put("count", 3);
    values.put("share", 0.25);
    values.put("fresh", true);
    values.put("missing", null);
    values.put("links", Arrays.asList("a.example", null, 2L));
    Map<String, @Nullable Object> kept = kept(values);
    assertThat(kept.keySet())
        .containsExactly("text", "count", "share", "fresh", "missing", "links");
    assertThat(kept).containsEntry("count", 3L).containsEntry("text", "join \uD83D\uDE00");
    assertThat(Readings.recordable(kept))
        .containsEntry("share", "0.25")
        .containsEntry("links", Arrays.asList("a.example", null, 2L));
    assertThat(Readings.recordable(Map.of("huge", Long.MIN_VALUE)))
        .containsEntry("huge", "-9223372036854775808");
  }

  @Test
  void whatIsTooMuchIsCutAndSaysSo() {
    assertThat(kept(Map.of("text", "a".repeat(499) + "\uD83D\uDE00")))
        .containsEntry("text", "a".repeat(499) + Readings.REST);
    assertThat(kept(Map.of("bad", "a\u0000b\uD800"))).containsEntry("bad", "a\uFFFDb\uFFFD");
    assertThat(kept(Map.of("none", Double.NaN))).containsEntry("none", "NaN");
    List<Object> many = new ArrayList<>(java.util.Collections.nCopies(5_000, "x"));
    assertThat(kept(Map.of("list", many)).get("list"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(21)
        .contains(Readings.REST);

    Map<String, @Nullable Object> wide = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      wide.put("n" + i, i);
    }
    assertThat(kept(wide)).hasSize(101).containsKey(Readings.REST);
    wide.replaceAll((_, _) -> "a".repeat(400));
    assertThat(kept(wide)).hasSizeLessThan(45).containsKey(Readings.REST);
    assertThat(kept(wide).toString()).hasSizeLessThan(18_000);
  }
}
