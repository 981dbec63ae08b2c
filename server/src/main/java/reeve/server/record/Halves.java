package reeve.server.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a half's canonical bytes back; integers come as {@code Long}. By tokens, since figures read
 * millions: a mapper takes longer.
 */
final class Halves {
  private static final JsonFactory JSON = new JsonFactory();

  private Halves() {}

  /** Null where there are no bytes, or none that anybody sealed: a check tells of these. */
  static @Nullable Map<String, Object> read(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Map<String, Object> half = map(parser);
      return parser.nextToken() == null ? half : null;
    } catch (JacksonException | IllegalStateException e) {
      return null;
    }
  }

  private static Map<String, Object> map(JsonParser from) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String key = from.nextName(); key != null; key = from.nextName()) {
      map.put(key, value(from, from.nextToken()));
    }
    return map;
  }

  private static @Nullable Object value(JsonParser from, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> from.getString();
      case VALUE_NUMBER_INT -> from.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_OBJECT -> map(from);
      case START_ARRAY -> list(from);
      default -> throw new IllegalStateException("a record holds no " + token);
    };
  }

  private static List<@Nullable Object> list(JsonParser from) {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken token = from.nextToken();
        token != JsonToken.END_ARRAY;
        token = from.nextToken()) {
      list.add(value(from, token));
    }
    return list;
  }
}
