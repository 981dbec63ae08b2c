package reeve.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of a run, in the order in which they were put. */
final class Figures {
  private final Map<String, String> values = new LinkedHashMap<>();

  Figures put(String key, double value) {
    values.put(key, "%.3f".formatted(value).replaceAll("\\.?0+$", ""));
    return this;
  }

  Figures put(String key, long value) {
    values.put(key, Long.toString(value));
    return this;
  }

  Figures put(String key, boolean value) {
    values.put(key, Boolean.toString(value));
    return this;
  }

  String json(String bench) {
    StringBuilder json = new StringBuilder("{\"bench\":\"").append(bench).append('"');
    values.forEach((key, value) -> json.append(",\"").append(key).append("\":").append(value));
    return json.append('}').toString();
  }
}
