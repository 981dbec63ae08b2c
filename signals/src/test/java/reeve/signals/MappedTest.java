package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MappedTest {
  @Test
  void aMatchInTheNormalFormCanBeMarkedInTheText() {
    String text = "  The\u200b ＣＲＩＭＳＯＮ\t\nCafe\u0301 ﬁle";
    Mapped mapped = Mapped.of(text);
    assertThat(mapped.normal()).isEqualTo("the crimson café file");
    assertThat(marked(mapped, text, "crimson")).isEqualTo("ＣＲＩＭＳＯＮ");
    assertThat(marked(mapped, text, "café")).isEqualTo("Cafe\u0301");
    assertThat(marked(mapped, text, "ile")).isEqualTo("ﬁle");
  }

  @Test
  void isTheNormalFormOfAnyText() {
    for (long seed = 0; seed < 3_000; seed++) {
      check(seed);
    }
  }

  static void check(long seed) {
    String text = HostileText.of(new Random(seed), 60);
    Mapped mapped = Mapped.of(text);
    assertThat(mapped.normal()).as("seed %d", seed).isEqualTo(Normal.of(text));
    int end = 0;
    for (int i = 0; i < mapped.normal().length(); i++) {
      Span span = mapped.original(i, i + 1);
      assertThat(span.to()).as("seed %d", seed).isLessThanOrEqualTo(text.length());
      assertThat(span.from()).as("seed %d", seed).isLessThan(span.to());
      assertThat(span.to()).as("seed %d", seed).isGreaterThanOrEqualTo(end);
      end = span.to();
    }
  }

  private static String marked(Mapped mapped, String text, String found) {
    int at = mapped.normal().indexOf(found);
    return mapped.original(at, at + found.length()).of(text);
  }
}
