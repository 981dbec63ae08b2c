package reeve.signals.likeness;

import java.util.List;

/**
 * What an account shares with given ones, of one kind.
 *
 * @param shared how many different things
 * @param of how many of that kind the given ones have
 * @param nats how surprising that is, among those who write the same language
 * @param words the reason as people read it
 * @param examples values that may be shown, or the posts in which they were seen, 5 at most
 */
public record Tie(Kind kind, int shared, int of, double nats, String words, List<String> examples) {
  static final int EXAMPLES = 5;

  public Tie {
    examples = List.copyOf(examples);
  }
}
