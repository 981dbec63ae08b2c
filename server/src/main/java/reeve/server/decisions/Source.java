package reeve.server.decisions;

import java.util.Locale;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;

/** How Reeve came to look at an account, as the holder is told. */
public enum Source {
  REPORTS,
  AUTHORITY,
  REEVE;

  /** An authority's request is told as one, whoever else reported. */
  static Source of(Case of, Cases cases) {
    if (of.foundByReeve()) {
      return REEVE;
    }
    return cases.askedByAuthority(of.id()) ? AUTHORITY : REPORTS;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Source ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
