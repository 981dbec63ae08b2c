package reeve.signals.likeness;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that an account shares with given ones.
 *
 * @param ties one of each kind, conduct first
 * @param unrelated how many things that have nothing to do with each other it is: kinds of one
 *     {@link Kind.Family} are one, and so is all that stands in one and the same post, for whoever
 *     copies a post copies its words, its invites and its pictures at once
 */
public record Bond(List<Tie> ties, int unrelated) {
  static final Bond NONE = new Bond(List.of(), 0);

  public Bond {
    ties = List.copyOf(ties);
  }

  /** How surprising all of it is. */
  public double nats() {
    return ties.stream().mapToDouble(Tie::nats).sum();
  }

  /** Whether some of it is what the account did. */
  public boolean conduct() {
    return ties.stream().anyMatch(tie -> tie.kind().conduct());
  }

  /** Whether it is of two unrelated kinds, one of them conduct. */
  public boolean stands() {
    return unrelated >= 2 && conduct();
  }

  /** Counts what has nothing to do with each other. */
  static final class Counting {
    /** For each family how often the most frequent thing was seen that was last seen in a post. */
    private final Map<Kind.Family, Map<String, Integer>> seen = new EnumMap<>(Kind.Family.class);

    void add(Kind kind, Held held) {
      String last = kind == Kind.BIO ? Held.PROFILE : held.last();
      boolean post = last != null && !last.equals(Held.PROFILE);
      seen.computeIfAbsent(kind.family(), _ -> new HashMap<>())
          .merge(last == null ? "of " + kind.family() : last, post ? held.count() : 0, Math::max);
    }

    /** What was seen in one post, and equally often before, is one thing. */
    int unrelated() {
      Set<Map.Entry<String, Integer>> things = new HashSet<>();
      seen.values()
          .forEach(posts -> posts.forEach((post, count) -> things.add(Map.entry(post, count))));
      return Math.min(things.size(), seen.size());
    }
  }
}
