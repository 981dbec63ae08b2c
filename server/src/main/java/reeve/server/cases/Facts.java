package reeve.server.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a figure needs to know of a case when it is decided.
 *
 * @param sign the first report or verdict
 * @param followers of the account when it was last seen; null where nothing is kept of it
 * @param posts that the account had then; null likewise
 * @param rules that surfaced the account within their limits, each once under each clause
 */
public record Facts(
    Instant sign, @Nullable Long followers, @Nullable Long posts, List<Surfacer> rules) {
  /** A rule and the clause that it looks for, written {@code policy/clause}. */
  public record Surfacer(String rule, String clause) {}

  public Facts {
    rules = List.copyOf(rules);
  }
}
