package reeve.rules.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.source.Issue;
import reeve.rules.source.Issue.Code;
import reeve.rules.source.Sources;
import reeve.rules.source.Text;
import reeve.rules.source.Words;

/** Looks at each call of a checked expression: patterns, lists, phrase banks. */
final class Walk {
  private static final int NODES = 2_000;

  private final Schema schema;
  private final Sources sources;
  private final List<Issue> issues;
  private final Set<String> files = new HashSet<>();

  Walk(Schema schema, Sources sources, List<Issue> issues) {
    this.schema = schema;
    this.sources = sources;
    this.issues = issues;
  }

  /** The lists and banks that all expressions so far read, by path within the set. */
  Set<String> files() {
    return files;
  }

  /** The names that a parsed expression reads. */
  static Set<String> names(CelAbstractSyntaxTree ast) {
    Set<String> names = new HashSet<>();
    nodes(ast)
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
        .forEach(node -> names.add(node.expr().ident().name()));
    return names;
  }

  private static Stream<CelNavigableExpr> nodes(CelAbstractSyntaxTree ast) {
    return CelNavigableAst.fromAst(ast).getRoot().allNodes();
  }

  void look(Text source, CelAbstractSyntaxTree ast) {
    if (nodes(ast).count() > NODES) {
      issues.add(
          new Issue(
              Code.TOO_LARGE,
              source.place(),
              "An expression has at most " + NODES + " parts.",
              "Put lists of words into a phrase bank or a list."));
    }
    nodes(ast)
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.CALL)
        .forEach(node -> call(source, ast, node.expr()));
  }

  private void call(Text source, CelAbstractSyntaxTree ast, CelExpr of) {
    CelExpr.CelCall call = of.call();
    switch (call.function()) {
      case "matches" -> pattern(source, ast, of, call.args().getLast());
      case Environment.ON_LIST ->
          named(source, ast, of, "list", "lists/", sources.lists().keySet());
      case Environment.HAS_PHRASE, Environment.PHRASES -> {
        named(source, ast, of, "phrase bank", "phrases/", sources.banks().keySet());
        searched(source, ast, of);
      }
      default -> {}
    }
  }

  private void add(
      Text source, CelAbstractSyntaxTree ast, CelExpr at, Code code, String message, String hint) {
    Integer offset = ast.getSource().getPositionsMap().get(at.id());
    var location =
        offset == null
            ? Optional.<dev.cel.common.CelSourceLocation>empty()
            : ast.getSource().getOffsetLocation(offset);
    issues.add(
        new Issue(
            code,
            location
                .map(place -> source.at(place.getLine(), place.getColumn()))
                .orElse(source.place()),
            message,
            hint.isEmpty() ? null : hint));
  }

  private static Optional<String> literal(CelExpr of) {
    return of.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && of.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(of.constant().stringValue())
        : Optional.empty();
  }

  private void pattern(Text source, CelAbstractSyntaxTree ast, CelExpr of, CelExpr arg) {
    Optional<String> pattern = literal(arg);
    if (pattern.isEmpty()) {
      add(source, ast, of, Code.PATTERN, "A pattern is written out, as a text in quotes.", "");
      return;
    }
    try {
      int size = PatternSize.of(pattern.get(), Environment.PATTERN);
      if (size <= Environment.PATTERN) {
        size = Pattern.compile(pattern.get()).programSize();
      }
      if (size > Environment.PATTERN) {
        add(
            source,
            ast,
            of,
            Code.PATTERN,
            "This pattern is too large: it has more than " + Environment.PATTERN + " instructions.",
            "Put words into a phrase bank, and repeat less often than {n}.");
      }
    } catch (PatternSyntaxException e) {
      add(
          source,
          ast,
          of,
          Code.PATTERN,
          "This is no RE2 pattern: " + e.getDescription() + ".",
          "Look-around and back references do not exist in RE2.");
    }
  }

  private void named(
      Text source,
      CelAbstractSyntaxTree ast,
      CelExpr of,
      String what,
      String folder,
      Set<String> known) {
    Optional<String> name = literal(of.call().args().getLast());
    if (name.isEmpty()) {
      add(source, ast, of, Code.UNKNOWN_NAME, "The name of a " + what + " is written out.", "");
    } else if (!known.contains(name.get())) {
      String hint = Words.didYouMeanOrOneOf(name.get(), known);
      add(
          source,
          ast,
          of,
          Code.UNKNOWN_NAME,
          "There is no " + what + " '" + name.get() + "'.",
          hint == null ? "" : hint);
    } else {
      files.add(folder + name.get() + ".txt");
    }
  }

  private void searched(Text source, CelAbstractSyntaxTree ast, CelExpr of) {
    List<String> searched = schema.slots().stream().filter(Slot::searched).map(Slot::path).toList();
    boolean known = of.call().target().map(Walk::path).filter(searched::contains).isPresent();
    if (!known) {
      add(
          source,
          ast,
          of,
          Code.WRONG_TYPE,
          "Phrases are looked for in a searched field.",
          "One of: " + String.join(", ", searched) + ".");
    }
  }

  private static String path(CelExpr of) {
    return switch (of.getKind()) {
      case IDENT -> of.ident().name();
      case SELECT -> path(of.select().operand()) + "." + of.select().field();
      case NOT_SET, CONSTANT, CALL, LIST, STRUCT, MAP, COMPREHENSION -> "";
    };
  }
}
