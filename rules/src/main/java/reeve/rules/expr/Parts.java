package reeve.rules.expr;

import java.util.List;

/** What expressions are made of. */
public final class Parts {
  private Parts() {}

  /** The expressions directly inside another, in order. */
  public static List<Expr> of(Expr expr) {
    return switch (expr) {
      case Expr.Constant _, Expr.Field _, Expr.Has _, Expr.Reading _ -> List.of();
      case Expr.Variable _, Expr.Phrases _ -> List.of();
      case Expr.And and -> and.parts();
      case Expr.Or or -> or.parts();
      case Expr.Not not -> List.of(not.of());
      case Expr.If choice -> List.of(choice.test(), choice.then(), choice.otherwise());
      case Expr.Compare compare -> List.of(compare.left(), compare.right());
      case Expr.Call call -> call.operands();
      case Expr.Listed listed -> List.of(listed.text());
      case Expr.Each each -> List.of(each.list(), each.condition());
    };
  }

  /**
   * How many expressions stand in one, itself included; shared ones count wherever they stand.
   *
   * @param most where counting stops, so that it takes no longer than that
   * @param deep how far inside each other they may stand
   * @return more than {@code most} where there are more, or they stand deeper
   */
  public static int count(Expr expr, int most, int deep) {
    if (deep == 0) {
      return most + 1;
    }
    int count = 1;
    for (Expr part : of(expr)) {
      if (count > most) {
        return count;
      }
      count += count(part, most - count, deep - 1);
    }
    return count;
  }
}
