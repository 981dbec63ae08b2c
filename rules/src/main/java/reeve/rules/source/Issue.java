package reeve.rules.source;

import org.jspecify.annotations.Nullable;

/**
 * Something that checking found.
 *
 * @param message what is wrong, in a sentence
 * @param hint what to do, or null
 */
public record Issue(Code code, Place place, String message, @Nullable String hint) {

  /** How much an issue weighs. */
  public enum Severity {
    /** The rule set is not loaded. */
    ERROR,
    WARNING,
    /** Worth knowing. */
    NOTE
  }

  /** What can be found; the constant is the word in interfaces and metrics. */
  public enum Code {
    NOT_YAML(Severity.ERROR),
    TOO_LARGE(Severity.ERROR),
    ALIAS(Severity.ERROR),
    DUPLICATE_KEY(Severity.ERROR),
    DUPLICATE_RULE(Severity.ERROR),
    UNKNOWN_KEY(Severity.ERROR),
    MISSING_KEY(Severity.ERROR),
    WRONG_VALUE(Severity.ERROR),
    SYNTAX(Severity.ERROR),
    UNKNOWN_FIELD(Severity.ERROR),
    UNKNOWN_NAME(Severity.ERROR),
    WRONG_TYPE(Severity.ERROR),
    CYCLE(Severity.ERROR),
    PATTERN(Severity.ERROR),
    UNKNOWN_CLAUSE(Severity.ERROR),
    ACT_NOT_ALLOWED(Severity.ERROR),
    LIMIT_MISSING(Severity.ERROR),
    TEST_FAILED(Severity.ERROR),
    TESTS_MISSING(Severity.WARNING),
    UNUSED_NAME(Severity.WARNING),
    NEVER_FIRES(Severity.WARNING),
    SHADOWED(Severity.WARNING),
    EXPIRED(Severity.WARNING),
    NOT_COMPILED(Severity.NOTE),
    NOT_ANALYSED(Severity.NOTE);

    final Severity severity;

    Code(Severity severity) {
      this.severity = severity;
    }
  }

  public Issue(Code code, Place place, String message) {
    this(code, place, message, null);
  }

  public Severity severity() {
    return code.severity;
  }

  /**
   * Place, message, the line with a caret under the column, and the hint, on lines of their own.
   */
  public String shown() {
    StringBuilder shown = new StringBuilder();
    shown.append(place).append(": ").append(severity().name().toLowerCase(java.util.Locale.ROOT));
    shown.append(": ").append(message).append('\n');
    if (!place.text().isBlank()) {
      shown.append("  ").append(place.text()).append('\n');
      shown.append("  ").append(" ".repeat(Math.max(0, place.column() - 1))).append("^\n");
    }
    if (hint != null) {
      shown.append("  ").append(hint).append('\n');
    }
    return shown.toString();
  }
}
