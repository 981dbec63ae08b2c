package reeve.rules.schema;

/**
 * A field that rules can read, and its place in {@link Facts}.
 *
 * @param index its place, from 0, within its schema
 * @param path as a rule writes it, for example {@code account.age_s}
 * @param meaning what it is, with its unit, in a sentence
 * @param searched whether phrases are looked for in it; only texts are
 */
public record Slot(int index, String path, Type type, String meaning, boolean searched) {

  /** What a field holds. */
  public enum Type {
    BOOL,
    INT,
    DOUBLE,
    TEXT,
    /** A list of texts. */
    TEXTS
  }

  public Slot {
    if (searched && type != Type.TEXT) {
      throw new IllegalArgumentException(path + " is no text to search");
    }
  }

  /** The variable that the field is of: {@code account} of {@code account.age_s}. */
  public String root() {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /** Its name within the variable; empty where the field is itself a variable. */
  public String name() {
    int dot = path.indexOf('.');
    return dot < 0 ? "" : path.substring(dot + 1);
  }
}
