package reeve.simulation;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object a line, members in the order of the calls. */
final class Line {
  private final Writer out;
  private final StringBuilder line = new StringBuilder(512);

  Line(Writer out) {
    this.out = out;
  }

  Line begin(String type) {
    line.setLength(0);
    line.append("{\"type\":");
    quote(type);
    return this;
  }

  Line with(String name, @Nullable String value) {
    name(name);
    quote(value);
    return this;
  }

  Line with(String name, boolean value) {
    name(name);
    line.append(value);
    return this;
  }

  Line with(String name, long value) {
    name(name);
    line.append(value);
    return this;
  }

  Line withNull(String name) {
    name(name);
    line.append("null");
    return this;
  }

  Line with(String name, List<String> values) {
    name(name);
    line.append('[');
    for (int i = 0; i < values.size(); i++) {
      separate(i);
      quote(values.get(i));
    }
    line.append(']');
    return this;
  }

  /** A list of objects of two strings each. */
  Line withPairs(String name, String first, String second, List<Pair> pairs) {
    name(name);
    line.append('[');
    for (int i = 0; i < pairs.size(); i++) {
      separate(i);
      line.append("{\"").append(first).append("\":");
      quote(pairs.get(i).first());
      line.append(",\"").append(second).append("\":");
      quote(pairs.get(i).second());
      line.append('}');
    }
    line.append(']');
    return this;
  }

  /** Two strings that belong together: a profile field, or a picture and its description. */
  record Pair(String first, String second) {}

  void end() throws IOException {
    out.append(line.append("}\n"));
  }

  private void name(String name) {
    line.append(",\"").append(name).append("\":");
  }

  private void separate(int index) {
    if (index > 0) {
      line.append(',');
    }
  }

  private void quote(@Nullable String value) {
    if (value == null) {
      line.append("null");
      return;
    }
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c == '\n') {
        line.append("\\n");
      } else if (c < ' ') {
        line.append("\\u00").append(Character.forDigit(c >> 4, 16));
        line.append(Character.forDigit(c & 15, 16));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }
}
