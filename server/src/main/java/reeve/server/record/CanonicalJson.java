package reeve.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.record.JsonBytes.Text;

/**
 * Writes canonical JSON after RFC 8785 (JCS): no white space, keys in the order of their UTF-16
 * code units, the shortest escapes, UTF-8.
 *
 * <p>Takes the part of it that a record may hold: strings, booleans, null, integers within ±2^53−1,
 * lists and maps with string keys. Everything else is refused, so that no number's form is ever in
 * doubt.
 */
public final class CanonicalJson {
  /** Numbers beyond are not exact in every reader (RFC 7493, section 2.2). */
  static final long GREATEST = (1L << 53) - 1;

  /** Deeper values are refused: a record is not a tree of documents. */
  static final int DEPTH = 64;

  private final JsonBytes out = new JsonBytes(256);

  private CanonicalJson() {}

  /**
   * The canonical bytes of a value.
   *
   * @throws IllegalArgumentException for a value that a record may not hold
   */
  public static byte[] bytes(@Nullable Object value) {
    var json = new CanonicalJson();
    json.write(value, 0);
    return json.out.toBytes();
  }

  private void write(@Nullable Object value, int depth) {
    if (depth > DEPTH) {
      throw new IllegalArgumentException("a record holds at most " + DEPTH + " levels");
    }
    switch (value) {
      case null -> out.ascii("null");
      case String text -> out.json(Text.of(text));
      case Boolean bool -> out.ascii(bool.toString());
      case Long number -> writeNumber(number);
      case Integer number -> out.ascii(number.toString());
      case Short number -> out.ascii(number.toString());
      case Byte number -> out.ascii(number.toString());
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
    out.ascii(Long.toString(number));
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
    out.add('{');
    String comma = "";
    for (String key : keys) {
      out.ascii(comma);
      out.json(Text.of(key));
      out.add(':');
      write(map.get(key), depth + 1);
      comma = ",";
    }
    out.add('}');
  }

  private void writeList(List<?> list, int depth) {
    out.add('[');
    String comma = "";
    for (Object item : list) {
      out.ascii(comma);
      write(item, depth + 1);
      comma = ",";
    }
    out.add(']');
  }
}
