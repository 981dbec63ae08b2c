package reeve.server.legal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds the file that a platform gave (its shape is in {@code docs/events.md}) against what it was
 * asked for: a connector's mistake hands nobody more than was released.
 */
final class Given {
  /** In UTF-8. */
  static final int MOST_BYTES = 16 << 20;

  private static final Set<String> ALWAYS =
      Set.of("format", "reference", "at", "account", "asked", "notGiven");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Given() {}

  /** Why the file is not handed on; empty where it holds nothing that was not asked for. */
  static Optional<String> wrong(String file, AccountRef account, Scope scope) {
    if (file.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Optional.of("The platform gave more than %d MiB.".formatted(MOST_BYTES >> 20));
    }
    JsonNode read;
    try {
      read = JSON.readTree(file);
    } catch (JacksonException e) {
      return Optional.of("What the platform gave cannot be read.");
    }
    if (!account.nativeId().equals(read.path("account").asString(""))) {
      return Optional.of("What the platform gave is of another account.");
    }
    return more(read, scope)
        .map(what -> "The platform gave more than was asked for (" + what + ").");
  }

  private static Optional<String> more(JsonNode file, Scope scope) {
    for (String key : file.propertyNames()) {
      boolean asked =
          switch (key) {
            case "subscriber" -> scope.data().contains(Data.SUBSCRIBER);
            case "signIns" -> scope.data().contains(Data.SIGN_INS);
            case "posts" ->
                scope.data().contains(Data.PUBLIC_POSTS)
                    || scope.data().contains(Data.PRIVATE_POSTS);
            default -> ALWAYS.contains(key);
          };
      if (!asked) {
        return Optional.of(key);
      }
    }
    for (JsonNode post : file.path("posts")) {
      Data data = data(post.path("visibility").asString(""));
      if (data == null || !scope.data().contains(data)) {
        return Optional.of("a post of another visibility");
      }
      if (outside(post, scope)) {
        return Optional.of("a post of another time");
      }
    }
    for (JsonNode signIn : file.path("signIns").path("signIns")) {
      if (outside(signIn, scope)) {
        return Optional.of("a sign-in of another time");
      }
    }
    return Optional.empty();
  }

  private static @Nullable Data data(String visibility) {
    return switch (visibility) {
      case "public", "unlisted" -> Data.PUBLIC_POSTS;
      case "private", "direct" -> Data.PRIVATE_POSTS;
      default -> null;
    };
  }

  private static boolean outside(JsonNode it, Scope scope) {
    try {
      return !scope.covers(Instant.parse(it.path("at").asString("")));
    } catch (DateTimeParseException e) {
      return true;
    }
  }
}
