package reeve.rules.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody may have meant. */
public final class Words {
  private Words() {}

  /** A hint that names the known word nearest to an unknown one, or null where none is near. */
  public static @Nullable String didYouMean(String unknown, Collection<String> known) {
    return nearest(unknown, known).map(word -> "Did you mean '" + word + "'?").orElse(null);
  }

  /** As {@link #didYouMean}, or else all known words where they are few. */
  public static @Nullable String didYouMeanOrOneOf(String unknown, Collection<String> known) {
    String near = didYouMean(unknown, known);
    if (near != null || known.size() > 24 || known.isEmpty()) {
      return near;
    }
    return "One of: " + String.join(", ", known) + ".";
  }

  private static Optional<String> nearest(String unknown, Collection<String> known) {
    if (unknown.length() > 64) {
      return Optional.empty();
    }
    int most = Math.max(1, unknown.length() / 3);
    return known.stream()
        .filter(word -> Math.abs(word.length() - unknown.length()) <= most)
        .filter(word -> distance(unknown, word) <= most)
        .min(Comparator.comparingInt((String word) -> distance(unknown, word)));
  }

  /** Edits between two words, a swap of neighbours counting as one (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        d[i][j] =
            Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
