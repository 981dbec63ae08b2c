package reeve.signals;

import java.util.Set;

/**
 * A phrase that stands in a text.
 *
 * @param phrase its id: its place in the list
 * @param span where it was written
 * @param disguises what had to be undone; empty where it was written as it is, but for case
 */
public record PhraseMatch(int phrase, Span span, Set<Disguise> disguises) {
  public PhraseMatch {
    disguises = Set.copyOf(disguises);
  }
}
