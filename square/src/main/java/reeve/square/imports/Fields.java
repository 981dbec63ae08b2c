package reeve.square.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of a JSON object and names the one that is wrong. */
record Fields(JsonNode node) {
  String need(String name) throws Refused {
    String value = text(name);
    if (value == null || value.isEmpty()) {
      throw new Refused(Reason.MISSING_FIELD, name);
    }
    return value;
  }

  /** The text; null where there is none. A number counts as its digits. */
  @Nullable String text(String name) throws Refused {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isString() || value.isIntegralNumber()) {
      return value.asString();
    }
    throw new Refused(Reason.BAD_FIELD, name);
  }

  String textOr(String name, String other) throws Refused {
    String value = text(name);
    return value == null ? other : value;
  }

  boolean flag(String name) throws Refused {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    throw new Refused(Reason.BAD_FIELD, name);
  }

  @Nullable Long count(String name) {
    JsonNode value = node.get(name);
    boolean whole = value != null && value.canConvertToLong() && value.isIntegralNumber();
    return whole && value.longValue() >= 0 ? Long.valueOf(value.longValue()) : null;
  }

  Instant time(String name) throws Refused {
    try {
      return Instant.parse(need(name));
    } catch (DateTimeException e) {
      throw new Refused(Reason.BAD_TIME, name);
    }
  }

  /** The list; empty where there is none. */
  List<JsonNode> list(String name) throws Refused {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new Refused(Reason.BAD_FIELD, name);
    }
    List<JsonNode> items = new ArrayList<>(value.size());
    value.forEach(items::add);
    return items;
  }

  List<String> texts(String name) throws Refused {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(name)) {
      if (!item.isString() && !item.isIntegralNumber()) {
        throw new Refused(Reason.BAD_FIELD, name);
      }
      texts.add(item.asString());
    }
    return texts;
  }

  <E extends Enum<E>> E word(String name, Class<E> words) throws Refused {
    try {
      return Enum.valueOf(words, need(name).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Refused(Reason.BAD_FIELD, name);
    }
  }

  /** The object of that name; null where there is none. */
  @Nullable Fields object(String name) {
    JsonNode value = node.get(name);
    return value != null && value.isObject() ? new Fields(value) : null;
  }
}
