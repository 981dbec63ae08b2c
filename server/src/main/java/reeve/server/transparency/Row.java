package reeve.server.transparency;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reeve.ledger.tree.Hash;
import reeve.server.record.Opening;
import reeve.server.record.PublishedKinds;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of the published data set; docs/transparency.md tells the shape.
 *
 * @param half the public half, as text
 * @param salt 32 hex digits
 * @param rest 64 hex digits
 */
@JsonPropertyOrder({
  "index", "kind", "day", "who", "clause", "country", "source", "public", "salt", "rest"
})
record Row(
    long index,
    String kind,
    String day,
    String who,
    @Nullable String clause,
    @Nullable String country,
    @Nullable String source,
    @JsonProperty("public") String half,
    String salt,
    String rest) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final TypeReference<Map<String, Object>> HALF = new TypeReference<>() {};

  /** Of a record at its place in the ledger. */
  static Row of(long index, Opening opening) {
    String half = opening.publicHalf();
    return of(index, half, MAPPER.readValue(half, HALF), opening.salt(), opening.closed().hex());
  }

  private static Row of(
      long index, String text, Map<String, Object> half, String salt, String rest) {
    String policy = word(half, "policy");
    String clause = word(half, "clause");
    String found = word(half, "found");
    return new Row(
        index,
        "" + word(half, "kind"),
        "" + word(half, "day"),
        "" + word(half, "who"),
        policy == null || clause == null ? policy : policy + "/" + clause,
        null,
        found == null ? word(half, "source") : found,
        text,
        salt,
        rest);
  }

  private static @Nullable String word(Map<String, Object> half, String key) {
    return half.get(key) instanceof String word && !word.isEmpty() ? word : null;
  }

  String line() {
    return MAPPER.writeValueAsString(this) + "\n";
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException it is no row
   */
  static Row read(String line) {
    try {
      Row row = MAPPER.readValue(line, Row.class);
      if (row == null || !row.whole()) {
        throw new IllegalArgumentException("a line is no row");
      }
      return row;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a line is no row", e);
    }
  }

  /** What comes from others may lack anything. */
  private boolean whole() {
    return Stream.of(kind, day, who, half, salt, rest).noneMatch(Objects::isNull);
  }

  /**
   * The public half.
   *
   * @throws IllegalArgumentException it is none
   */
  Map<String, Object> told() {
    try {
      Map<String, Object> told = MAPPER.readValue(half, HALF);
      if (told == null) {
        throw new IllegalArgumentException("row " + index + " opens nothing");
      }
      return told;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("row " + index + " opens no public half", e);
    }
  }

  /** Whether records of this kind may be published, as this one says of itself. */
  boolean publishable() {
    return PublishedKinds.has(kind.substring(0, Math.max(0, kind.indexOf('/'))), told());
  }

  /** Whether the plain columns are those of the public half. */
  boolean agrees() {
    try {
      return equals(of(index, half, told(), salt, rest));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The entry that it opens.
   *
   * @throws IllegalArgumentException salt or rest are none
   */
  Opening opening() {
    return new Opening(half, salt, Hash.ofHex(rest));
  }
}
