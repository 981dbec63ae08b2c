package reeve.square.sight;

/**
 * Who may see which post. Every read of posts says it with these SQL conditions and no other.
 *
 * <p>A post stands while neither its author deleted it nor an order removed or sealed it, and its
 * author is admitted and not suspended. Who may read a standing post: its author; nobody whom the
 * author blocks; of a limited author, followers alone; then everybody for public and unlisted, the
 * followers and the mentioned for private, the mentioned for direct.
 *
 * <p>The conditions name a post's alias, its author's alias, and the viewer: an SQL expression that
 * gives the viewer's account id, 0 for nobody. They use the parameter {@code :now}; ends of
 * sanctions are compared with it.
 */
public final class Sight {
  private Sight() {}

  /** Whether an account is there to be seen at all. */
  public static String present(String author) {
    return "(%1$s.state = 'active' and (%1$s.suspended_until is null or %1$s.suspended_until <= :now))"
        .formatted(author);
  }

  /** Whether an account is limited. */
  public static String limited(String author) {
    return "(%1$s.limited_until is not null and %1$s.limited_until > :now)".formatted(author);
  }

  /** Whether a post stands, whoever looks. */
  public static String stands(String post, String author) {
    return "(%1$s.deleted_at is null and %1$s.removed_at is null and %1$s.sealed_at is null and %2$s)"
        .formatted(post, present(author));
  }

  /** Whether the viewer may read a post. */
  public static String readable(String post, String author, String viewer) {
    return """
    (%4$s and (%1$s.account_id = %3$s or (
      not exists (select from blocks sb where sb.account_id = %1$s.account_id and sb.target = %3$s)
      and (not %5$s or %6$s)
      and case %1$s.visibility
        when 'public' then true
        when 'unlisted' then true
        when 'private' then %6$s or %7$s
        else %7$s end)))
    """
        .formatted(
            post,
            author,
            viewer,
            stands(post, author),
            limited(author),
            """
            exists (select from follows sf where sf.follower = %2$s and sf.target = %1$s.account_id)
            """
                .formatted(post, viewer),
            """
            exists (select from mentions sm where sm.post_id = %1$s.id and sm.account_id = %2$s)
            """
                .formatted(post, viewer));
  }

  /** Readable, and not by somebody whom the viewer blocks or mutes: for lists that mix authors. */
  public static String listed(String post, String author, String viewer) {
    return """
    (%3$s
      and not exists (select from blocks lb where lb.account_id = %2$s and lb.target = %1$s.account_id)
      and not exists (select from mutes lm where lm.account_id = %2$s and lm.target = %1$s.account_id
        and (lm.until is null or lm.until > :now)))
    """
        .formatted(post, viewer, readable(post, author, viewer));
  }

  /** Listed, public, and of an author who is not limited: for public timelines and search. */
  public static String open(String post, String author, String viewer) {
    return "(%s.visibility = 'public' and not %s and %s)"
        .formatted(post, limited(author), listed(post, author, viewer));
  }
}
