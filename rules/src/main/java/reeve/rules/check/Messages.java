package reeve.rules.check;

import dev.cel.common.CelIssue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.source.Issue;
import reeve.rules.source.Issue.Code;
import reeve.rules.source.Place;
import reeve.rules.source.Text;
import reeve.rules.source.Words;

/** Says what cel-java found in plain words, at its place in the rule file. */
final class Messages {
  private static final Pattern FIELD = Pattern.compile("undefined field '(.*)'");
  private static final Pattern NAME = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "found no matching overload for '([^']*)' applied to '(.*?)' \\(cand.*", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("([a-z_][a-z0-9_]*)\\s*$");

  private final Schema schema;
  private final String event;
  private final List<String> names;

  /**
   * For one rule.
   *
   * @param names of its named expressions and counters
   */
  Messages(Schema schema, String event, List<String> names) {
    this.schema = schema;
    this.event = event;
    this.names = List.copyOf(names);
  }

  Issue issue(CelIssue from, Text source) {
    int line = from.getSourceLocation().getLine();
    int column = from.getSourceLocation().getColumn();
    Place place = source.at(Math.max(1, line), Math.max(0, column));
    String said = from.getMessage();
    Matcher field = FIELD.matcher(said);
    if (field.matches()) {
      return field(field.group(1), before(source.value(), line, column), place);
    }
    Matcher name = NAME.matcher(said);
    if (name.matches()) {
      return name(name.group(1), place);
    }
    Matcher overload = OVERLOAD.matcher(said);
    if (overload.matches()) {
      return new Issue(
          Code.WRONG_TYPE, place, overload(overload.group(1), overload.group(2)), null);
    }
    boolean types = said.startsWith("expected type") || said.startsWith("expression of type");
    return new Issue(types ? Code.WRONG_TYPE : Code.SYNTAX, place, sentence(said));
  }

  private static @Nullable String before(String value, int line, int column) {
    List<String> lines = value.lines().toList();
    if (line < 1 || line > lines.size()) {
      return null;
    }
    String text = lines.get(line - 1);
    Matcher variable = VARIABLE.matcher(text.substring(0, Math.min(text.length(), column)));
    return variable.find() ? variable.group(1) : null;
  }

  private Issue field(String field, @Nullable String variable, Place place) {
    if (variable == null || !schema.roots(event).contains(variable)) {
      return new Issue(Code.UNKNOWN_FIELD, place, "There is no field '" + field + "'.");
    }
    return new Issue(
        Code.UNKNOWN_FIELD,
        place,
        "'" + variable + "' has no field '" + field + "'.",
        Words.didYouMeanOrOneOf(field, schema.fields(variable).stream().map(Slot::name).toList()));
  }

  private Issue name(String name, Place place) {
    List<String> known = new ArrayList<>(schema.roots(event));
    known.addAll(names);
    boolean elsewhere = schema.slots().stream().anyMatch(slot -> slot.root().equals(name));
    return new Issue(
        Code.UNKNOWN_NAME,
        place,
        elsewhere
            ? "An event of the kind " + event + " has no '" + name + "'."
            : names.contains(name)
                ? "'" + name + "' cannot be read here."
                : "There is nothing named '" + name + "'.",
        Words.didYouMeanOrOneOf(name, known));
  }

  private static String overload(String function, String operands) {
    String sign = function.replace("_", "").replace("@", "");
    String types = operands.replaceAll("^\\(|\\)$", "");
    return "'" + sign + "' does not take " + types.replace(", ", " and ") + ".";
  }

  private static String sentence(String said) {
    String first = said.lines().findFirst().orElse(said);
    String whole = first.replaceFirst(", expecting \\{.*", "").replaceFirst(" expecting \\{.*", "");
    whole = whole.replace("'<EOF>'", "the end");
    return Character.toUpperCase(whole.charAt(0)) + whole.substring(1) + ".";
  }
}
