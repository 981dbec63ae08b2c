package reeve.server.banks;

import reeve.server.platform.Problem;

/** Why the banks refuse a request. */
public enum BankProblem implements Problem {
  NO_SUCH_ENTRY(404, "There is no such entry"),
  NO_HASH(400, "That is no hash"),
  NO_PICTURE(422, "The file cannot be read as a picture"),
  NO_SOURCE(400, "An import needs a source"),
  UNKNOWN_FORM(415, "A bank is CSV or JSON"),
  FILE_TOO_LARGE(413, "The file is too large"),
  BANK_FULL(409, "There are too many entries");

  private final int status;
  private final String title;

  BankProblem(int status, String title) {
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
