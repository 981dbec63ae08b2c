package reeve.server.legal;

import reeve.server.platform.Problem;

/** Why a request to the desk of legal is refused. */
enum LegalProblem implements Problem {
  BAD_INPUT(400, "Something is missing or has the wrong form"),
  BAD_CERTIFICATE(400, "That is no X.509 certificate"),
  NO_SUCH_AUTHORITY(404, "There is no such authority"),
  ENDED(409, "The authority is no longer in the registry"),
  NO_SECOND_CHANNEL(409, "The contact came from a message of theirs"),
  SAME_PERSON(403, "Somebody else verifies what you entered"),
  NO_SUCH_ORDER(404, "There is no such order"),
  NOT_VERIFIED(409, "The authority is not verified"),
  MAY_NOT_ORDER(409, "The authority may not order this"),
  NOTHING_FOUND(409, "None of the posts was found"),
  NOT_TO_THEM(409, "This authority is not told of it"),
  PUBLIC_ONLY(409, "Only public posts may be told"),
  NO_SUCH_REQUEST(404, "There is no such request"),
  WIDER(409, "More than the order asks for, or may ask for"),
  NO_SUCH_DISCLOSURE(404, "There is no such request for data"),
  MOVED(409, "Something else stands there by now"),
  NOT_TOLD(409, "The holder is told first"),
  NO_FILE(404, "There is no file"),
  NOT_OPEN(409, "The order is not open any more"),
  NOT_ENDED(409, "The order still runs"),
  NO_SUCH_ACCOUNT(404, "There is no such account"),
  NO_ANSWER(503, "The platform did not answer"),
  NO_SUCH_CASE(404, "There is no such case"),
  NO_SUCH_NOTIFICATION(404, "There is no such notification"),
  TOO_LARGE(413, "The file is too large"),
  BUSY(429, "Too much at once"),
  NO_SUCH_MESSAGE(404, "There is no such form or mail"),
  NOT_PROVEN(409, "Nothing proves that the authority issued it"),
  NOT_THIS_KEY(403, "The key hands in orders of another authority"),
  YOUR_OWN(403, "Nobody works on what is about their own account");

  private final int status;
  private final String title;

  LegalProblem(int status, String title) {
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
