package reeve.server.record;

import java.util.UUID;

/** Names a record: a UUID of version 7 (RFC 9562), so that ids of one moment lie together. */
public record RecordId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
