package reeve.rules.source;

import java.util.List;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A value of a rule file, and where it stands.
 *
 * @param value the text
 * @param place of its first character
 * @param follows whether lines and columns in the value are lines and columns in the file
 * @param lines the file's lines, for places inside the value
 */
public record Text(String value, Place place, boolean follows, Lines lines) {

  /** The lines of a file. */
  public record Lines(String file, List<String> all) {
    static Lines of(String file, String content) {
      return new Lines(file, List.of(content.split("\r\n|\r|\n", -1)));
    }

    /** A place by line and column, both from 1. */
    public Place at(int line, int column) {
      String text = line >= 1 && line <= all.size() ? all.get(line - 1) : "";
      return new Place(file, line, column, text.length() > 200 ? text.substring(0, 200) : text);
    }

    Place at(Mark mark) {
      return at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private int indent(int line) {
      String text = line >= 1 && line <= all.size() ? all.get(line - 1) : "";
      int indent = 0;
      while (indent < text.length() && text.charAt(indent) == ' ') {
        indent++;
      }
      return indent;
    }
  }

  static Text of(ScalarNode node, Lines lines) {
    Mark start = node.getStartMark();
    int line = start.getLine() + 1;
    int column = start.getColumn() + 1;
    ScalarStyle style = node.getScalarStyle();
    boolean oneLine = start.getLine() == node.getEndMark().getLine();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      Place first = lines.at(line + 1, lines.indent(line + 1) + 1);
      return new Text(node.getValue(), first, style == ScalarStyle.LITERAL, lines);
    }
    if (style == ScalarStyle.DOUBLE_QUOTED || style == ScalarStyle.SINGLE_QUOTED) {
      column++;
    }
    return new Text(node.getValue(), lines.at(line, column), oneLine, lines);
  }

  /**
   * The place of a character inside the value.
   *
   * @param line from 1
   * @param column from 0
   */
  public Place at(int line, int column) {
    if (!follows) {
      return place;
    }
    int first = place.line() + line - 1;
    int indent = line == 1 ? place.column() : lines.indent(place.line()) + 1;
    return lines.at(first, indent + column);
  }
}
