package reeve.server.decisions;

import java.util.UUID;

/** Names a decision inside Reeve; it never goes out, see {@link Letters}. */
public record DecisionId(UUID value) {
  static DecisionId fresh() {
    return new DecisionId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
