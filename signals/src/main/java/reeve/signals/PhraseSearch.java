package reeve.signals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.signals.Phrase.Mode;

/**
 * Finds phrases with the evidence: where each was written, and which disguises were undone to see
 * it. It finds all that {@link PhraseAutomaton} finds, and beyond that the phrases of {@link
 * Mode#WORDS} in disguise. Immutable; any number of threads may use it at once.
 */
public final class PhraseSearch {
  /** So many matches are given at the most. */
  public static final int MOST = 100;

  private static final Disguise[] ALL = Disguise.values();

  private final List<Phrase> phrases;
  private final PhraseAutomaton automaton;
  private final @Nullable Masks masks;
  private final int allowed;

  private PhraseSearch(List<Phrase> phrases, Set<Disguise> disguises) {
    this.phrases = List.copyOf(phrases);
    automaton = PhraseAutomaton.of(this.phrases);
    allowed = disguises.stream().mapToInt(d -> d.bit).sum();
    masks = allowed == 0 ? null : Masks.of(this.phrases);
  }

  /**
   * Builds one that undoes all disguises.
   *
   * @throws IllegalArgumentException if the phrases have more than 4,000,000 characters together
   */
  public static PhraseSearch of(List<Phrase> phrases) {
    return new PhraseSearch(phrases, EnumSet.allOf(Disguise.class));
  }

  /**
   * Builds one that undoes some disguises: a phrase that is found by means of another one beside is
   * not given. Of what the automaton finds anyway the disguises are always told.
   */
  public static PhraseSearch of(List<Phrase> phrases, Set<Disguise> disguises) {
    return new PhraseSearch(phrases, disguises);
  }

  /** The automaton over the same phrases, for who needs no evidence. */
  public PhraseAutomaton automaton() {
    return automaton;
  }

  /** All that stands in a text. */
  public PhraseMatches find(String text) {
    String raw = Normal.read(text);
    return find(raw, automaton.readsNormal() ? Normal.of(raw) : "", !Normal.cut(text));
  }

  PhraseMatches find(String raw, String normal, boolean whole) {
    List<PhraseMatch> found = List.of();
    boolean complete = whole;
    long[] hits = new long[automaton.longs()];
    automaton.find(raw, normal, hits);
    for (int word = 0; word < hits.length; word++) {
      for (long bits = hits[word]; bits != 0; bits &= bits - 1) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        int id = (word << 6) + Long.numberOfTrailingZeros(bits);
        complete &= plain(id, raw, normal, found);
      }
    }
    if (masks != null) {
      List<PhraseMatch> plain = List.copyOf(found);
      List<PhraseMatch> more = new ArrayList<>(0);
      complete &= masks.find(raw, (phrase, span, why) -> masked(plain, more, phrase, span, why));
      if (!more.isEmpty()) {
        found = new ArrayList<>(plain);
        found.addAll(more);
      }
    }
    if (found.size() < 2) {
      return new PhraseMatches(found, complete);
    }
    found.sort(
        Comparator.comparingInt((PhraseMatch match) -> match.span().from())
            .thenComparingInt(match -> match.span().to())
            .thenComparingInt(PhraseMatch::phrase));
    complete &= found.size() <= MOST;
    return new PhraseMatches(found.subList(0, Math.min(MOST, found.size())), complete);
  }

  private void masked(
      List<PhraseMatch> plain, List<PhraseMatch> more, int phrase, Span span, int why) {
    boolean told =
        (why & ~allowed) != 0
            || more.size() > MOST
            || plain.stream().anyMatch(m -> m.phrase() == phrase && m.span().overlaps(span))
            || more.stream().anyMatch(m -> m.phrase() == phrase && m.span().equals(span));
    if (!told) {
      more.add(new PhraseMatch(phrase, span, disguises(why)));
    }
  }

  /** Adds the places of a phrase that the automaton found; false where there are too many. */
  private boolean plain(int id, String raw, String normal, List<PhraseMatch> found) {
    Phrase phrase = phrases.get(id);
    if (found.size() > MOST) {
      return false;
    }
    boolean exact = phrase.mode() == Mode.EXACT;
    int length = phrase.sought().length();
    Mapped mapped = exact || raw.equals(normal) ? null : Mapped.of(raw);
    int at = phrase.next(raw, normal, 0);
    for (; at >= 0 && found.size() <= MOST; at = phrase.next(raw, normal, at + length)) {
      Span span = mapped == null ? new Span(at, at + length) : mapped.original(at, at + length);
      found.add(new PhraseMatch(id, span, exact ? Set.of() : disguises(why(raw, span))));
    }
    return at < 0;
  }

  /** What the normal form undoes within a stretch. */
  private static int why(String raw, Span span) {
    Unmasked unmasked = null;
    int why = 0;
    for (int i = span.from(); i < span.to() && unmasked == null; i++) {
      char c = raw.charAt(i);
      if (c >= 0x80 || (c < ' ' && (c < '\t' || c > '\r')) || c == 0x7f) {
        unmasked = Unmasked.of(span.of(raw), false);
      }
    }
    for (int i = 0; unmasked != null && i < unmasked.size(); i++) {
      why |= unmasked.why(i);
    }
    return why & (Disguise.FORM.bit | Disguise.INVISIBLE.bit);
  }

  private static Set<Disguise> disguises(int why) {
    Set<Disguise> disguises = EnumSet.noneOf(Disguise.class);
    for (Disguise disguise : ALL) {
      if ((why & disguise.bit) != 0) {
        disguises.add(disguise);
      }
    }
    return disguises;
  }
}
