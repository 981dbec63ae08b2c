package reeve.server.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical JSON after RFC 8785 (JCS): no white space, keys in the order of their UTF-16
 * code units, the shortest escapes, UTF-8.
 *
 * <p>Takes the part of it that a record may hold: strings, booleans, null, integers within ±2^53−1,
 * lists and maps with string keys. Everything else is refused, so that no number's form is ever in
 * doubt.
 */
final class CanonicalJson {
  /** Numbers beyond are not exact in every reader (RFC 7493, section 2.2). */
  static final long GREATEST = (1L << 53) - 1;

  /** Deeper values are refused: a record is not a tree of documents. */
  static final int DEPTH = 64;

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder(256);

  private CanonicalJson() {}

  /**
   * The canonical bytes of a value.
   *
   * @throws IllegalArgumentException for a value that a record may not hold
   */
  static byte[] bytes(@Nullable Object value) {
    var json = new CanonicalJson();
    json.write(value, 0);
    return json.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(@Nullable Object value, int depth) {
    if (depth > DEPTH) {
      throw new IllegalArgumentException("a record holds at most " + DEPTH + " levels");
    }
    switch (value) {
      case null -> out.append("null");
      case String text -> writeString(text);
      case Boolean bool -> out.append(bool.booleanValue());
      case Long number -> writeNumber(number);
      case Integer number -> out.append(number.intValue());
      case Short number -> out.append(number.intValue());
      case Byte number -> out.append(number.intValue());
      case Map<?, ?> map -> writeMap(map, depth);
      case List<?> list -> writeList(list, depth);
      default ->
          throw new IllegalArgumentException(
              "a record holds no value of " + value.getClass().getName());
    }
  }

  private void writeNumber(long number) {
    if (number > GREATEST || number < -GREATEST) {
      throw new IllegalArgumentException("a record holds integers within ±(2^53−1)");
    }
    out.append(number);
  }

  private void writeMap(Map<?, ?> map, int depth) {
    List<String> keys = new ArrayList<>(map.size());
    for (Object key : map.keySet()) {
      if (!(key instanceof String text)) {
        throw new IllegalArgumentException("the keys of a record are strings");
      }
      keys.add(text);
    }
    // String's own order is that of UTF-16 code units, as RFC 8785, section 3.2.3 asks.
    keys.sort(null);
    out.append('{');
    String comma = "";
    for (String key : keys) {
      out.append(comma);
      writeString(key);
      out.append(':');
      write(map.get(key), depth + 1);
      comma = ",";
    }
    out.append('}');
  }

  private void writeList(List<?> list, int depth) {
    out.append('[');
    String comma = "";
    for (Object item : list) {
      out.append(comma);
      write(item, depth + 1);
      comma = ",";
    }
    out.append(']');
  }

  private void writeString(String text) {
    write(text, out);
  }

  /** Writes a string with its quotes. */
  static void write(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
          } else if (Character.isSurrogate(c)) {
            i = writePair(text, i, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static int writePair(String text, int i, StringBuilder out) {
    char high = text.charAt(i);
    if (!Character.isHighSurrogate(high)
        || i + 1 == text.length()
        || !Character.isLowSurrogate(text.charAt(i + 1))) {
      throw new IllegalArgumentException("a record holds no lone surrogates");
    }
    out.append(high).append(text.charAt(i + 1));
    return i + 1;
  }
}
