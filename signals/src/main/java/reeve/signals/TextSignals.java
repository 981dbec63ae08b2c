package reeve.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reeve.signals.Part.Kind;

/**
 * What can be read off one text. Nothing is computed before it is asked for, and what several
 * signals need only once: a caller asks for what its rules read and pays for no more. Not for use
 * by several threads.
 *
 * <p>Of a text longer than {@link Normal#MOST} only the beginning is read, and {@link #cut} says
 * so. Lists are without duplicates, in the order of the text, the first {@link #MOST} of them.
 */
public final class TextSignals {
  /** A list has so many entries at the most. */
  public static final int MOST = 100;

  private final boolean cut;
  private final String text;
  private @Nullable String normal;
  private @Nullable List<Part> parts;

  public TextSignals(String text) {
    this.cut = Normal.cut(text);
    this.text = Normal.read(text);
  }

  /** Whether only the beginning of the text is read. */
  public boolean cut() {
    return cut;
  }

  /** The text in its {@linkplain Normal normalised} form. */
  public String normal() {
    String known = normal;
    if (known == null) {
      known = Normal.of(text);
      normal = known;
    }
    return known;
  }

  /**
   * Sets the bits of the phrases that stand in the text.
   *
   * @see PhraseAutomaton#find
   */
  public void phrases(PhraseAutomaton automaton, long[] hits) {
    automaton.find(text, automaton.readsNormal() ? normal() : "", hits);
  }

  /** The phrases in the text, disguised ones too, each with its place. */
  public PhraseMatches matches(PhraseSearch search) {
    return search.find(text, search.automaton().readsNormal() ? normal() : "", !cut);
  }

  /**
   * The handles mentioned: lower case, without {@code @}; {@code name@host} for another server's.
   */
  public List<String> mentions() {
    return each(Kind.MENTION, Part::value);
  }

  /** The hashtags, {@linkplain Normal normalised}, without {@code #}. */
  public List<String> hashtags() {
    return each(Kind.HASHTAG, part -> Normal.of(part.value()));
  }

  /** The links as they were written, with or without a scheme. */
  public List<String> links() {
    return each(Kind.LINK, part -> text.substring(part.from(), part.to()));
  }

  /** The hosts of the links: lower case, in ASCII, without {@code www.} and port. */
  public List<String> hosts() {
    return each(Kind.LINK, Part::value);
  }

  /** The links into messengers, host and path, in the one form that {@code docs/signals.md} has. */
  public List<String> invites() {
    return each(
        Kind.LINK, part -> Invites.of(part.value(), text.substring(part.rest(), part.to())));
  }

  /** The links with all that is known of each, defanged ones too. */
  public List<Link> linkEvidence() {
    return LinkReading.of(text, parts());
  }

  /** The ways into messengers, links and others. */
  public List<Handoff> handoffs() {
    return HandoffReading.of(text, linkEvidence());
  }

  /**
   * A hash of the normalised text without its links, mentions and digits, 16 hexadecimal digits:
   * equal for copies that differ in nothing else. Null where no text is left.
   */
  public @Nullable String fingerprint() {
    return Fingerprint.of(text, parts());
  }

  /** What texts that differ little from this one have in common with it. */
  public NearText near() {
    return NearText.ofWords(textKept());
  }

  /** The words of the normalised text without links, mentions and digits. */
  List<String> wordsKept() {
    return NearText.words(textKept());
  }

  /** The normalised text without links, mentions and digits: what copies have in common. */
  public String textKept() {
    return Fingerprint.kept(text, parts());
  }

  private List<Part> parts() {
    List<Part> known = parts;
    if (known == null) {
      known = Reading.of(text);
      parts = known;
    }
    return known;
  }

  private List<String> each(Kind kind, Function<Part, @Nullable String> value) {
    List<String> found = List.of();
    List<Part> parts = parts();
    for (int i = 0; i < parts.size() && found.size() < MOST; i++) {
      String one = parts.get(i).kind() == kind ? value.apply(parts.get(i)) : null;
      if (one != null && !one.isEmpty() && !found.contains(one)) {
        found = found.isEmpty() ? new ArrayList<>(4) : found;
        found.add(one);
      }
    }
    return found.isEmpty() ? List.of() : List.copyOf(found);
  }
}
