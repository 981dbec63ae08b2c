package reeve.server.watch;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reeve.rules.source.WordList;
import reeve.server.platform.Refused;

/**
 * A file of a rule set. A rule's file is called as the rule is.
 *
 * @param name without folder and ending
 */
record RuleFile(Part part, String name) {
  /** Through the page a file has so many bytes at the most. */
  static final int MOST = 8 << 20;

  /** The three folders of a set. */
  enum Part {
    RULES("rules/", ".yaml", "Rule", Pattern.compile("[a-z][a-z0-9-]{1,63}"), 0),
    LISTS("lists/", ".txt", "List", Pattern.compile("[a-z0-9][a-z0-9-]{0,63}"), WordList.ENTRIES),
    PHRASES(
        "phrases/",
        ".txt",
        "Phrase bank",
        Pattern.compile("[a-z0-9][a-z0-9-]{0,63}"),
        WordList.PHRASES);

    private final String folder;
    private final String ending;
    private final String label;
    private final Pattern names;
    private final int entries;

    Part(String folder, String ending, String label, Pattern names, int entries) {
      this.folder = folder;
      this.ending = ending;
      this.label = label;
      this.names = names;
      this.entries = entries;
    }

    String label() {
      return label;
    }

    /** How many entries a list or a bank has at the most. */
    int entries() {
      return entries;
    }
  }

  static RuleFile rule(String name) {
    return new RuleFile(Part.RULES, name);
  }

  String path() {
    return part.folder + name + part.ending;
  }

  String title() {
    return part.label + " " + name;
  }

  boolean isRule() {
    return part == Part.RULES;
  }

  /** Empty for a path that no file of a set has. */
  static Optional<RuleFile> parse(@Nullable String path) {
    if (path == null) {
      return Optional.empty();
    }
    for (Part part : Part.values()) {
      if (path.startsWith(part.folder)
          && path.endsWith(part.ending)
          && path.length() > part.folder.length() + part.ending.length()) {
        String name = path.substring(part.folder.length(), path.length() - part.ending.length());
        return part.names.matcher(name).matches()
            ? Optional.of(new RuleFile(part, name))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** As {@link #parse}; refuses what is none. */
  static RuleFile of(@Nullable String path) {
    return parse(path)
        .orElseThrow(() ->
            new Refused(
                WatchProblem.NO_SUCH_FILE,
                "A file of a rule set is rules/NAME.yaml, lists/NAME.txt or phrases/NAME.txt; a name"
                    + " is of a to z, 0 to 9 and '-', 64 characters at the most, and that of a rule"
                    + " begins with a letter and has two at the least."));
  }

  /**
   * A text as files hold it: lines end with a line feed, and what no database holds is replaced.
   */
  static String clean(String typed) {
    String text = typed.replace("\r\n", "\n").replace('\r', '\n').replace('\0', '\uFFFD');
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }
}
