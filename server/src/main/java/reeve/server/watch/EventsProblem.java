package reeve.server.watch;

import reeve.server.platform.Problem;

/** Why a whole batch of events is refused; nothing of it is kept then. */
enum EventsProblem implements Problem {
  UNKNOWN_FORM(415, "The body is of a form that this address does not take."),
  BROKEN_ENCODING(400, "The body cannot be inflated."),
  NOT_JSON(400, "The body is no JSON in UTF-8."),
  WRONG_SEQUENCE(400, "The sequence of the first event is no whole number from 0 on."),
  TOO_LARGE(413, "The batch is larger than this address takes."),
  EVENT_REFUSED(422, "The event cannot be taken as it is."),
  BUSY(429, "Too many events wait."),
  NOT_NOW(503, "The events could not be kept now."),
  NOT_KEPT(503, "This server keeps no events.");

  private final int status;
  private final String title;

  EventsProblem(int status, String title) {
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
