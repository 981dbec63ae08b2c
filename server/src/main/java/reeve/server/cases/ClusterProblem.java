package reeve.server.cases;

import reeve.server.platform.Problem;

/** Why the cluster pages refuse a request. */
enum ClusterProblem implements Problem {
  NO_SUCH_CLUSTER(404, "There is no such cluster."),
  NO_SUCH_ITEM(404, "There is no such item."),
  NOT_OPENED(409, "Nobody opened this."),
  CONFLICT(403, "The member's own account is touched by the case."),
  WORDS_MISSING(422, "Words are missing."),
  UNKNOWN_ACCOUNT(422, "An account is unknown."),
  NOTHING_ALIKE(422, "There is nothing that it could resemble."),
  NOBODY_CHOSEN(422, "Nobody is chosen."),
  CLAUSE_MISSING(422, "The clause is missing."),
  TOO_MANY(422, "Too many accounts for one cluster.");

  private final int status;
  private final String title;

  ClusterProblem(int status, String title) {
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
