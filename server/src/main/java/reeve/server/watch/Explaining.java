package reeve.server.watch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.staff.Member;

/** Tells of one event why each rule held for it, or why not. */
interface Explaining {
  /**
   * Explains an event.
   *
   * @param event its id, for example {@code square/4711}
   * @param member who asks; what they saw is recorded by whoever implements this
   */
  Answer explain(String event, Member member);

  /** What can be said. */
  sealed interface Answer {}

  /** Why nothing can be said, in a plain sentence. */
  record Unknown(String why) implements Answer {}

  /**
   * What an event was, and what rules made of it.
   *
   * @param facts by path, as text
   * @param rules first those that held
   * @param note what the reader should know of these values, for example that counters are of now;
   *     null for nothing
   */
  record Explained(
      String event,
      String kind,
      Instant at,
      Map<String, String> facts,
      List<RuleAnswer> rules,
      @Nullable String note)
      implements Answer {
    public Explained {
      rules = List.copyOf(rules);
    }
  }

  /**
   * What one rule made of it.
   *
   * @param stage live or shadow
   * @param outcome holds, fails, or why it could not be told
   */
  record RuleAnswer(
      String rule,
      String version,
      Watching.Stage stage,
      boolean holds,
      String outcome,
      List<Part> parts) {
    public RuleAnswer {
      parts = List.copyOf(parts);
    }
  }

  /**
   * One part of a condition.
   *
   * @param text as CEL
   * @param read what it read, as text
   * @param miss by how much a comparison failed; null for all else
   */
  record Part(String text, String outcome, Map<String, String> read, @Nullable String miss) {}
}
