package reeve.signals.likeness;

import org.jspecify.annotations.Nullable;

/**
 * One feature of an account.
 *
 * @param count how often
 * @param at when last, in seconds since 1970; 0 where its kind is not of posts
 * @param last the post in which it was seen last, or {@link #PROFILE}, or null
 * @param label its value, where its kind is named
 */
record Held(int count, long at, @Nullable String last, @Nullable String label) {
  static final int LABEL = 64;

  /** Stands for a post where something is read off the profile. */
  static final String PROFILE = "@";

  Held again(long when, @Nullable String post) {
    boolean later = when >= at;
    return new Held(count + 1, later ? when : at, later ? post : last, label);
  }
}
