package reeve.square.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static reeve.square.letters.LetterPart.Kind.HEADING;
import static reeve.square.letters.LetterPart.Kind.ITEMS;
import static reeve.square.letters.LetterPart.Kind.QUOTE;
import static reeve.square.letters.LetterPart.Kind.TEXT;

import java.util.List;
import org.junit.jupiter.api.Test;

class LetterPartTest {
  @Test
  void headingsQuotesAndListsAreToldApart() {
    assertThat(
            LetterPart.of(
                """
                Why
                ---

                It breaks a rule. The rule says:

                > Threaten nobody.
                >
                > Nor a group.

                This post of yours:
                - 23 November: “Your street burns” (post 7)
                - 24 November: “-- tonight” (post 8)
                """))
        .containsExactly(
            new LetterPart(HEADING, List.of("Why")),
            new LetterPart(TEXT, List.of("It breaks a rule. The rule says:")),
            new LetterPart(QUOTE, List.of("Threaten nobody.", "", "Nor a group.")),
            new LetterPart(TEXT, List.of("This post of yours:")),
            new LetterPart(
                ITEMS,
                List.of(
                    "23 November: “Your street burns” (post 7)",
                    "24 November: “-- tonight” (post 8)")));
  }

  @Test
  void wordsWithoutMarksStayOneText() {
    assertThat(LetterPart.of("We left it\nas it is.\n"))
        .containsExactly(new LetterPart(TEXT, List.of("We left it", "as it is.")));
    assertThat(LetterPart.of("---").getFirst().text()).isEqualTo("---");
    assertThat(LetterPart.of("")).isEmpty();
  }
}
