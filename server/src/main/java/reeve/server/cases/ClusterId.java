package reeve.server.cases;

/** Names a cluster case. */
public record ClusterId(long value) {
  public ClusterId {
    if (value < 1) {
      throw new IllegalArgumentException("clusters are numbered from 1");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
