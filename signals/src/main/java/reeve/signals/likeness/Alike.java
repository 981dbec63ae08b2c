package reeve.signals.likeness;

import java.util.List;

/**
 * An account that is like the given ones.
 *
 * @param score in the order of the list; comparable within one answer alone
 * @param percent how sure it is that people will find the same of it as of the given ones, 1 to 99;
 *     1 where an order alone was asked for
 * @param direct whether it is like the given ones themselves, and not only like surer finds of the
 *     same answer
 * @param bond what it shares with them
 * @param against what speaks against it, in words
 */
public record Alike(
    String account,
    String handle,
    double score,
    int percent,
    boolean direct,
    Bond bond,
    List<String> against) {
  public Alike {
    against = List.copyOf(against);
  }

  /** What it shares, conduct first. */
  public List<Tie> ties() {
    return bond.ties();
  }
}
