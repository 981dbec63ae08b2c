package reeve.rules.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reeve.rules.source.Issue.Code;

/**
 * A named list, or a bank of phrases: a text file with one entry a line; blank lines and those that
 * begin with {@code #} are passed over.
 *
 * @param name the file's name without its ending
 * @param entries without space around them, in the order of the file
 */
public record WordList(String name, Set<String> entries) {
  /** A list has so many entries at the most. */
  public static final int ENTRIES = 200_000;

  /** A bank has so many phrases at the most. */
  public static final int PHRASES = 20_000;

  /** An entry has so many characters at the most. */
  public static final int LENGTH = 500;

  public WordList {
    entries = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(entries));
  }

  /** Reads a file; what is wrong is added to the issues, and the rest is taken. */
  public static WordList read(
      String file, String name, String content, int most, List<Issue> issues) {
    Set<String> entries = new LinkedHashSet<>();
    int[] line = {0};
    content
        .lines()
        .forEach(raw -> {
          line[0]++;
          String entry = raw.strip();
          if (entry.isEmpty() || entry.startsWith("#")) {
            return;
          }
          if (entry.length() > LENGTH) {
            issues.add(
                new Issue(
                    Code.TOO_LARGE,
                    new Place(file, line[0], 1, raw.substring(0, 80)),
                    "An entry has at most " + LENGTH + " characters."));
          } else if (entries.size() <= most) {
            entries.add(entry);
          }
        });
    if (entries.size() > most) {
      issues.add(
          new Issue(
              Code.TOO_LARGE, Place.whole(file), "This file has at most " + most + " entries."));
      return new WordList(name, Set.of());
    }
    return new WordList(name, entries);
  }

  /** Of its entries alone, in their order. */
  String digest() {
    return Sha256.hex(String.join("\n", entries));
  }
}
