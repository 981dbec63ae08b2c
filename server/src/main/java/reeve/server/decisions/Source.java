package reeve.server.decisions;

import java.util.Locale;

/** How Reeve came to look at an account, as the holder is told. */
public enum Source {
  REPORTS,
  AUTHORITY,
  REEVE;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Source ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
