package reeve.signals.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reeve.signals.media.BankImport.Defaults;
import reeve.signals.media.BankImport.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Banks as JSON in the shape of ThreatExchange: {@code {"data": [...]}} or an array of threat
 * descriptors. Of each are read {@code raw_indicator}, or {@code indicator} as a string or an
 * object with one; {@code type}; {@code tags} as strings or as {@code {"data": [{"text": ...}]}};
 * {@code severity}; {@code owner}, or its {@code name}; {@code added_on}; {@code expired_on};
 * {@code status}, of which {@code NON_MALICIOUS} refuses the descriptor; and {@code feedback} with
 * {@code agree} and {@code disagree}, which is Reeve's own. Other fields are not read.
 *
 * <p>The shape follows what Meta documents of ThreatDescriptor; it was never tried on an answer of
 * the service itself.
 */
public final class BankJson {
  private static final String TYPE = "HASH_";

  /** As ThreatExchange writes times: an offset without a colon. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]xx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(100_000)
                          .maxNestingDepth(50)
                          .build())
                  .build())
          // A descriptor is read out of a list that goes on.
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private BankJson() {}

  /** Reads a bank; what cannot be used is noted with its line, and the rest is read. */
  public static BankImport read(InputStream stream, Defaults defaults) {
    var reading = new BankImport.Reading();
    int line = 1;
    try (JsonParser parser = JSON.createParser(stream)) {
      if (!toArray(parser)) {
        reading.refuse(1, Problem.NOT_READABLE, "The file has to be {\"data\": [...]} or [...].");
        return reading.done();
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        line = parser.currentTokenLocation().getLineNr();
        if (parser.currentToken() == null) {
          reading.refuse(line, Problem.NOT_READABLE, "The file ends within its list.");
          break;
        }
        reading.take(line, draft(JSON.readTree(parser), defaults));
      }
    } catch (JacksonException e) {
      int at = e.getLocation() == null ? line : Math.max(line, e.getLocation().getLineNr());
      reading.refuse(at, Problem.NOT_READABLE, "From here on the file is no JSON.");
    }
    return reading.done();
  }

  /** Goes to the list of descriptors. */
  private static boolean toArray(JsonParser parser) {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean data = parser.currentName().equals("data");
        token = parser.nextToken();
        if (data) {
          return token == JsonToken.START_ARRAY;
        }
        parser.skipChildren();
      }
    }
    return token == JsonToken.START_ARRAY;
  }

  private static BankDraft draft(JsonNode node, Defaults defaults) {
    String type = text(node.get("type"), "");
    JsonNode owner = node.get("owner");
    JsonNode indicator = node.get("indicator");
    JsonNode feedback = node.get("feedback");
    return new BankDraft(
        text(node.get("status"), "").equals("NON_MALICIOUS") ? Problem.HARMLESS : null,
        type.startsWith(TYPE) ? type.substring(TYPE.length()) : type,
        text(node.get("raw_indicator"), text(inner(indicator, "indicator"), "")),
        tags(node.get("tags")),
        text(node.get("severity"), ""),
        text(inner(owner, "name"), ""),
        text(node.get("added_on"), ""),
        text(node.get("expired_on"), ""),
        text(feedback == null ? null : feedback.get("agree"), ""),
        text(feedback == null ? null : feedback.get("disagree"), ""),
        defaults);
  }

  private static @Nullable JsonNode inner(@Nullable JsonNode node, String name) {
    return node != null && node.isObject() ? node.get(name) : node;
  }

  private static String text(@Nullable JsonNode node, String otherwise) {
    return node != null && (node.isString() || node.isNumber())
        ? node.asString().strip()
        : otherwise;
  }

  private static List<String> tags(@Nullable JsonNode node) {
    JsonNode list = inner(node, "data");
    List<String> tags = new ArrayList<>();
    if (list != null && list.isArray()) {
      for (JsonNode each : list) {
        String tag = text(inner(each, "text"), "");
        if (!tag.isEmpty()) {
          tags.add(tag);
        }
      }
    }
    return tags;
  }

  /** Writes a bank, so that reading it gives the same entries but for parts of a millisecond. */
  public static void write(Stream<BankEntry> entries, OutputStream to) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(to)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("data");
      entries.forEach(entry -> write(entry, json));
      json.writeEndArray();
      json.writeEndObject();
    } catch (JacksonException e) {
      throw new IOException(e);
    }
  }

  private static void write(BankEntry entry, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("raw_indicator", entry.hash().hex());
    json.writeStringProperty("type", TYPE + entry.hash().kind().name());
    json.writeStringProperty("status", "MALICIOUS");
    json.writeStringProperty("severity", entry.severity().name());
    json.writeArrayPropertyStart("tags");
    entry.labels().forEach(json::writeString);
    json.writeEndArray();
    json.writeObjectPropertyStart("owner");
    json.writeStringProperty("name", entry.source());
    json.writeEndObject();
    json.writeStringProperty("added_on", TIME.format(entry.added()));
    if (entry.expires() != null) {
      json.writeStringProperty("expired_on", TIME.format(entry.expires()));
    }
    json.writeObjectPropertyStart("feedback");
    json.writeNumberProperty("agree", entry.agreed());
    json.writeNumberProperty("disagree", entry.disagreed());
    json.writeEndObject();
    json.writeEndObject();
  }
}
