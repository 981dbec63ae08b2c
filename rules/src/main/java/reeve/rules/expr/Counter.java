package reeve.rules.expr;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.rules.source.RuleSource.Kind;

/**
 * A counter by its definition. Two that are equal are one counter: the name that a rule gives it,
 * and the order of rules, mean nothing, so renaming keeps its history.
 *
 * @param event the kind of event that it counts
 * @param of what distinct and sum read, or the part of a ratio; null for the others
 * @param key the values that name what is counted, together; at most one is a list, and then each
 *     element is counted by itself, and a reading is the greatest of theirs
 * @param where only events for which this holds are counted; null for all
 * @param per the unit of a rate; null for the others
 */
public record Counter(
    String event,
    Kind kind,
    @Nullable Expr of,
    List<Expr> key,
    @Nullable Expr where,
    Duration window,
    @Nullable Duration per) {
  public Counter {
    key = List.copyOf(key);
  }

  /** What it reads as: a whole number, or a number for rates and ratios. */
  public Type reads() {
    return reads(kind);
  }

  public static Type reads(Kind kind) {
    return switch (kind) {
      case COUNT, DISTINCT, SUM, FIRST_SEEN -> Type.INT;
      case RATE, RATIO -> Type.DOUBLE;
    };
  }
}
