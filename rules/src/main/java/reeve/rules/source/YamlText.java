package reeve.rules.source;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;
import reeve.rules.source.Issue.Code;

/**
 * Reads YAML to nodes with marks. One document, no aliases (which could stand for more than any
 * memory holds), bounded in size and depth. Scalars stay as written: no word turns into a number, a
 * date or a boolean by itself.
 */
final class YamlText {
  private static final int DEPTH = 20;

  private YamlText() {}

  /** The document's mapping, or empty after adding an issue. */
  static Optional<MappingNode> mapping(Text.Lines lines, String content, List<Issue> issues) {
    try {
      Optional<Event> alias = alias(content);
      if (alias.isPresent()) {
        issues.add(
            new Issue(
                Code.ALIAS,
                lines.at(alias.get().getStartMark()),
                "Aliases are not allowed in rule files.",
                "Write the value out."));
        return Optional.empty();
      }
      Node root = new Composer(parser(content), new Resolver(), options()).getSingleNode();
      if (root instanceof MappingNode mapping) {
        return Optional.of(mapping);
      }
      issues.add(
          new Issue(
              Code.NOT_YAML,
              Place.whole(lines.file()),
              "A rule file is a list of 'name: value' lines.",
              "Begin with 'rule: a-name'."));
    } catch (MarkedYAMLException e) {
      Place place =
          e.getProblemMark() == null ? Place.whole(lines.file()) : lines.at(e.getProblemMark());
      issues.add(new Issue(Code.NOT_YAML, place, message(e), tab(e)));
    } catch (YAMLException e) {
      issues.add(
          new Issue(
              Code.NOT_YAML, Place.whole(lines.file()), "This is not YAML: " + e.getMessage()));
    }
    return Optional.empty();
  }

  private static String message(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    return "This is not YAML: " + problem + ".";
  }

  private static @org.jspecify.annotations.Nullable String tab(MarkedYAMLException e) {
    return String.valueOf(e.getProblem()).contains("\\t(TAB)")
        ? "Indent with spaces; YAML takes no tabs."
        : null;
  }

  private static Optional<Event> alias(String content) {
    Parser events = parser(content);
    while (!events.checkEvent(Event.ID.StreamEnd)) {
      Event event = events.getEvent();
      if (event instanceof AliasEvent) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  private static Parser parser(String content) {
    return new ParserImpl(new StreamReader(content), options());
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEPTH);
    options.setCodePointLimit(RuleReader.SIZE);
    return options;
  }
}
