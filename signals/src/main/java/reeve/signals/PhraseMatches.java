package reeve.signals;

import java.util.List;

/**
 * What {@link PhraseSearch} found in a text.
 *
 * @param all at most {@link PhraseSearch#MOST}, in the order of the text
 * @param complete whether that is all: false where the text was cut, where more stands there, or
 *     where the text was made so that looking at all of it would take too long
 */
public record PhraseMatches(List<PhraseMatch> all, boolean complete) {
  public PhraseMatches {
    all = List.copyOf(all);
  }
}
