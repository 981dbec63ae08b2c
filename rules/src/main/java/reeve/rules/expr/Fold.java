package reeve.rules.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes calls whose operands are constants. */
final class Fold {
  /** A longer text is not put together, since that could go on. */
  private static final int LONG = 1_000;

  private Fold() {}

  /** Null where it ends in an error, or is not worth it. */
  static @Nullable Object call(Function function, List<Object> of) {
    return switch (function) {
      case ADD_INT ->
          Operators.addOverflows(left(of), right(of)) ? null : (Object) (left(of) + right(of));
      case SUBTRACT_INT ->
          Operators.subtractOverflows(left(of), right(of)) ? null : (Object) (left(of) - right(of));
      case MULTIPLY_INT ->
          Operators.multiplyOverflows(left(of), right(of)) ? null : (Object) (left(of) * right(of));
      case DIVIDE_INT ->
          Operators.divideFails(left(of), right(of)) ? null : (Object) (left(of) / right(of));
      case MODULO_INT -> right(of) == 0 ? null : (Object) (left(of) % right(of));
      case NEGATE_INT -> left(of) == Long.MIN_VALUE ? null : (Object) (-left(of));
      case ADD_DOUBLE -> (Double) of.get(0) + (Double) of.get(1);
      case SUBTRACT_DOUBLE -> (Double) of.get(0) - (Double) of.get(1);
      case MULTIPLY_DOUBLE -> (Double) of.get(0) * (Double) of.get(1);
      case DIVIDE_DOUBLE -> (Double) of.get(0) / (Double) of.get(1);
      case NEGATE_DOUBLE -> -(Double) of.get(0);
      case JOIN ->
          text(of, 0).length() + text(of, 1).length() > LONG ? null : text(of, 0) + text(of, 1);
      case SIZE_TEXT -> Operators.size(text(of, 0));
      case SIZE_LIST -> (long) ((List<?>) of.get(0)).size();
      case CONTAINS -> text(of, 0).contains(text(of, 1));
      case STARTS_WITH -> text(of, 0).startsWith(text(of, 1));
      case ENDS_WITH -> text(of, 0).endsWith(text(of, 1));
      case DOUBLE_OF_INT -> (double) (Long) of.get(0);
      case INT_OF_DOUBLE -> {
        double number = (Double) of.get(0);
        yield Operators.beyondInt(number) ? null : (Object) (long) number;
      }
      case INT_OF_TEXT ->
          Operators.whole(text(of, 0)) ? (Object) Long.parseLong(text(of, 0)) : null;
      case TEXT_OF_INT, TEXT_OF_DOUBLE, TEXT_OF_BOOL -> of.get(0).toString();
      case MATCHES, IN_LIST, INDEX_TEXTS, DOUBLE_OF_TEXT -> null;
    };
  }

  private static String text(List<Object> of, int at) {
    return (String) of.get(at);
  }

  private static long left(List<Object> of) {
    return (Long) of.get(0);
  }

  private static long right(List<Object> of) {
    return (Long) of.get(1);
  }
}
