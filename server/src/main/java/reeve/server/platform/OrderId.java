package reeve.server.platform;

import java.util.UUID;

/** Names an order to act; the same id carried out twice has the effect of once. */
public record OrderId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
