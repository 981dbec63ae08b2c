package reeve.server.likeness;

import reeve.server.platform.Problem;

/** Why a search for who is alike is refused. */
enum LikenessProblem implements Problem {
  NOT_KEPT(503, "This server compares no accounts."),
  NOT_NOW(503, "The index of accounts is not ready."),
  BUSY(429, "Too many searches run."),
  NO_SEED(400, "Nobody is named to begin with."),
  TOO_MANY_SEEDS(400, "Too many accounts to begin with."),
  BAD_LIMIT(400, "The list is too long or too short."),
  NO_ACCOUNT_ID(400, "That is no account's id."),
  UNKNOWN_ACCOUNT(404, "The account is not in the index."),
  NO_SUCH_START(404, "There is no such case, cluster or tag."),
  OTHER_PLATFORM(403, "The account is another platform's."),
  CONFLICT(403, "The member's own account is touched by the case."),
  REASON_MISSING(403, "A look at this account needs a written reason."),
  NOBODY_CHOSEN(422, "Nobody is chosen."),
  NOTHING_LEANED(409, "Nothing waits there.");

  private final int status;
  private final String title;

  LikenessProblem(int status, String title) {
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
