package reeve.rules.expr;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Expr.Comparison;

/**
 * Gives expressions that mean the same one form, as far as that is easy: constants computed (unless
 * that ends in an error), conjunctions flat and without repetition, no double negation, constants
 * on the right, lists that are searched sorted. The value, or the error, stays the same.
 */
public final class Simplify {
  private Simplify() {}

  public static Expr of(Expr expr) {
    return switch (expr) {
      case Expr.Constant _, Expr.Field _, Expr.Has _, Expr.Reading _ -> expr;
      case Expr.Variable _, Expr.Phrases _ -> expr;
      case Expr.And and -> all(and.parts(), true);
      case Expr.Or or -> all(or.parts(), false);
      case Expr.Not not -> not(of(not.of()));
      case Expr.If choice -> choice(choice);
      case Expr.Compare compare -> compare(compare.by(), of(compare.left()), of(compare.right()));
      case Expr.Call call -> call(call);
      case Expr.Listed listed -> new Expr.Listed(of(listed.text()), listed.list());
      case Expr.Each each ->
          new Expr.Each(each.quantifier(), of(each.list()), each.depth(), of(each.condition()));
    };
  }

  private static Expr.Constant bool(boolean value) {
    return new Expr.Constant(value, Type.BOOL);
  }

  private static Expr all(List<Expr> parts, boolean and) {
    Set<Expr> all = new LinkedHashSet<>();
    for (Expr part : parts) {
      Expr one = of(part);
      if (and && one instanceof Expr.And inner) {
        all.addAll(inner.parts());
      } else if (!and && one instanceof Expr.Or inner) {
        all.addAll(inner.parts());
      } else {
        all.add(one);
      }
    }
    if (all.contains(bool(!and))) {
      return bool(!and);
    }
    all.remove(bool(and));
    if (all.size() < 2) {
      return all.isEmpty() ? bool(and) : all.iterator().next();
    }
    return and ? new Expr.And(List.copyOf(all)) : new Expr.Or(List.copyOf(all));
  }

  private static Expr not(Expr of) {
    return switch (of) {
      case Expr.Constant constant -> bool(!(Boolean) constant.value());
      case Expr.Not inner -> inner.of();
      case Expr.Compare compare when opposite(compare) != null -> {
        Comparison by = opposite(compare);
        yield new Expr.Compare(by == null ? compare.by() : by, compare.left(), compare.right());
      }
      case Expr.Field _,
          Expr.Has _,
          Expr.Reading _,
          Expr.Variable _,
          Expr.And _,
          Expr.Or _,
          Expr.If _,
          Expr.Compare _,
          Expr.Call _,
          Expr.Phrases _,
          Expr.Listed _,
          Expr.Each _ ->
          new Expr.Not(of);
    };
  }

  /** Null where NaN makes a comparison and its opposite both fail. */
  private static @Nullable Comparison opposite(Expr.Compare compare) {
    boolean total = compare.left().type() != Type.DOUBLE || compare.right().type() != Type.DOUBLE;
    return switch (compare.by()) {
      case EQUAL -> Comparison.UNEQUAL;
      case UNEQUAL -> Comparison.EQUAL;
      case LESS -> total ? Comparison.GREATER_EQUAL : null;
      case LESS_EQUAL -> total ? Comparison.GREATER : null;
      case GREATER -> total ? Comparison.LESS_EQUAL : null;
      case GREATER_EQUAL -> total ? Comparison.LESS : null;
    };
  }

  private static Expr choice(Expr.If of) {
    Expr test = of(of.test());
    if (test instanceof Expr.Constant constant) {
      return of((Boolean) constant.value() ? of.then() : of.otherwise());
    }
    return new Expr.If(test, of(of.then()), of(of.otherwise()));
  }

  private static Expr compare(Comparison by, Expr left, Expr right) {
    if (left instanceof Expr.Constant a && right instanceof Expr.Constant b) {
      Boolean known = compare(by, a.value(), b.value());
      if (known != null) {
        return bool(known);
      }
    }
    return (left instanceof Expr.Constant && !(right instanceof Expr.Constant))
        ? new Expr.Compare(mirrored(by), right, left)
        : new Expr.Compare(by, left, right);
  }

  private static @Nullable Boolean compare(Comparison by, Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return Operators.holds(by, Long.compare(a, b));
    }
    if (left instanceof Double a && right instanceof Double b) {
      return Operators.holds(by, (double) a, (double) b);
    }
    if (left instanceof Double a && right instanceof Long b) {
      return Operators.holds(by, Operators.compare(a, b));
    }
    if (left instanceof Long a && right instanceof Double b) {
      return Operators.holds(by, -Operators.compare(b, a));
    }
    if (left instanceof String a && right instanceof String b) {
      return Operators.holds(by, a.compareTo(b));
    }
    return (left instanceof Boolean a && right instanceof Boolean b)
        ? Operators.holds(by, Boolean.compare(a, b))
        : null;
  }

  private static Comparison mirrored(Comparison by) {
    return switch (by) {
      case EQUAL, UNEQUAL -> by;
      case LESS -> Comparison.GREATER;
      case LESS_EQUAL -> Comparison.GREATER_EQUAL;
      case GREATER -> Comparison.LESS;
      case GREATER_EQUAL -> Comparison.LESS_EQUAL;
    };
  }

  private static Expr call(Expr.Call of) {
    List<Expr> operands = of.operands().stream().map(Simplify::of).toList();
    if (of.function() == Function.IN_LIST
        && operands.get(1) instanceof Expr.Constant list
        && list.value() instanceof List<?> values) {
      return in(operands.get(0), list, values);
    }
    if (operands.stream().allMatch(Expr.Constant.class::isInstance)) {
      Object value =
          Fold.call(
              of.function(), operands.stream().map(one -> ((Expr.Constant) one).value()).toList());
      if (value != null) {
        return new Expr.Constant(value, of.type());
      }
    }
    return new Expr.Call(of.function(), operands);
  }

  private static Expr in(Expr of, Expr.Constant list, List<?> values) {
    List<?> sorted = values.stream().distinct().sorted().toList();
    return sorted.size() == 1
        ? compare(Comparison.EQUAL, of, new Expr.Constant(sorted.getFirst(), of.type()))
        : new Expr.Call(
            Function.IN_LIST, List.of(of, new Expr.Constant(List.copyOf(sorted), list.type())));
  }
}
