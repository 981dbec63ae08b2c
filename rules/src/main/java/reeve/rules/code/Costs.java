package reeve.rules.code;

import java.util.IdentityHashMap;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Function;
import reeve.rules.expr.Parts;
import reeve.rules.expr.Type;

/** What computing expressions takes, about in nanoseconds: only the order matters. */
final class Costs {
  static final int MOST = 1_000_000;

  /** A condition that does not compile. */
  static final int SLOW = 5_000;

  private static final int PATTERN = 200;
  private static final int LITERAL = 30;
  private static final int WORDS = 8;

  /** So many elements of a list that is a key are counted on. */
  private static final int ELEMENTS = 2;

  private final LiteralTests literals;
  private final IdentityHashMap<Expr, Integer> known = new IdentityHashMap<>();

  Costs(LiteralTests literals) {
    this.literals = literals;
  }

  int of(Expr expr) {
    Integer cost = known.get(expr);
    if (cost == null) {
      cost = Math.min(compute(expr), MOST);
      known.put(expr, cost);
    }
    return cost;
  }

  private int compute(Expr expr) {
    LiteralTests.Asked asked = literals.asked(expr);
    if (asked != null) {
      // The first one of an event pays for the search.
      return asked.decides() ? LITERAL : LITERAL + PATTERN / 4;
    }
    int parts = 0;
    for (Expr part : Parts.of(expr)) {
      parts = Math.min(parts + of(part), MOST);
    }
    return switch (expr) {
      case Expr.Constant _ -> 0;
      case Expr.Field _, Expr.Has _, Expr.Variable _ -> 1;
      case Expr.Reading _ -> 2;
      case Expr.And _, Expr.Or _, Expr.Not _, Expr.If _ -> parts + 1;
      case Expr.Compare compare -> parts + compare(compare.left().type());
      case Expr.Call call -> parts + call(call.function());
      case Expr.Phrases _ -> LITERAL + 5;
      case Expr.Listed listed -> parts + (listed.text().type().list() ? 40 : 15);
      case Expr.Each each -> 5 + 8 * parts + of(each.list());
    };
  }

  private static int compare(Type type) {
    return type.list() ? 20 : type == Type.TEXT ? 4 : 1;
  }

  private static int call(Function function) {
    return switch (function) {
      case ADD_INT, SUBTRACT_INT, ADD_DOUBLE, SUBTRACT_DOUBLE, MULTIPLY_DOUBLE -> 1;
      case NEGATE_INT, NEGATE_DOUBLE, DOUBLE_OF_INT, INT_OF_DOUBLE -> 1;
      case MULTIPLY_INT, SIZE_LIST, INDEX_TEXTS -> 2;
      case DIVIDE_INT, MODULO_INT, DIVIDE_DOUBLE, STARTS_WITH, ENDS_WITH -> 5;
      case SIZE_TEXT, IN_LIST -> 10;
      case CONTAINS, JOIN, INT_OF_TEXT, TEXT_OF_INT, TEXT_OF_BOOL -> 25;
      case DOUBLE_OF_TEXT, TEXT_OF_DOUBLE -> 60;
      case MATCHES -> PATTERN;
    };
  }

  /** What a counter takes beside its expressions: hashing, and a bump of the state. */
  static int bump(Counter counter) {
    boolean list = counter.key().stream().anyMatch(key -> key.type().list());
    int bump =
        switch (counter.kind()) {
          case COUNT, RATE -> 180;
          case SUM, RATIO, FIRST_SEEN -> 220;
          case DISTINCT -> 380;
        };
    return list ? ELEMENTS * bump : bump;
  }

  /** Whether computing something once for all who want it is cheaper than computing it again. */
  boolean worthKeeping(Expr expr) {
    LiteralTests.Asked asked = literals.asked(expr);
    return (asked != null && asked.decides()) ? asked.ids().size() > 64 : of(expr) >= WORDS;
  }
}
