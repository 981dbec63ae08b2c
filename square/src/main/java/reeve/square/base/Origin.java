package reeve.square.base;

import java.util.Locale;

/** Where something came from. Sample and imported things count in no real figure. */
public enum Origin {
  LIVE,
  SAMPLE,
  IMPORTED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Origin parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
