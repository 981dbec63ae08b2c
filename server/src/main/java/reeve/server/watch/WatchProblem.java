package reeve.server.watch;

import reeve.server.platform.Problem;

/** Why the pages of rules refuse a request. */
enum WatchProblem implements Problem {
  NO_SUCH_FILE(404, "There is no such file in a rule set"),
  NO_SUCH_RULE(404, "There is no such rule"),
  NO_SUCH_SET(404, "No such set was ever live"),
  NO_SUCH_PROPOSAL(404, "There is no such proposal"),
  NO_SUCH_BACKTEST(404, "There is no such backtest"),
  NO_SUCH_TRIP(404, "No such rule is stopped"),
  BAD_INPUT(400, "Something is missing or has the wrong form"),
  TOO_LARGE(413, "This is larger than a rule set may be"),
  STALE(409, "Somebody changed this in the meantime"),
  NOTHING_CHANGES(409, "Nothing would change"),
  NOT_SOUND(409, "The rules have errors, or their tests fail"),
  NEEDS_ANOTHER(403, "Somebody else has to approve this"),
  BUSY(429, "The server checks other rules now");

  private final int status;
  private final String title;

  WatchProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
