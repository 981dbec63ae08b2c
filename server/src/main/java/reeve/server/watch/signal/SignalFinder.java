package reeve.server.watch.signal;

import java.util.List;
import reeve.rules.check.Phrasing;
import reeve.rules.code.Finder;
import reeve.rules.code.Literal;
import reeve.rules.schema.Facts;
import reeve.signals.Normal;
import reeve.signals.Phrase;
import reeve.signals.PhraseAutomaton;

/** Finds all phrases of a program's rules in a field, in one pass. */
public final class SignalFinder implements Finder {
  /** What a phrase of a bank means, asked for one by one, as the tests of rules do. */
  public static final Phrasing PHRASING =
      (phrase, text) -> {
        PhraseAutomaton one = PhraseAutomaton.of(List.of(words(phrase)));
        long[] hits = new long[one.longs()];
        one.find(text, Normal.of(text), hits);
        return hits[0] != 0;
      };

  private final PhraseAutomaton automaton;

  public SignalFinder(List<Literal> literals) {
    automaton =
        PhraseAutomaton.of(
            literals.stream()
                .map(literal ->
                    switch (literal.mode()) {
                      case WORDS -> words(literal.text());
                      case EXACT -> new Phrase(literal.text(), Phrase.Mode.EXACT);
                    })
                .toList());
  }

  /** A phrase of which nothing is left when normalised is looked for as it was written. */
  private static Phrase words(String text) {
    return new Phrase(text, Normal.of(text).isEmpty() ? Phrase.Mode.EXACT : Phrase.Mode.WORDS);
  }

  @Override
  public void find(Facts facts, int slot, long[] hits) {
    String text = facts.text(slot);
    automaton.find(text, automaton.readsNormal() ? Normal.of(text) : text, hits);
  }
}
