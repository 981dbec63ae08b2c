package reeve.server.transparency;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The figures for programs. */
final class FiguresJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.ALWAYS))
          .build();

  private FiguresJson() {}

  /**
   * The file's shape.
   *
   * @param version rises when a figure changes its meaning
   */
  @JsonPropertyOrder({"version", "generated", "figures"})
  private record File(int version, String generated, Figures figures) {}

  static byte[] bytes(Figures figures, Instant now) {
    return MAPPER.writeValueAsBytes(new File(1, now.toString(), figures));
  }
}
