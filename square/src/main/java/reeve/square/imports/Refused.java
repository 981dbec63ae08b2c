package reeve.square.imports;

/** A line that cannot be taken; caught where lines are read, and written to the rejects. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final String field;

  /**
   * @param field which field is wrong; empty where it is the line as a whole
   */
  Refused(Reason reason, String field) {
    super(reason.text(), null, false, false);
    this.reason = reason;
    this.field = field;
  }

  Reason reason() {
    return reason;
  }

  String field() {
    return field;
  }
}
