package reeve.server.decisions;

import reeve.server.platform.Problem;

/** Why a request about a decision is refused. */
enum DecisionProblem implements Problem {
  NO_SUCH_DECISION(404, "There is no such decision."),
  NO_SUCH_PROPOSAL(404, "There is no such proposal."),
  NO_SUCH_CASE(404, "There is no such case."),
  NOT_YOURS(403, "This decision is somebody else's."),
  TOO_LATE(409, "The decision has left and cannot be withdrawn."),
  TOO_EARLY(409, "The decision has not left yet."),
  NOT_STANDING(409, "The decision does not stand any more."),
  PROPOSAL_CLOSED(409, "The proposal is closed."),
  CASE_HELD(409, "Somebody else works on the case."),
  OWN_PROPOSAL(403, "Another lead must agree."),
  CONFLICT(403, "The member's own account is touched by the case."),
  WORDS_MISSING(422, "Words are missing."),
  POSTS_MISSING(422, "No post is named."),
  NO_SUCH_BULK(404, "There is no such bulk decision."),
  BULK_CLOSED(409, "This bulk decision is closed."),
  NEEDS_ANOTHER(403, "Somebody else must approve."),
  NOBODY_CHOSEN(422, "Nobody is chosen."),
  NO_SAMPLE(409, "No sample can be drawn."),
  NO_SUCH_STATEMENT(404, "There is no such statement.");

  private final int status;
  private final String title;

  DecisionProblem(int status, String title) {
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
