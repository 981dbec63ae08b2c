package reeve.server.policy;

/** The sanctions that a clause may allow, mildest first. "No violation" needs no permission. */
public enum Measure {
  WARN,
  CLEAR_FIELD,
  REMOVE_POSTS,
  LIMIT,
  SUSPEND_TEMPORARILY,
  SUSPEND_PERMANENTLY;

  /** As the policy files and the pages' forms write it, for example {@code remove-posts}. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
