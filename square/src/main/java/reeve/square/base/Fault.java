package reeve.square.base;

import java.util.Locale;

/** Every way in which the square refuses a request. The constant names the problem type. */
public enum Fault {
  MALFORMED(400, "The request cannot be read"),
  NOT_SIGNED_IN(401, "Sign in first"),
  SUSPENDED(403, "This account is suspended"),
  NOT_ADMITTED(403, "This account waits for approval"),
  NOT_ALLOWED(403, "This is not allowed"),
  NOT_FOUND(404, "There is no such thing here"),
  METHOD_NOT_ALLOWED(405, "This address does not take this method"),
  NOT_ACCEPTABLE(406, "Nothing here is of that type"),
  TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_TYPE(415, "A body of this type is not taken"),
  INVALID(422, "Something in the request is not right"),
  TOO_MANY(429, "Too many requests"),
  BUSY(429, "The square is busy"),
  BROKEN(500, "Something went wrong here"),
  UNAVAILABLE(503, "The square cannot answer now");

  private final int status;
  private final String title;

  Fault(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** One sentence for everybody. */
  public String title() {
    return title;
  }

  /** The problem type of RFC 9457. */
  public String type() {
    return "urn:reeve:square:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
