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
      (phrase, text) -> words(phrase).stands(text, normal(text));

  private static volatile Read last = new Read("", "");

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

  /** A text and its normalised form: many phrases are looked for in one. */
  private record Read(String text, String normal) {}

  private static String normal(String text) {
    Read known = last;
    if (!known.text().equals(text)) {
      known = new Read(text, Normal.of(text));
      last = known;
    }
    return known.normal();
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
