package reeve.rules.source;

/**
 * A place in a file.
 *
 * @param file its name within the rule set
 * @param line from 1; 0 where the whole file is meant
 * @param column from 1, in code points
 * @param text the line itself, empty where the whole file is meant
 */
public record Place(String file, int line, int column, String text) {
  public static Place whole(String file) {
    return new Place(file, 0, 0, "");
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
