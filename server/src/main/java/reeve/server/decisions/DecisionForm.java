package reeve.server.decisions;

import java.util.List;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a page's form said, as typed: kept as a draft, and shown again when a decision is refused or
 * withdrawn.
 *
 * @param measures codes of measures, or {@code no-violation}
 * @param posts native ids of the posts relied on; "remove posts" removes these
 * @param fields names of profile fields
 */
public record DecisionForm(
    List<String> measures,
    String clause,
    List<String> posts,
    List<String> fields,
    String days,
    String protectedSpeech,
    String toHolder,
    String note) {
  /** The code of the one choice that is no measure. */
  public static final String NO_VIOLATION = "no-violation";

  /** A form that nobody has filled in. */
  public static final DecisionForm EMPTY =
      new DecisionForm(List.of(), "", List.of(), List.of(), "", "", "", "");

  private static final JsonMapper JSON = JsonMapper.shared();

  public DecisionForm {
    measures = List.copyOf(measures);
    posts = List.copyOf(posts);
    fields = List.copyOf(fields);
  }

  /** Reads the fields of a request; what is missing is empty. */
  public static DecisionForm of(MultiValueMap<String, String> fields) {
    return new DecisionForm(
        many(fields, "measure"),
        one(fields, "clause"),
        many(fields, "post"),
        many(fields, "field"),
        one(fields, "days"),
        one(fields, "protected"),
        one(fields, "toHolder"),
        one(fields, "note"));
  }

  static DecisionForm read(String json) {
    return JSON.readValue(json, DecisionForm.class);
  }

  String json() {
    return JSON.writeValueAsString(this);
  }

  private static String one(MultiValueMap<String, String> fields, String name) {
    String value = fields.getFirst(name);
    return value == null ? "" : PlainText.of(value);
  }

  private static List<String> many(MultiValueMap<String, String> fields, String name) {
    List<String> values = fields.get(name);
    return values == null
        ? List.of()
        : values.stream().map(PlainText::of).filter(v -> !v.isEmpty()).distinct().toList();
  }
}
