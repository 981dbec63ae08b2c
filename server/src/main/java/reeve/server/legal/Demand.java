package reeve.server.legal;

import java.util.Locale;

/** What an authority may order. */
enum Demand {
  REMOVAL("remove posts"),
  PRESERVATION("preserve"),
  DISCLOSURE("disclose");

  private final String words;

  Demand(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** For columns and records. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Demand ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
