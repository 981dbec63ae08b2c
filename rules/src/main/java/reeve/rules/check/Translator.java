package reeve.rules.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Expr.Comparison;
import reeve.rules.expr.Expr.Quantifier;
import reeve.rules.expr.Parts;
import reeve.rules.expr.Simplify;
import reeve.rules.expr.Type;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

/**
 * Turns what cel-java checked into an {@link Expr}, with named expressions put in. What goes beyond
 * its types (maps, times, dyn, comprehensions that build lists...) has no translation.
 */
final class Translator {
  /** So many parts has an expression at the most, named expressions put in wherever they stand. */
  private static final int PARTS = 10_000;

  /** So far inside each other they stand at the most. */
  private static final int DEEP = 250;

  /** So many comprehensions stand inside each other at the most. */
  private static final int COMPREHENSIONS = 2;

  private static final Map<String, reeve.rules.expr.Function> FUNCTIONS =
      Arrays.stream(reeve.rules.expr.Function.values())
          .collect(Collectors.toMap(reeve.rules.expr.Function::overload, Function.identity()));

  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "_==_", Comparison.EQUAL,
          "_!=_", Comparison.UNEQUAL,
          "_<_", Comparison.LESS,
          "_<=_", Comparison.LESS_EQUAL,
          "_>_", Comparison.GREATER,
          "_>=_", Comparison.GREATER_EQUAL);

  private final Schema schema;
  private final CelAbstractSyntaxTree ast;
  private final Map<String, Optional<Expr>> names;
  private final Deque<Bound> bound = new ArrayDeque<>();
  private int size;

  private record Bound(String name, Expr.Variable variable) {}

  /** Thrown inside, and caught in {@link #translate}: there is no translation. */
  private static final class Beyond extends RuntimeException {
    Beyond() {
      super("beyond the compiled types", null, false, false);
    }
  }

  private Translator(Schema schema, CelAbstractSyntaxTree ast, Map<String, Optional<Expr>> names) {
    this.schema = schema;
    this.ast = ast;
    this.names = names;
  }

  /**
   * Translates, and simplifies.
   *
   * @param names a rule's named expressions and counters; empty where one has no translation itself
   * @return null where there is no translation
   */
  static @Nullable Expr translate(
      Schema schema, CelAbstractSyntaxTree ast, Map<String, Optional<Expr>> names) {
    try {
      Expr expr = new Translator(schema, ast, names).expr(ast.getExpr());
      return Parts.count(expr, PARTS, DEEP) > PARTS ? null : Simplify.of(expr);
    } catch (Beyond e) {
      return null;
    }
  }

  private Expr expr(CelExpr of) {
    return switch (of.getKind()) {
      case CONSTANT -> constant(of.constant());
      case IDENT -> ident(of.ident().name());
      case SELECT -> select(of);
      case CALL -> call(of);
      case LIST -> list(of);
      case COMPREHENSION -> each(of.comprehension());
      case NOT_SET, STRUCT, MAP -> throw new Beyond();
    };
  }

  private static Expr constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case BOOLEAN_VALUE -> new Expr.Constant(constant.booleanValue(), Type.BOOL);
      case INT64_VALUE -> new Expr.Constant(constant.int64Value(), Type.INT);
      case DOUBLE_VALUE -> new Expr.Constant(constant.doubleValue(), Type.DOUBLE);
      case STRING_VALUE -> new Expr.Constant(constant.stringValue(), Type.TEXT);
      case NOT_SET, NULL_VALUE, UINT64_VALUE, BYTES_VALUE, TIMESTAMP_VALUE, DURATION_VALUE ->
          throw new Beyond();
    };
  }

  private Expr ident(String name) {
    for (Bound one : bound) {
      if (one.name().equals(name)) {
        return one.variable();
      }
    }
    Optional<Expr> named = names.get(name);
    if (named != null) {
      Expr expr = named.orElseThrow(Beyond::new);
      size += Parts.count(expr, PARTS, DEEP);
      if (size > PARTS) {
        throw new Beyond();
      }
      return expr;
    }
    return new Expr.Field(schema.slot(name).orElseThrow(Beyond::new));
  }

  private Expr select(CelExpr of) {
    CelExpr.CelSelect select = of.select();
    if (select.operand().getKind() != CelExpr.ExprKind.Kind.IDENT) {
      throw new Beyond();
    }
    String root = select.operand().ident().name();
    if (bound.stream().anyMatch(one -> one.name().equals(root)) || names.containsKey(root)) {
      throw new Beyond();
    }
    Slot slot = schema.slot(root + "." + select.field()).orElseThrow(Beyond::new);
    return select.testOnly() ? new Expr.Has(slot) : new Expr.Field(slot);
  }

  private Expr list(CelExpr of) {
    if (!of.list().optionalIndices().isEmpty()) {
      throw new Beyond();
    }
    List<Object> values = new ArrayList<>();
    for (CelExpr element : of.list().elements()) {
      if (expr(element) instanceof Expr.Constant constant) {
        values.add(constant.value());
      } else {
        throw new Beyond();
      }
    }
    return new Expr.Constant(List.copyOf(values), type(of));
  }

  private Type type(CelExpr of) {
    return type(ast.getTypeOrThrow(of.id()));
  }

  private static Type type(CelType type) {
    return switch (type.kind()) {
      case BOOL -> Type.BOOL;
      case INT -> Type.INT;
      case DOUBLE -> Type.DOUBLE;
      case STRING -> Type.TEXT;
      case LIST ->
          switch (((ListType) type).elemType().kind()) {
            case BOOL -> Type.BOOLS;
            case INT -> Type.INTS;
            case DOUBLE -> Type.DOUBLES;
            case STRING -> Type.TEXTS;
            default -> throw new Beyond();
          };
      default -> throw new Beyond();
    };
  }

  private Expr call(CelExpr of) {
    CelExpr.CelCall call = of.call();
    List<Expr> operands = new ArrayList<>();
    call.target().ifPresent(target -> operands.add(expr(target)));
    call.args().forEach(arg -> operands.add(expr(arg)));
    return switch (call.function()) {
      case "_&&_" -> new Expr.And(flat(operands, true));
      case "_||_" -> new Expr.Or(flat(operands, false));
      case "!_" -> new Expr.Not(operands.getFirst());
      case "_?_:_" -> choice(of, operands);
      case Environment.HAS_PHRASE -> phrases(operands, false);
      case Environment.PHRASES -> phrases(operands, true);
      case Environment.ON_LIST -> new Expr.Listed(operands.get(0), literal(operands.get(1)));
      default -> {
        Comparison comparison = COMPARISONS.get(call.function());
        yield comparison == null ? function(of, operands) : compare(comparison, operands);
      }
    };
  }

  private Expr choice(CelExpr of, List<Expr> operands) {
    // Asks for the type, which must be one of ours.
    Type type = type(of);
    Expr choice = new Expr.If(operands.get(0), operands.get(1), operands.get(2));
    if (choice.type() != type) {
      throw new Beyond();
    }
    return choice;
  }

  private static List<Expr> flat(List<Expr> parts, boolean and) {
    List<Expr> flat = new ArrayList<>();
    for (Expr part : parts) {
      if (and && part instanceof Expr.And inner) {
        flat.addAll(inner.parts());
      } else if (!and && part instanceof Expr.Or inner) {
        flat.addAll(inner.parts());
      } else {
        flat.add(part);
      }
    }
    return flat;
  }

  private static String literal(Expr of) {
    if (of instanceof Expr.Constant constant && constant.value() instanceof String text) {
      return text;
    }
    throw new Beyond();
  }

  private static Expr phrases(List<Expr> operands, boolean count) {
    if (operands.getFirst() instanceof Expr.Field field && field.slot().searched()) {
      return new Expr.Phrases(field.slot(), literal(operands.get(1)), count);
    }
    throw new Beyond();
  }

  private static Expr compare(Comparison by, List<Expr> operands) {
    Type left = operands.get(0).type();
    Type right = operands.get(1).type();
    boolean order = by != Comparison.EQUAL && by != Comparison.UNEQUAL;
    boolean alike = left == right || (left.numeric() && right.numeric());
    if (!alike || (left.list() && order)) {
      throw new Beyond();
    }
    if (!order && (lenient(operands.get(0)) || lenient(operands.get(1)))) {
      throw new Beyond();
    }
    return new Expr.Compare(by, operands.get(0), operands.get(1));
  }

  /**
   * Whether cel-java hands on an error of this as if it were a value, which then equals nothing:
   * {@code (1/0 == 1 && true) != true} holds.
   */
  private static boolean lenient(Expr expr) {
    return switch (expr) {
      case Expr.And _, Expr.Or _ -> true;
      case Expr.Each each -> each.quantifier() != Quantifier.EXISTS_ONE;
      case Expr.If choice -> lenient(choice.then()) || lenient(choice.otherwise());
      case Expr.Constant _,
          Expr.Field _,
          Expr.Has _,
          Expr.Reading _,
          Expr.Variable _,
          Expr.Not _,
          Expr.Compare _,
          Expr.Call _,
          Expr.Phrases _,
          Expr.Listed _ ->
          false;
    };
  }

  private Expr function(CelExpr of, List<Expr> operands) {
    CelReference reference = ast.getReferenceOrThrow(of.id());
    if (reference.overloadIds().size() != 1) {
      throw new Beyond();
    }
    String overload = reference.overloadIds().getFirst();
    reeve.rules.expr.Function function = FUNCTIONS.get(named(overload));
    if (function == null) {
      throw new Beyond();
    }
    if (function == reeve.rules.expr.Function.MATCHES) {
      literal(operands.get(1));
    }
    if (function == reeve.rules.expr.Function.INDEX_TEXTS
        && operands.getFirst().type() != Type.TEXTS) {
      throw new Beyond();
    }
    return new Expr.Call(function, operands);
  }

  /** Some functions have one meaning and two ids: as a function and as a method. */
  private static String named(String overload) {
    return switch (overload) {
      case "matches" -> "matches_string";
      case "string_size" -> "size_string";
      case "list_size" -> "size_list";
      default -> overload;
    };
  }

  private Expr each(CelExpr.CelComprehension of) {
    if (!of.iterVar2().isEmpty()) {
      throw new Beyond();
    }
    Expr range = expr(of.iterRange());
    if (!range.type().list()) {
      throw new Beyond();
    }
    Quantifier quantifier = quantifier(of);
    int depth = bound.size();
    if (depth == COMPREHENSIONS) {
      throw new Beyond();
    }
    bound.push(new Bound(of.iterVar(), new Expr.Variable(depth, range.type().element())));
    try {
      return new Expr.Each(quantifier, range, depth, expr(condition(of, quantifier)));
    } finally {
      bound.pop();
    }
  }

  /** Which macro a comprehension was expanded from. */
  private static Quantifier quantifier(CelExpr.CelComprehension of) {
    CelExpr step = of.loopStep();
    if (of.accuInit().getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || step.getKind() != CelExpr.ExprKind.Kind.CALL) {
      throw new Beyond();
    }
    CelConstant start = of.accuInit().constant();
    boolean bool = start.getKind() == CelConstant.Kind.BOOLEAN_VALUE;
    String function = step.call().function();
    if (bool && !start.booleanValue() && function.equals("_||_") && accu(of, step, 0)) {
      return Quantifier.EXISTS;
    }
    if (bool && start.booleanValue() && function.equals("_&&_") && accu(of, step, 0)) {
      return Quantifier.ALL;
    }
    if (start.getKind() == CelConstant.Kind.INT64_VALUE && function.equals("_?_:_")) {
      return Quantifier.EXISTS_ONE;
    }
    throw new Beyond();
  }

  private static boolean accu(CelExpr.CelComprehension of, CelExpr step, int arg) {
    CelExpr operand = step.call().args().get(arg);
    return operand.getKind() == CelExpr.ExprKind.Kind.IDENT
        && operand.ident().name().equals(of.accuVar());
  }

  private static CelExpr condition(CelExpr.CelComprehension of, Quantifier quantifier) {
    return of.loopStep().call().args().get(quantifier == Quantifier.EXISTS_ONE ? 0 : 1);
  }

  /** Whether a type is a list of texts. */
  static boolean texts(CelType type) {
    return type.kind() == CelKind.LIST && ((ListType) type).elemType().kind() == CelKind.STRING;
  }
}
