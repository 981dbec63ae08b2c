package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against looking for one phrase after the other. */
final class PhraseAutomatonFuzz {
  @Test
  void findsWhatLookingForEachPhraseFinds() {
    for (long seed = 0; seed < 50_000; seed++) {
      var random = new Random(seed);
      List<Phrase> phrases = PhraseModel.phrases(random, 200);
      PhraseAutomaton automaton = PhraseAutomaton.of(phrases, PhraseModel.entries(random));
      for (int i = 0; i < 5; i++) {
        String text = PhraseModel.text(random);
        assertThat(PhraseModel.automaton(automaton, text))
            .as("seed %d, text %d", seed, i)
            .isEqualTo(PhraseModel.found(phrases, text));
      }
    }
  }
}
