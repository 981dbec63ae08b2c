package reeve.server.delivery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/** Contents as the database holds them, before they are sealed. */
final class ContentJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ContentJson() {}

  static String write(Content content) {
    return JSON.writeValueAsString(content);
  }

  static Content read(String way, byte[] json) {
    return switch (way) {
      case "mail" -> JSON.readValue(json, Content.Mail.class);
      case "webhook" -> JSON.readValue(json, Content.Webhook.class);
      case "upload" -> JSON.readValue(json, Content.Upload.class);
      default -> throw new IllegalArgumentException("no way is called " + way);
    };
  }

  /** SHA-256, lower-case hex. */
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
