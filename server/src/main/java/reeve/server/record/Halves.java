package reeve.server.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads a half's canonical bytes back; integers come as {@code Long}. */
final class Halves {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build()
          .readerFor(new TypeReference<Map<String, Object>>() {});

  private Halves() {}

  static @Nullable Map<String, Object> read(byte @Nullable [] bytes) {
    return bytes == null ? null : READER.readValue(bytes);
  }
}
