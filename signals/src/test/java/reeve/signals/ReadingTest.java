package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reeve.signals.Part.Kind;

/** What twitter-text's suite does not say, or says otherwise. */
final class ReadingTest {
  @ParameterizedTest
  @CsvSource({
    "http://new.unknowndomain/x, http://new.unknowndomain/x, new.unknowndomain",
    "http://paper@dawn.example/x, http://paper@dawn.example/x, dawn.example",
    "http://bank.com@dawn.example, http://bank.com@dawn.example, dawn.example",
    "http://192.0.2.7:8080/a, http://192.0.2.7:8080/a, 192.0.2.7",
    "come...t.me/crimsondawn, t.me/crimsondawn, t.me",
    "https://WWW.Dawn.example./, https://WWW.Dawn.example, dawn.example",
    "http://Bücher.example, http://Bücher.example, xn--bcher-kva.example",
    "https://dawn.example/مقال/خبر, https://dawn.example/مقال/خبر, dawn.example",
    "https://dawn.example/暁, https://dawn.example/, dawn.example",
    "abcdefghijklmnop.onion/a, abcdefghijklmnop.onion/a, abcdefghijklmnop.onion",
  })
  void linksGoFurtherThanTheSuiteSays(String text, String link, String host) {
    var signals = new TextSignals(text);
    assertThat(signals.links()).containsExactly(link);
    assertThat(signals.hosts()).containsExactly(host);
  }

  @ParameterizedTest
  @CsvSource({
    "see.unknowndomain/x",
    "192.0.2.7",
    "http://1.2.3",
    "http://dawn.c",
    "http://@dawn.example",
    "e.g. this",
    "well..no",
    "http://",
    "://dawn.com",
    "http://.com",
    "1.5",
  })
  void noLink(String text) {
    assertThat(new TextSignals(text).links()).isEmpty();
  }

  @Test
  void peopleOfOtherServersAreMentionedWithTheirHost() {
    assertThat(new TextSignals("hi @Anna@Square.example and @anna, @b@x").mentions())
        .containsExactly("anna@square.example", "anna");
  }

  @Test
  void anOverlongHandleHashtagAndLinkAreBounded() {
    assertThat(new TextSignals("@" + "a".repeat(65)).mentions()).isEmpty();
    assertThat(new TextSignals("#" + "a".repeat(256)).hashtags()).isEmpty();
    assertThat(new TextSignals("#" + "a".repeat(255)).hashtags()).hasSize(1);
    assertThat(new TextSignals("http://dawn.example/" + "a".repeat(5_000)).links().getFirst())
        .hasSize(Links.MOST);
    assertThat(new TextSignals("http://" + "a.".repeat(130) + "com/b").links()).isEmpty();
  }

  @Test
  void partsLieInTheTextOneBehindTheOther() {
    String[] bits = {
      "@anna", "#dawn", "http://", "t.me", ".", "..", "/", "(", ")", "a", "漢", "みんな", "@", "#", " ",
      "://", "com", "?", "😀", "\ud800", "-", "_", "xn--", ":80", "www.", "é"
    };
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(bits[random.nextInt(bits.length)]);
      }
      String whole = text.toString();
      int end = 0;
      for (Part part : Reading.of(whole)) {
        assertThat(part.to()).as("seed %d", seed).isGreaterThan(part.from());
        assertThat(part.to()).isLessThanOrEqualTo(whole.length());
        assertThat(part.rest()).isBetween(part.from(), part.to());
        if (part.kind() == Kind.LINK) {
          assertThat(part.value()).as("seed %d", seed).matches("[a-z0-9._-]+[.][a-z0-9-]+");
          assertThat(whole.substring(part.from(), part.rest()).length())
              .as("seed %d", seed)
              .isGreaterThan(3);
        } else {
          assertThat(part.from()).as("seed %d", seed).isGreaterThanOrEqualTo(end);
          end = part.to();
        }
      }
    }
  }
}
