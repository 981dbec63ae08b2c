package reeve.signals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a display name, a bio or a field of a profile can be compared by.
 *
 * @param words normalised, of at least two characters, without links, mentions and numbers; in
 *     order of the alphabet, each once
 * @param mentions handles
 * @param hashtags normalised
 * @param domains of its links, registered ones
 * @param handoffs ways into messengers
 */
public record Profile(
    List<String> words,
    List<String> mentions,
    List<String> hashtags,
    List<String> domains,
    List<Handoff> handoffs) {
  /** Of one text; each list has at most {@link TextSignals#MOST} entries. */
  public static Profile of(String text) {
    var signals = new TextSignals(text);
    Set<String> words = new TreeSet<>();
    for (String word : signals.wordsKept()) {
      if (word.length() >= 2 && words.size() < TextSignals.MOST) {
        words.add(word);
      }
    }
    return new Profile(
        List.copyOf(words),
        signals.mentions(),
        signals.hashtags(),
        signals.linkEvidence().stream().map(Link::domain).distinct().toList(),
        signals.handoffs());
  }

  /**
   * What two of them share, of all that either has: the Jaccard similarity of words, mentions,
   * hashtags, domains and hand-offs together, 0 to 1; 0 where both are empty.
   */
  public double similarity(Profile other) {
    Set<String> mine = features();
    Set<String> both = other.features();
    int sum = mine.size() + both.size();
    both.retainAll(mine);
    return sum == 0 ? 0 : (double) both.size() / (sum - both.size());
  }

  private Set<String> features() {
    Set<String> all = new TreeSet<>(words);
    mentions.forEach(one -> all.add("@" + one));
    hashtags.forEach(one -> all.add("#" + one));
    domains.forEach(one -> all.add("//" + one));
    handoffs.forEach(one -> all.add(one.messenger() + ":" + one.id()));
    return all;
  }
}
