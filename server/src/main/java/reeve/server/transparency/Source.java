package reeve.server.transparency;

/** How an account was found, by the order of records. */
enum Source {
  /** A report, or an authority's notice, on the account came before the action. */
  REPORTS,
  /** None came, but the case was opened from that of an account that was reported. */
  FROM_REPORTS,
  /** None came: Reeve's own surfacing opened the case. */
  PROACTIVE,
  /** None came, and neither a case of a reported account nor a surfacing led to it. */
  OTHERWISE
}
