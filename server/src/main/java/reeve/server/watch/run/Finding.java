package reeve.server.watch.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.rules.source.RuleSource.Then;

/**
 * A verdict as it stands in the verdict log, with what a case needs of its event.
 *
 * @param id SHA-256 of event, rule and version, in hex
 * @param version of the rule
 * @param ruleSet digest of the set
 * @param event its id
 * @param source that told of the event: a platform, or {@code PLATFORM:KEY}
 * @param origin live, sample or imported
 * @param at the time of the event
 * @param account whom it is about; null where the event does not say
 * @param overLimit whether the rule was over its limit
 * @param values the fields that the rule read, by path
 * @param counters what its counters read, by the rule's name for them
 * @param since for counters that are younger than their window: since when they count
 * @param post what the account wrote, where the event is a post; else null
 */
public record Finding(
    String id,
    String rule,
    String version,
    String ruleSet,
    String description,
    String clause,
    Then then,
    String event,
    String source,
    String origin,
    Instant at,
    @Nullable String account,
    boolean overLimit,
    Map<String, @Nullable Object> values,
    Map<String, @Nullable Object> counters,
    Map<String, Instant> since,
    @Nullable Written post) {

  /**
   * A post as the event told it.
   *
   * @param images SHA-256 of its pictures, hex
   */
  public record Written(
      String id, String text, @Nullable String language, String visibility, List<String> images) {
    public Written {
      images = List.copyOf(images);
    }
  }

  /** The platform that the account belongs to. */
  public String platform() {
    return platform(source);
  }

  /** The platform of a source: a platform itself, or one with the key that spoke for it. */
  public static String platform(String source) {
    int key = source.indexOf(':');
    return key < 0 ? source : source.substring(0, key);
  }
}
