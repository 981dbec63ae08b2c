package reeve.signals.likeness;

/**
 * What two accounts have in common. It finds nobody: whom a search did not give is not made alike
 * by it.
 *
 * @param bond what both have, in words that are true of both
 */
public record Between(String one, String other, Bond bond) {
  /** So many accounts are compared with each other at once. */
  public static final int MOST = 150;
}
