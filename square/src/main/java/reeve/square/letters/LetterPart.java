package reeve.square.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a letter. A letter is plain text, so that it can be read anywhere, with the marks that
 * letters in plain text have: a heading is underlined with hyphens, "> " begins a line that is
 * quoted and "- " an item of a list. Anything else is text.
 *
 * @param lines without their marks, at least one
 */
public record LetterPart(Kind kind, List<String> lines) {
  private static final Pattern BETWEEN = Pattern.compile("\\n\\s*\\n");
  private static final Pattern UNDERLINE = Pattern.compile("-{3,}");

  /** What a part is. */
  public enum Kind {
    HEADING,
    TEXT,
    QUOTE,
    ITEMS
  }

  public LetterPart {
    lines = List.copyOf(lines);
  }

  /** The lines as one text. */
  public String text() {
    return String.join("\n", lines);
  }

  /** The parts of a letter's body, in its order. */
  static List<LetterPart> of(String body) {
    List<LetterPart> parts = new ArrayList<>();
    for (String block : BETWEEN.splitAsStream(body.strip()).toList()) {
      List<String> lines = block.lines().toList();
      int from = 0;
      if (lines.size() > 1 && UNDERLINE.matcher(lines.get(1)).matches()) {
        parts.add(new LetterPart(Kind.HEADING, lines.subList(0, 1)));
        from = 2;
      }
      while (from < lines.size()) {
        Kind kind = kind(lines.get(from));
        int to = from + 1;
        while (to < lines.size() && kind(lines.get(to)) == kind) {
          to++;
        }
        parts.add(
            new LetterPart(
                kind, lines.subList(from, to).stream().map(LetterPart::unmarked).toList()));
        from = to;
      }
    }
    return parts;
  }

  private static Kind kind(String line) {
    if (line.startsWith("- ")) {
      return Kind.ITEMS;
    }
    return line.startsWith("> ") || line.equals(">") ? Kind.QUOTE : Kind.TEXT;
  }

  private static String unmarked(String line) {
    return switch (kind(line)) {
      case ITEMS -> line.substring(2);
      case QUOTE -> line.substring(Math.min(2, line.length()));
      case HEADING, TEXT -> line;
    };
  }
}
