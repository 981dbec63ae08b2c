package reeve.server.record;

import java.util.Locale;

/** How an account was found, by the order of records and by no label. */
public enum Found {
  /** A report, or an authority's notice, on the account came before the action. */
  REPORTS,
  /** None came, but the case was opened from that of an account that was reported. */
  FROM_REPORTS,
  /** None came: Reeve's own surfacing came before the action. */
  PROACTIVE,
  /** None came, and neither a case of a reported account nor a surfacing led to it. */
  OTHERWISE;

  /**
   * The class that follows from what came before the action.
   *
   * @param told a report on the account, or an order of an authority that names it
   * @param opened the case that the action goes back to
   * @param leadTold such a report or order, before that opening, on the account from whose case it
   *     was opened
   * @param surfaced a surfacing of the account by Reeve itself
   */
  public static Found of(boolean told, boolean opened, boolean leadTold, boolean surfaced) {
    if (told) {
      return REPORTS;
    }
    if (!opened) {
      return OTHERWISE;
    }
    if (leadTold) {
      return FROM_REPORTS;
    }
    return surfaced ? PROACTIVE : OTHERWISE;
  }

  /** As it stands in records and files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
