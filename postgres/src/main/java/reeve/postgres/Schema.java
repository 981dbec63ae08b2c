package reeve.postgres;

import java.util.Locale;

/** The two parts of a Reeve database; each belongs to a role of its own. */
public enum Schema {
  SQUARE,
  SERVER;

  /** The schema's name in the database. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
