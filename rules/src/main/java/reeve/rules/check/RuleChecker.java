package reeve.rules.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Type;
import reeve.rules.source.Issue;
import reeve.rules.source.Issue.Code;
import reeve.rules.source.Place;
import reeve.rules.source.RuleSource;
import reeve.rules.source.RuleSource.Kind;
import reeve.rules.source.RuleSource.Then;
import reeve.rules.source.Sources;
import reeve.rules.source.Text;
import reeve.rules.source.Words;

/** Checks one rule: names in order, expressions, counters, clause, limits. */
final class RuleChecker {
  private static final RuleSource.Limits LIMITS = new RuleSource.Limits(100, 1_000, 0.01);
  private static final Set<String> RESERVED =
      Set.of(
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "null",
          "return",
          "true",
          "var",
          "void",
          "while");

  private final Terms terms;
  private final Environment environment;
  private final RuleSource source;
  private final List<Issue> issues;
  private final Messages messages;
  private final Walk walk;
  private final CelCompilerBuilder compiler;
  private final Map<String, Expression> lets = new LinkedHashMap<>();
  private final Map<String, Counter> counters = new LinkedHashMap<>();
  private final Map<String, Optional<Expr>> names = new HashMap<>();
  private final Set<String> read = new HashSet<>();
  private final Set<String> broken = new HashSet<>();

  RuleChecker(
      Terms terms,
      Environment environment,
      Sources sources,
      RuleSource source,
      List<Issue> issues) {
    this.terms = terms;
    this.environment = environment;
    this.source = source;
    this.issues = issues;
    List<String> own = new ArrayList<>(source.lets().keySet());
    own.addAll(source.counters().keySet());
    messages = new Messages(terms.schema(), source.event().value(), own);
    walk = new Walk(terms.schema(), sources, issues);
    compiler = environment.compiler(source.event().value());
  }

  /**
   * The checked rule.
   *
   * @param version of its file
   * @return null where an error was found
   */
  @Nullable Rule check(String version) {
    int before = errors();
    if (!terms.schema().kinds().contains(source.event().value())) {
      add(
          Code.UNKNOWN_NAME,
          source.event().place(),
          "There is no kind of event '" + source.event().value() + "'.",
          Words.didYouMeanOrOneOf(source.event().value(), terms.schema().kinds()));
      return null;
    }
    clause();
    if (!own()) {
      return null;
    }
    List<String> order = order();
    Set<String> late = new HashSet<>(source.counters().keySet());
    for (String name : order) {
      if (!broken.contains(name) && !late(name, late)) {
        let(name);
      }
    }
    source.counters().forEach(this::counter);
    counters.forEach((name, counter) -> {
      compiler.addVar(
          name, Counter.reads(counter.kind()) == Type.INT ? SimpleType.INT : SimpleType.DOUBLE);
      names.put(name, Optional.of(new Expr.Reading(counter)));
    });
    source.counters().keySet().stream()
        .filter(name -> !counters.containsKey(name))
        .forEach(this::broken);
    order.stream()
        .filter(name -> !lets.containsKey(name) && !broken.contains(name))
        .forEach(this::let);
    Expression when = expression(source.when(), SimpleType.BOOL);
    if (errors() == before) {
      unused();
    }
    expired();
    if (errors() > before || when == null) {
      return null;
    }
    if (when.expr() == null) {
      add(
          Code.NOT_COMPILED,
          source.when().place(),
          "This condition goes beyond the types that compile; cel-java evaluates it, slowly.",
          "Maps, times, dyn and lists made by map or filter are evaluated so.");
    }
    return new Rule(
        source.name().value(),
        version,
        source.owner().value(),
        source.description().value(),
        source.clause().value(),
        source.event().value(),
        lets,
        counters,
        when,
        source.then(),
        source.limits() == null ? LIMITS : source.limits(),
        source.missing(),
        source.expires(),
        source.tests(),
        walk.files(),
        source);
  }

  private int errors() {
    return (int) issues.stream().filter(issue -> issue.severity() == Issue.Severity.ERROR).count();
  }

