package reeve.rules.check;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Expr.Comparison;
import reeve.rules.expr.Function;
import reeve.rules.expr.Type;
import reeve.rules.source.WordList;

/**
 * What a condition demands of each reading by itself: comparisons of a number with a constant,
 * texts that equal one or stand in a list, phrases, booleans, presence. All else is counted as not
 * understood.
 */
final class Conjunction {
  private final Map<String, WordList> lists;
  private final Map<Expr, Domain> domains = new HashMap<>();
  private int strange;

  private record Demand(Expr of, Domain domain) {}

  private Conjunction(Map<String, WordList> lists) {
    this.lists = lists;
  }

  static Conjunction of(Expr condition, Map<String, WordList> lists) {
    Conjunction all = new Conjunction(lists);
    List<Expr> parts = condition instanceof Expr.And and ? and.parts() : List.of(condition);
    for (Expr part : parts) {
      Optional<Demand> demand = all.demand(part, true);
      if (demand.isPresent()) {
        all.domains.merge(demand.get().of(), demand.get().domain(), Domain::and);
      } else {
        all.strange++;
      }
    }
    return all;
  }

  /** How many parts were not understood. */
  int strange() {
    return strange;
  }

  /** The reading of which it demands what cannot be. */
  Optional<Expr> impossible() {
    return domains.entrySet().stream()
        .filter(one -> one.getValue().empty())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether the other holds wherever this does, as far as it is understood; else false. */
  boolean implies(Conjunction other) {
    return other.strange == 0
        && other.domains.entrySet().stream()
            .allMatch(demand -> {
              Domain mine = domains.get(demand.getKey());
              return mine != null
                  && mine.getClass() == demand.getValue().getClass()
                  && mine.within(demand.getValue());
            });
  }

  private Optional<Demand> demand(Expr part, boolean holds) {
    return switch (part) {
      case Expr.Not not -> demand(not.of(), !holds);
      case Expr.Field field when field.type() == Type.BOOL -> flag(field, holds);
      case Expr.Has has -> flag(has, holds);
      case Expr.Phrases phrases when !phrases.count() ->
          Optional.of(
              new Demand(
                  new Expr.Phrases(phrases.slot(), phrases.bank(), true),
                  holds
                      ? Domain.Numbers.atLeast(BigDecimal.ONE, false)
                      : Domain.Numbers.atMost(BigDecimal.ZERO, false)));
      case Expr.Listed listed when listed.text().type() == Type.TEXT && single(listed.text()) ->
          Optional.ofNullable(lists.get(listed.list()))
              .map(list -> new Demand(listed.text(), values(list.entries(), holds)));
      case Expr.Call call
          when call.function() == Function.IN_LIST
              && call.operands().get(0).type() == Type.TEXT
              && single(call.operands().get(0))
              && call.operands().get(1) instanceof Expr.Constant set ->
          Optional.of(
              new Demand(call.operands().get(0), values(Set.copyOf((List<?>) set.value()), holds)));
      case Expr.Compare compare -> compare(compare, holds);
      case Expr.Constant constant when constant.value() instanceof Boolean value ->
          flag(new Expr.Constant(true, Type.BOOL), value == holds);
      case Expr.Constant _,
          Expr.Field _,
          Expr.Reading _,
          Expr.Variable _,
          Expr.And _,
          Expr.Or _,
          Expr.If _,
          Expr.Call _,
          Expr.Phrases _,
          Expr.Listed _,
          Expr.Each _ ->
          Optional.empty();
    };
  }

  /** Something that is read once for an event: a field, a counter, the size of a field. */
  private static boolean single(Expr of) {
    return switch (of) {
      case Expr.Field _, Expr.Reading _ -> true;
      case Expr.Phrases phrases -> phrases.count();
      case Expr.Call call ->
          (call.function() == Function.SIZE_LIST || call.function() == Function.SIZE_TEXT)
              && call.operands().getFirst() instanceof Expr.Field;
      case Expr.Constant _,
          Expr.Has _,
          Expr.Variable _,
          Expr.And _,
          Expr.Or _,
          Expr.Not _,
          Expr.If _,
          Expr.Compare _,
          Expr.Listed _,
          Expr.Each _ ->
          false;
    };
  }

  private static Optional<Demand> flag(Expr of, boolean holds) {
    return Optional.of(new Demand(of, Domain.Values.oneOf(Set.of(holds))));
  }

  private static Domain values(Set<?> values, boolean holds) {
    return holds ? Domain.Values.oneOf(values) : Domain.Values.noneOf(values);
  }

  private static Optional<Demand> compare(Expr.Compare compare, boolean holds) {
    Expr left = compare.left();
    Expr right = compare.right();
    Comparison by = holds ? compare.by() : opposite(compare.by());
    if (left instanceof Expr.Constant && single(right)) {
      Expr swap = left;
      left = right;
      right = swap;
      by = mirrored(by);
    }
    if (!single(left) || !(right instanceof Expr.Constant constant)) {
      return Optional.empty();
    }
    Expr of = left;
    if (constant.value() instanceof Number number) {
      return numbers(by, exact(number), left.type() == Type.INT && number instanceof Long)
          .map(domain -> new Demand(of, domain));
    }
    if (constant.type().list() || (by != Comparison.EQUAL && by != Comparison.UNEQUAL)) {
      return Optional.empty();
    }
    return Optional.of(new Demand(of, values(Set.of(constant.value()), by == Comparison.EQUAL)));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : Double.isFinite(number.doubleValue())
            ? new BigDecimal(number.doubleValue())
            : BigDecimal.valueOf(Double.MAX_VALUE).multiply(BigDecimal.TEN);
  }

  private static Optional<Domain> numbers(Comparison by, BigDecimal value, boolean whole) {
    BigDecimal one = BigDecimal.ONE;
    return Optional.ofNullable(
        switch (by) {
          case EQUAL -> Domain.Numbers.exactly(value);
          case UNEQUAL -> null;
          case LESS ->
              whole
                  ? Domain.Numbers.atMost(value.subtract(one), false)
                  : Domain.Numbers.atMost(value, true);
          case LESS_EQUAL -> Domain.Numbers.atMost(value, false);
          case GREATER ->
              whole
                  ? Domain.Numbers.atLeast(value.add(one), false)
                  : Domain.Numbers.atLeast(value, true);
          case GREATER_EQUAL -> Domain.Numbers.atLeast(value, false);
        });
  }

  private static Comparison opposite(Comparison by) {
    return switch (by) {
      case EQUAL -> Comparison.UNEQUAL;
      case UNEQUAL -> Comparison.EQUAL;
      case LESS -> Comparison.GREATER_EQUAL;
      case LESS_EQUAL -> Comparison.GREATER;
      case GREATER -> Comparison.LESS_EQUAL;
      case GREATER_EQUAL -> Comparison.LESS;
    };
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
}
