package reeve.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PhrasebookTest {
  private static final List<String> EVERYBODY =
      List.of(
          "given",
          "family",
          "city",
          "field.web",
          "aside",
          "chat.reply",
          "direct.post",
          "private.post",
          "pushback.reply",
          "taunt.reply",
          "returning.post",
          "recruiter.direct",
          "flag.crimson",
          "flag.recruit",
          "flag.spam",
          "flag.brigade",
          "flag.dispute",
          "flag.mistake",
          "picture.landscape",
          "picture.plate",
          "picture.chart",
          "picture.cover",
          "picture.film",
          "picture.poster",
          "picture.crimson");

  private static final Map<String, String> GIVEN =
      Map.of("you", "Mira", "invite", "t.me/+crimsondawn-0001", "link", "https://lnk.example/x");

  @Test
  void everyLanguageKnowsWhatEveryRoleSays() {
    for (Tongue tongue : Tongue.all()) {
      Phrasebook book = tongue.phrases();
      assertThat(EVERYBODY).as(tongue.code()).allMatch(book::knows);
      for (Role role : Role.values()) {
        if (role != Role.ORDINARY) {
          assertThat(book.knows(role.voice() + ".post")).as(tongue.code() + role).isTrue();
          assertThat(book.knows(role.voice() + ".bio")).as(tongue.code() + role).isTrue();
          assertThat(role.crimson() || book.knows(role.voice() + ".reply"))
              .as(tongue.code() + role)
              .isTrue();
        }
      }
      for (String topic : tongue.topics()) {
        assertThat(book.knows(topic + ".post")).as(tongue.code() + topic).isTrue();
        assertThat(book.knows(topic + ".reply")).as(tongue.code() + topic).isTrue();
      }
    }
  }

  @Test
  void everythingThatCanBeSaidIsWholeAndFitsIntoAPost() {
    Dice dice = new Dice(1);
    for (Tongue tongue : Tongue.all()) {
      for (String symbol : tongue.phrases().symbols()) {
        for (int i = 0; i < 3 * tongue.phrases().ways(symbol); i++) {
          String said = tongue.phrases().say(symbol, dice, GIVEN);
          assertThat(said).as(tongue.code() + ' ' + symbol).isNotBlank().doesNotContain("{", "}");
          assertThat(said.codePointCount(0, said.length())).isLessThan(420);
        }
      }
    }
  }

  @Test
  void invitesAndLinksAreOnReservedNamesOnly() {
    Dice dice = new Dice(2);
    for (Tongue tongue : Tongue.all()) {
      for (String symbol : tongue.phrases().symbols()) {
        for (int i = 0; i < 3 * tongue.phrases().ways(symbol); i++) {
          String said = tongue.phrases().say(symbol, dice, GIVEN);
          assertThat(said.replaceAll("https://[a-z0-9.-]+\\.example/", ""))
              .as(tongue.code() + ' ' + symbol)
              .doesNotContain("http");
        }
      }
    }
  }

  @Test
  void anUnknownSymbolIsNamedWithItsLanguage() {
    assertThatThrownBy(() -> Phrasebook.load("de").say("moon.post", new Dice(1)))
        .hasMessageContaining("de: cannot say moon.post");
  }
}