  private void add(Code code, Place place, String message, @Nullable String hint) {
    issues.add(new Issue(code, place, message, hint));
  }

  private void clause() {
    String clause = source.clause().value();
    if (!terms.clauses().ids().contains(clause)) {
      add(
          Code.UNKNOWN_CLAUSE,
          source.clause().place(),
          "There is no policy clause '" + clause + "'.",
          Words.didYouMeanOrOneOf(clause, terms.clauses().ids()));
      return;
    }
    if (source.then() instanceof Then.Act act) {
      if (!terms.clauses().mayAct(clause).contains(act.measure())) {
        add(
            Code.ACT_NOT_ALLOWED,
            act.place(),
            "The clause " + clause + " does not allow a rule to do this by itself.",
            "Surface the account instead; a human decides.");
      }
      if (source.limits() == null) {
        add(
            Code.LIMIT_MISSING,
            act.place(),
            "A rule that acts states its limits.",
            "limits: {accounts_per_hour: .., accounts_per_day: .., share_of_events: ..}");
      }
    }
  }

  /** A rule's own names must not hide anything. */
  private boolean own() {
    Set<String> taken = new HashSet<>(environment.roots(source.event().value()));
    taken.addAll(RESERVED);
    List<Text> own = new ArrayList<>();
    source.lets().values().forEach(let -> own.add(let.name()));
    source.counters().values().forEach(counter -> own.add(counter.name()));
    boolean distinct = true;
    for (Text name : own) {
      if (!taken.add(name.value())) {
        add(
            Code.WRONG_VALUE,
            name.place(),
            "'" + name.value() + "' is the name of something else.",
            "Choose another name.");
        distinct = false;
      }
    }
    return distinct;
  }

  /** The named expressions, each after those that it reads. */
  private List<String> order() {
    Map<String, Set<String>> reads = new HashMap<>();
    CelCompiler parser = compiler.build();
    source
        .lets()
        .forEach((name, let) -> {
          Set<String> used = new LinkedHashSet<>();
          CelValidationResult parsed = parser.parse(let.expression().value());
          if (!parsed.hasError()) {
            used.addAll(Walk.names(ast(parsed)));
            used.retainAll(source.lets().keySet());
          }
          reads.put(name, used);
        });
    LinkedHashSet<String> order = new LinkedHashSet<>();
    for (String name : source.lets().keySet()) {
      visit(name, reads, order, new LinkedHashSet<>());
    }
    return List.copyOf(order);
  }

  private void visit(
      String name, Map<String, Set<String>> reads, Set<String> order, Set<String> path) {
    if (order.contains(name)) {
      return;
    }
    if (!path.add(name)) {
      RuleSource.Named let = source.lets().get(name);
      if (let != null && issues.stream().noneMatch(issue -> issue.code() == Code.CYCLE)) {
        add(
            Code.CYCLE,
            let.name().place(),
            "Named expressions read each other in a circle: "
                + String.join(" > ", path)
                + " > "
                + name
                + ".",
            null);
      }
      path.stream().filter(one -> !broken.contains(one)).forEach(this::broken);
      return;
    }
    for (String next : reads.getOrDefault(name, Set.of())) {
      visit(next, reads, order, path);
    }
    path.remove(name);
    order.add(name);
  }

  /** Whether a named expression reads a counter, itself or through another. */
  private boolean late(String name, Set<String> late) {
    RuleSource.Named let = source.lets().get(name);
    if (let == null) {
      return false;
    }
    CelValidationResult parsed = compiler.build().parse(let.expression().value());
    boolean reads = !parsed.hasError() && Walk.names(ast(parsed)).stream().anyMatch(late::contains);
    if (reads) {
      late.add(name);
    }
    return reads;
  }

