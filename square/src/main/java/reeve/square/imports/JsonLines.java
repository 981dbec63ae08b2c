package reeve.square.imports;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns a line into JSON. Not for several threads. */
final class JsonLines {
  /** How deep objects and lists may lie in each other. */
  static final int MAX_DEPTH = 64;

  private final Utf8 utf8 = new Utf8();
  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  JsonNode parse(LineReader.Line line) throws Refused {
    if (line.tooLong()) {
      throw new Refused(Reason.LINE_TOO_LONG, "");
    }
    return parse(utf8.decode(line.bytes(), 0, line.bytes().length));
  }

  JsonNode parse(String json) throws Refused {
    try {
      JsonNode node = mapper.readTree(json);
      if (node == null || node.isMissingNode()) {
        throw new Refused(Reason.BROKEN_JSON, "");
      }
      return node;
    } catch (JacksonException e) {
      throw new Refused(Reason.BROKEN_JSON, "");
    }
  }

  static boolean blank(LineReader.Line line) {
    for (byte b : line.bytes()) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return !line.tooLong();
  }
}
