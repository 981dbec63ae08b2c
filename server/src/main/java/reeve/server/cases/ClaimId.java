package reeve.server.cases;

import java.util.UUID;

/** Names one lease on one case. A new lease on the same case has another id. */
public record ClaimId(UUID value) {
  /** Reads what {@link #toString} wrote. */
  public static ClaimId parse(String text) {
    return new ClaimId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
