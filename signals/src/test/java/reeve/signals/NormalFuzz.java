package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reeve.signals.Phrase.Mode;

/** Random hostile texts: the map agrees with the normal form, and what is found stands there. */
final class NormalFuzz {
  @Test
  void theMapIsThatOfTheNormalForm() {
    for (long seed = 0; seed < 200_000; seed++) {
      MappedTest.check(seed);
    }
  }

  @Test
  void aNormalFormStaysAsItIs() {
    for (long seed = 0; seed < 200_000; seed++) {
      String normal = Normal.of(HostileText.of(new Random(seed), 60));
      assertThat(Normal.of(normal)).as("seed %d", seed).isEqualTo(normal);
    }
  }

  @Test
  void searchingFindsWhatTheAutomatonFindsAndStaysWithinTheText() {
    List<Phrase> phrases =
        List.of(
            new Phrase("dawn", Mode.WORDS),
            new Phrase("é", Mode.WORDS),
            new Phrase("漢が", Mode.WORDS),
            new Phrase("d4wn", Mode.EXACT),
            new Phrase("add all", Mode.WORDS));
    var search = PhraseSearch.of(phrases);
    for (long seed = 0; seed < 200_000; seed++) {
      String text = HostileText.of(new Random(seed), 60);
      long[] hits = new long[1];
      new TextSignals(text).phrases(search.automaton(), hits);
      long found = 0;
      for (PhraseMatch match : search.find(text).all()) {
        found |= match.disguises().isEmpty() ? 1L << match.phrase() : 0;
        assertThat(match.span().of(text)).as("seed %d", seed).isNotEmpty();
        found |= (hits[0] & 1L << match.phrase());
      }
      assertThat(found).as("seed %d", seed).isEqualTo(hits[0]);
    }
  }
}
