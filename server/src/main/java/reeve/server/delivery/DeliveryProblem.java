package reeve.server.delivery;

import reeve.server.platform.Problem;

/** Why a request about deliveries is refused. */
enum DeliveryProblem implements Problem {
  NO_SUCH_MESSAGE(404, "There is no such message"),
  NO_SUCH_CHANNEL(404, "There is no such channel"),
  ALWAYS_ON(409, "This channel is not switched"),
  NOT_FAILED(409, "The message was not given up"),
  WORDS_MISSING(422, "Words are missing"),
  NOTHING_SET_UP(409, "Nothing is set up to be sent to");

  private final int status;
  private final String title;

  DeliveryProblem(int status, String title) {
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
