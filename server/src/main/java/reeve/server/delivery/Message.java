package reeve.server.delivery;

import org.jspecify.annotations.Nullable;
import reeve.server.record.RecordId;

/**
 * Something to be sent.
 *
 * @param key makes it one: of several messages with the same key the first is sent. 1 to 200
 *     characters
 * @param title what it is, for the page of deliveries; 1 to 200 characters, nothing secret
 * @param cause the record that it follows from
 */
public record Message(
    Channel channel, String key, String title, @Nullable RecordId cause, Content content) {
  public Message {
    if (key.isEmpty() || key.length() > 200 || title.isEmpty() || title.length() > 200) {
      throw new IllegalArgumentException("a key and a title have 1 to 200 characters");
    }
  }
}
