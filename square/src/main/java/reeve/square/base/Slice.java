package reeve.square.base;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which stretch of a list is asked for, newest first, as the Mastodon API says it: at most {@code
 * limit} entries below {@code maxId}, above {@code sinceId} (the newest of them), or just above
 * {@code minId} (the oldest of them).
 */
public record Slice(int limit, @Nullable Long maxId, @Nullable Long sinceId, @Nullable Long minId) {
  public Slice {
    if (limit < 1) {
      throw Refusal.invalid("limit is a number from 1.");
    }
  }

  public static Slice first(int limit) {
    return new Slice(limit, null, null, null);
  }

  /** The older neighbours of what ended with {@code lastId}. */
  public static Slice before(long lastId, int limit) {
    return new Slice(limit, lastId, null, null);
  }

  public long below() {
    return maxId == null ? Long.MAX_VALUE : maxId;
  }

  public long above() {
    return minId != null ? minId : sinceId != null ? sinceId : 0;
  }

  /** Whether the query walks from the old end; its answer is turned round afterwards. */
  public boolean ascending() {
    return minId != null;
  }

  /** {@code desc} or {@code asc}, for the query. */
  public String order() {
    return ascending() ? "asc" : "desc";
  }

  /** The answer of the query, newest first. */
  public <T> List<T> newestFirst(List<T> rows) {
    return ascending() ? rows.reversed() : rows;
  }
}
