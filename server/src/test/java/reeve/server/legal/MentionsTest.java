package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a contact of the registry is found in what a message says. */
final class MentionsTest {
  private static boolean names(String message, String contact) {
    return !Collections.disjoint(Mentions.in(message), Mentions.of(contact));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+49 30 123456",
        "0049 30 123456",
        "030/123456",
        "+49 (0)30 12 34 56",
        "030.123-456",
        "123456",
        "Insp. Smith, +49 30 123456, smith@fake.example",
        "Call +49 30 123456 24/7, or 030 777777.",
        "0 3 0 - 1 2 3 - 4 5 6",
        "Ring 030\u2013123\u200b456 at once",
        "\uff10\uff13\uff10 \uff11\uff12\uff13\uff14\uff15\uff16",
        "\u0660\u0663\u0660 \u0661\u0662\u0663\u0664\u0665\u0666",
        "030 123456-12"
      })
  void aNumberIsFoundHoweverItIsWritten(String message) {
    assertThat(names(message, "+49 30 123456")).isTrue();
    assertThat(names(message, "Duty desk, (030) 123-456, 24/7")).isTrue();
    assertThat(names(message, "030 123456 / 030 999999")).isTrue();
    assertThat(names(message, "+49 30 654321")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smith@fake.example",
        "mailto:Smith@Fake.Example",
        "Inspector Smith <smith@fake.example>",
        "Write to smith@fake.example.",
        "smith (at) fake [dot] example",
        "smith\uff20fake.example"
      })
  void aMailAddressIsFoundHoweverItIsWritten(String message) {
    assertThat(names(message, "smith@fake.example")).isTrue();
    assertThat(names(message, "Insp. Smith, smith@FAKE.example")).isTrue();
    assertThat(names(message, "desk@vale.example")).isFalse();
  }

  @Test
  void anotherLineOfTheSameExchangeIsAnotherNumber() {
    assertThat(names("+49 30 4664 9999", "+49 30 4664 1234")).isFalse();
    assertThat(Mentions.in("Article 2(7), point (a); room 12")).isEmpty();
  }
}
