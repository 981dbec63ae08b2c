package reeve.rules.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Parts;

/**
 * Decides the order of conditions and which expressions become methods of their own: those that
 * several places want, whose value is kept in a cell of the frame for the event, and those without
 * which a method would grow too large for HotSpot to compile (8,000 bytes).
 */
final class Plan {
  /** Comprehensions stand so deep inside each other at the most; else cel-java evaluates. */
  static final int DEPTH = 2;

  /** A method has about so many bytes at the most, by an estimate that is rather too high. */
  private static final int BYTES = 4_000;

  /** The bytes of a call of a method of its own. */
  private static final int CALL = 24;

  /** More conditions than this are taken in groups. */
  private static final int GROUP = 24;

  private final LiteralTests literals;
  private final Costs costs;
  private final Map<Expr, Cell> cells = new LinkedHashMap<>();
  private final Map<Expr, Integer> bytes = new HashMap<>();

  /**
   * An expression with a method of its own.
   *
   * @param index its place in the frame
   * @param kept whether its value holds for the rest of the event; not so within a comprehension
   *     whose variable it reads
   */
  record Cell(int index, Expr expr, boolean kept) {}

  Plan(LiteralTests literals) {
    this.literals = literals;
    costs = new Costs(literals);
  }

  /** Whether comprehensions do not stand too deep inside each other. */
  static boolean shallow(Expr expr) {
    boolean here = !(expr instanceof Expr.Each each) || each.depth() < DEPTH;
    return here && Parts.of(expr).stream().allMatch(Plan::shallow);
  }

  /** The same with cheap conditions first, and in groups where they are many. */
  Expr arranged(Expr expr) {
    return switch (expr) {
      case Expr.Constant _, Expr.Field _, Expr.Has _, Expr.Reading _ -> expr;
      case Expr.Variable _, Expr.Phrases _ -> expr;
      case Expr.And and -> grouped(and.parts(), true);
      case Expr.Or or -> grouped(or.parts(), false);
      case Expr.Not not -> new Expr.Not(arranged(not.of()));
      case Expr.If choice ->
          new Expr.If(
              arranged(choice.test()), arranged(choice.then()), arranged(choice.otherwise()));
      case Expr.Compare compare ->
          new Expr.Compare(compare.by(), arranged(compare.left()), arranged(compare.right()));
      case Expr.Call call ->
          new Expr.Call(call.function(), call.operands().stream().map(this::arranged).toList());
      case Expr.Listed listed -> new Expr.Listed(arranged(listed.text()), listed.list());
      case Expr.Each each ->
          new Expr.Each(
              each.quantifier(), arranged(each.list()), each.depth(), arranged(each.condition()));
    };
  }

  /** What computing an expression takes, as {@link Costs}. */
  int cost(Expr expr) {
    return costs.of(expr);
  }

  private Expr grouped(List<Expr> parts, boolean and) {
    List<Expr> sorted = new ArrayList<>(parts.stream().map(this::arranged).toList());
    sorted.sort(Comparator.comparingInt(costs::of));
    while (sorted.size() > GROUP) {
      List<Expr> groups = new ArrayList<>();
      for (int from = 0; from < sorted.size(); from += GROUP) {
        List<Expr> group = sorted.subList(from, Math.min(from + GROUP, sorted.size()));
        groups.add(group.size() == 1 ? group.getFirst() : joined(group, and));
      }
      sorted = groups;
    }
    return joined(sorted, and);
  }

  private static Expr joined(List<Expr> parts, boolean and) {
    return and ? new Expr.And(parts) : new Expr.Or(parts);
  }

  /** Plans the methods for all of these, each of which is one already. */
  void methods(List<Expr> roots) {
    Set<Expr> seen = new HashSet<>();
    roots.forEach(root -> share(root, seen));
    roots.forEach(this::fit);
    new ArrayList<>(cells.keySet()).forEach(this::fit);
  }

  private void share(Expr expr, Set<Expr> seen) {
    boolean again = !seen.add(expr);
    if (again && closed(expr) && costs.worthKeeping(expr)) {
      cell(expr);
    }
    if (!again) {
      Parts.of(expr).forEach(part -> share(part, seen));
    }
  }

  private void cell(Expr expr) {
    if (!cells.containsKey(expr)) {
      cells.put(expr, new Cell(cells.size(), expr, closed(expr)));
    }
  }

  /** Gives methods of their own to the largest parts until an expression fits into one. */
  private int fit(Expr expr) {
    Integer known = bytes.get(expr);
    if (known != null) {
      return known;
    }
    int own = own(expr);
    List<Expr> parts = new ArrayList<>(Parts.of(expr));
    int all = own;
    for (Expr part : parts) {
      all += cells.containsKey(part) ? CALL : fit(part);
    }
    parts.removeIf(cells::containsKey);
    parts.sort(Comparator.comparingInt(this::fit).reversed());
    for (Expr part : parts) {
      if (all <= BYTES) {
        break;
      }
      if (!cells.containsKey(part)) {
        cell(part);
        all -= fit(part) - CALL;
      }
    }
    bytes.put(expr, all);
    return all;
  }

  private int own(Expr expr) {
    LiteralTests.Asked asked = literals.asked(expr);
    int literal = asked == null ? 0 : 60 + 20 * Math.min(Emitter.MASKS, asked.masks().size());
    return literal
        + switch (expr) {
          case Expr.Constant _, Expr.Variable _ -> 12;
          case Expr.Field _, Expr.Reading _, Expr.Has _ -> 32;
          case Expr.And and -> 20 + 24 * and.parts().size();
          case Expr.Or or -> 20 + 24 * or.parts().size();
          case Expr.Not _, Expr.If _ -> 24;
          case Expr.Compare _ -> 60;
          case Expr.Call _ -> 60 + 20 * Emitter.CHAIN;
          case Expr.Phrases _ -> 40;
          case Expr.Listed _ -> 40;
          case Expr.Each _ -> 120;
        };
  }

  /** Whether it reads no variable of a comprehension that it stands in. */
  private static boolean closed(Expr expr) {
    return free(expr) == 0;
  }

  /** The variables that it reads from outside, one bit for each depth. */
  private static int free(Expr expr) {
    if (expr instanceof Expr.Variable variable) {
      return 1 << variable.depth();
    }
    if (expr instanceof Expr.Each each) {
      return free(each.list()) | (free(each.condition()) & ~(1 << each.depth()));
    }
    int free = 0;
    for (Expr part : Parts.of(expr)) {
      free |= free(part);
    }
    return free;
  }

  /** The method of an expression; null where it has none and is computed in its place. */
  @Nullable Cell of(Expr expr) {
    return cells.get(expr);
  }

  int cells() {
    return cells.size();
  }

  LiteralTests literals() {
    return literals;
  }
}
