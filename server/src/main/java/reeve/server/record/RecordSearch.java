package reeve.server.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for records, newest first. For people: figures read {@link RecordStream}. */
public interface RecordSearch {
  /** How many of the latest records are looked through where no subject is named. */
  int REACH = 200_000;

  /**
   * The records that fit, newest first.
   *
   * @param most 1 to 1,000
   */
  Found search(Wanted wanted, int most);

  /**
   * What to look for; each that is null fits everything.
   *
   * @param kind a kind's name, or a slice's followed by a dot
   * @param actor {@link Actor#text()}
   * @param platform of a subject; goes with {@code nativeId}, and then all records are looked
   *     through
   * @param nativeId of a subject, an account or a post
   * @param before the number to go on from, from an earlier answer
   */
  record Wanted(
      @Nullable String kind,
      @Nullable String actor,
      @Nullable String platform,
      @Nullable String nativeId,
      @Nullable Long before) {}

  /**
   * An answer.
   *
   * @param next the number to go on from; null at the end
   */
  record Found(List<Recorded> records, @Nullable Long next) {}
}
