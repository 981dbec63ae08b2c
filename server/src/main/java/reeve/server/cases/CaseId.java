package reeve.server.cases;

/** Names a case; stands in the case page's address. */
public record CaseId(long value) {
  public CaseId {
    if (value < 1) {
      throw new IllegalArgumentException("a case has a number from 1");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