  private static CelAbstractSyntaxTree ast(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("a result without error has a tree", e);
    }
  }

  private void let(String name) {
    RuleSource.Named let = source.lets().get(name);
    Expression expression = let == null ? null : expression(let.expression(), null);
    if (expression == null) {
      broken(name);
      return;
    }
    lets.put(name, expression);
    compiler.addVar(name, expression.type());
    names.put(name, Optional.ofNullable(expression.expr()));
  }

  /** What reads a broken name is not blamed for it. */
  private void broken(String name) {
    compiler.addVar(name, SimpleType.DYN);
    broken.add(name);
  }

  /** Checks an expression; null, with issues, where it is wrong. */
  private @Nullable Expression expression(Text text, @Nullable CelType type) {
    CelCompiler now =
        type == null
            ? compiler.build()
            : compiler.build().toCompilerBuilder().setResultType(type).build();
    CelValidationResult result = now.compile(text.value());
    if (result.hasError()) {
      result.getErrors().stream().limit(10).forEach(e -> issues.add(messages.issue(e, text)));
      return null;
    }
    CelAbstractSyntaxTree ast = ast(result);
    read.addAll(Walk.names(ast));
    walk.look(text, ast);
    return new Expression(text, ast, Translator.translate(terms.schema(), ast, names));
  }

  private void counter(String name, RuleSource.Counter from) {
    Expr of = from.of() == null ? null : part(from, from.of());
    Expr where = from.where() == null ? null : part(from, from.where());
    List<Expr> key = new ArrayList<>();
    for (Text text : from.key()) {
      Expr one = part(from, text);
      if (one != null) {
        key.add(one);
      }
    }
    if (key.size() < from.key().size()
        || (from.of() != null && of == null)
        || (from.where() != null && where == null)) {
      return;
    }
    if (key.stream().filter(one -> one.type().list()).count() > 1) {
      add(Code.WRONG_TYPE, from.name().place(), "At most one part of a key is a list.", null);
      return;
    }
    expect(from.where(), where, Type.BOOL);
    if (from.kind() == Kind.SUM) {
      expect(from.of(), of, Type.INT);
    }
    if (from.kind() == Kind.RATIO) {
      expect(from.of(), of, Type.BOOL);
    }
    counters.put(
        name,
        new Counter(
            source.event().value(), from.kind(), of, key, where, from.window(), from.per()));
  }

  private void expect(@Nullable Text text, @Nullable Expr of, Type type) {
    if (text != null && of != null && of.type() != type) {
      add(
          Code.WRONG_TYPE,
          text.place(),
          "This must be " + type.name().toLowerCase(java.util.Locale.ROOT) + ".",
          null);
    }
  }

  private @Nullable Expr part(RuleSource.Counter from, Text text) {
    int before = issues.size();
    Expression expression = expression(text, null);
    if (expression == null) {
      Set<String> used = new HashSet<>(source.counters().keySet());
      CelValidationResult parsed = compiler.build().parse(text.value());
      if (!parsed.hasError() && Walk.names(ast(parsed)).stream().anyMatch(used::contains)) {
        while (issues.size() > before) {
          issues.removeLast();
        }
        add(
            Code.WRONG_TYPE,
            text.place(),
            "What counter '" + from.name().value() + "' counts must not read counters.",
            null);
      }
      return null;
    }
    if (expression.expr() == null && errors() == 0) {
      add(
          Code.WRONG_TYPE,
          text.place(),
          "A counter reads booleans, numbers, texts and lists of them.",
          null);
    }
    return expression.expr();
  }

  private void unused() {
    source.lets().forEach((name, let) -> unused(let.name()));
    source.counters().forEach((name, counter) -> unused(counter.name()));
  }

  private void unused(Text name) {
    if (!read.contains(name.value())) {
      add(Code.UNUSED_NAME, name.place(), "'" + name.value() + "' is read nowhere.", null);
    }
  }

  private void expired() {
    if (source.expires() != null && !source.expires().isAfter(terms.today())) {
      add(
          Code.EXPIRED,
          source.name().place(),
          "This rule expired on " + source.expires() + " and does not run.",
          null);
    }
    if (source.tests().isEmpty()) {
      add(
          Code.TESTS_MISSING,
          source.name().place(),
          "This rule has no tests.",
          "Write at least one event that must hit and one that must not: news, counter-speech.");
    }
  }
}
