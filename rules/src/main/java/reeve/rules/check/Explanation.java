package reeve.rules.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule held for an event, or why not.
 *
 * @param parts of its condition, which all must hold; named expressions that stand as a part are
 *     taken apart too
 */
public record Explanation(Rule rule, Outcome outcome, List<Part> parts) {
  public Explanation {
    parts = List.copyOf(parts);
  }

  /**
   * One part of a condition.
   *
   * @param text as CEL
   * @param read the values that it read, by path or name, a missing field without entry
   * @param miss by how much a comparison of numbers failed, for example {@code 3 more than 10};
   *     null for all else
   */
  public record Part(
      String text, Outcome outcome, Map<String, Object> read, @Nullable String miss) {
    public Part {
      read = Collections.unmodifiableMap(new LinkedHashMap<>(read));
    }
  }
}
