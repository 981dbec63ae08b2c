package reeve.rules.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import reeve.rules.source.Issue.Code;

/** The named values of one mapping; what is wrong with them is added to the issues. */
final class Fields {
  private final Text.Lines lines;
  private final List<Issue> issues;
  private final Place place;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Text> names = new LinkedHashMap<>();

  Fields(MappingNode mapping, Text.Lines lines, List<Issue> issues) {
    this.lines = lines;
    this.issues = issues;
    place = lines.at(mapping.getStartMark());
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        wrong(tuple.getKeyNode(), "A name is plain text.");
        continue;
      }
      if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
        issues.add(
            new Issue(
                Code.DUPLICATE_KEY,
                lines.at(key.getStartMark()),
                "'" + key.getValue() + "' stands here a second time."));
      }
      names.putIfAbsent(key.getValue(), Text.of(key, lines));
    }
  }

  Place place() {
    return place;
  }

  Place place(Node node) {
    return lines.at(node.getStartMark());
  }

  /** The names in the order of the file. */
  Map<String, Text> names() {
    return names;
  }

  /** Adds an issue for each name that is not known here. */
  void only(List<String> known) {
    names.forEach((name, text) -> {
      if (!known.contains(name)) {
        issues.add(
            new Issue(
                Code.UNKNOWN_KEY,
                text.place(),
                "'" + name + "' is not known here.",
                Words.didYouMeanOrOneOf(name, known)));
      }
    });
  }

  @Nullable Node node(String name) {
    return values.get(name);
  }

  void wrong(Node node, String message) {
    issues.add(new Issue(Code.WRONG_VALUE, place(node), message));
  }

  /** A text that must be there; an issue and null where it is not. */
  @Nullable Text required(String name) {
    if (!values.containsKey(name)) {
      missing(name);
      return null;
    }
    return optional(name);
  }

  void missing(String name) {
    issues.add(new Issue(Code.MISSING_KEY, place, "'" + name + "' is missing."));
  }

  /** A text, or null where there is none. */
  @Nullable Text optional(String name) {
    Node node = values.get(name);
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Text.of(scalar, lines);
    }
    wrong(node, "'" + name + "' is one text.");
    return null;
  }

  /** One text or a list of them; empty where there is none. */
  List<Text> texts(String name) {
    Node node = values.get(name);
    if (!(node instanceof SequenceNode sequence)) {
      Text one = optional(name);
      return one == null ? List.of() : List.of(one);
    }
    List<Text> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        texts.add(Text.of(scalar, lines));
      } else {
        wrong(item, "'" + name + "' is a list of texts.");
      }
    }
    return texts;
  }

  /** The fields of a mapping inside this one; null where there is none. */
  @Nullable Fields inside(String name) {
    Node node = values.get(name);
    if (node == null) {
      return null;
    }
    if (node instanceof MappingNode mapping) {
      return new Fields(mapping, lines, issues);
    }
    wrong(node, "'" + name + "' is a list of 'name: value' lines.");
    return null;
  }

  /** A whole number between two bounds; the default where there is none or a wrong one. */
  int number(String name, int least, int most, int otherwise) {
    Text text = optional(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.value());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with the bounds.
    }
    issues.add(
        new Issue(
            Code.WRONG_VALUE,
            text.place(),
            "'" + name + "' is a whole number from " + least + " to " + most + "."));
    return otherwise;
  }

  /** A word of a closed set, as an upper-case constant; null where there is none or another. */
  <E extends Enum<E>> @Nullable E word(@Nullable Text text, Class<E> type) {
    if (text == null) {
      return null;
    }
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(java.util.Locale.ROOT);
      if (word.equals(text.value())) {
        return constant;
      }
      known.add(word);
    }
    issues.add(
        new Issue(
            Code.WRONG_VALUE,
            text.place(),
            "'" + text.value() + "' is not known here.",
            Words.didYouMeanOrOneOf(text.value(), known)));
    return null;
  }

  List<Issue> issues() {
    return issues;
  }

  Text.Lines lines() {
    return lines;
  }
}
