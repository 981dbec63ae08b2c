package reeve.signals.likeness;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account did, or was told of it, as the index takes it. Accounts are named by any text
 * that is theirs alone, at most 512 characters. Private and direct posts MUST NOT be given.
 */
public sealed interface Observed {
  String account();

  /**
   * A post of its own.
   *
   * @param language as the platform tells it, or null
   * @param mentions the accounts that it names
   * @param pictures a hash of each
   */
  record Posted(
      String account,
      Instant at,
      String post,
      String text,
      @Nullable String language,
      List<String> mentions,
      List<String> pictures)
      implements Observed {}

  /** A post is gone, by its author or sealed: what was read off it last leaves too. */
  record Deleted(String account, String post) implements Observed {}

  /** It passed a post on. */
  record Boosted(String account, Instant at, String post) implements Observed {}

  record Followed(String account, String target) implements Observed {}

  /**
   * What the account says of itself.
   *
   * @param fields of the profile, a line each, or empty
   * @param followers as the platform tells it
   */
  record Described(
      String account,
      String handle,
      String displayName,
      String bio,
      String fields,
      @Nullable String avatar,
      Instant createdAt,
      long followers,
      long following,
      long posts)
      implements Observed {}

  /** What people decided on it. */
  record Judged(String account, Standing standing) implements Observed {}
}
