package reeve.server.staff;

import reeve.server.platform.Problem;

/** Why the staff slice refuses a request. */
public enum StaffProblem implements Problem {
  WRONG_SIGN_IN(401, "The name, the password or the code is wrong"),
  TOO_MANY_TRIES(429, "Too many wrong tries"),
  LINK_SPENT(410, "This link was used before, or its time is over"),
  NOT_OVER_TLS(403, "The desk signs nobody in over an open line"),
  NAME_TAKEN(409, "Another member has this name"),
  LAST_ADMINISTRATOR(409, "The last administrator stays"),
  NOT_YOURSELF(409, "Nobody changes their own role"),
  NO_SUCH_MEMBER(404, "There is no such member"),
  NO_SUCH_ACCOUNT(404, "There is no such account"),
  LEDGER_STANDS(409, "The ledger has not stopped here"),
  BAD_INPUT(400, "Something is missing or has the wrong form");

  private final int status;
  private final String title;

  StaffProblem(int status, String title) {
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
