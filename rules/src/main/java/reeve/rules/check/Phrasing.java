package reeve.rules.check;

import com.google.errorprone.annotations.Immutable;

/** When a phrase of a bank stands in a text. Implementations MUST be pure. */
@Immutable
@FunctionalInterface
public interface Phrasing {
  boolean stands(String phrase, String text);
}
