package reeve.rules.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Counter;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;

/** Takes conditions apart for one event. Not safe for several threads at once. */
public final class Explainer {
  private final Reference reference;
  private final CelUnparser unparser = CelUnparserFactory.newUnparser();

  public Explainer(RuleSet set) {
    reference = set.reference();
  }

  /**
   * Explains a rule.
   *
   * @param readings of its counters at that moment; null for one whose key could not be computed
   */
  public Explanation explain(Rule rule, Facts facts, Function<Counter, @Nullable Number> readings) {
    CelVariableResolver values = reference.values(rule, facts, readings);
    List<Explanation.Part> parts = new ArrayList<>();
    take(rule, rule.when(), facts, values, parts);
    return new Explanation(rule, reference.outcome(rule.when(), values), parts);
  }

  private void take(
      Rule rule,
      Expression of,
      Facts facts,
      CelVariableResolver values,
      List<Explanation.Part> parts) {
    CelExpr root = of.ast().getExpr();
    if (root.getKind() == CelExpr.ExprKind.Kind.CALL && root.call().function().equals("_&&_")) {
      root.call().args().forEach(arg -> take(rule, sub(of, arg), facts, values, parts));
      return;
    }
    if (root.getKind() == CelExpr.ExprKind.Kind.IDENT) {
      Expression named = rule.lets().get(root.ident().name());
      if (named != null) {
        take(rule, named, facts, values, parts);
        return;
      }
    }
    Outcome outcome = reference.outcome(of, values);
    parts.add(
        new Explanation.Part(
            unparser.unparse(of.ast()),
            outcome,
            read(of, facts, values),
            outcome.equals(Outcome.FAILS) ? miss(of, values) : null));
  }

  private static Expression sub(Expression of, CelExpr part) {
    CelAbstractSyntaxTree ast = of.ast();
    return new Expression(
        of.source(),
        CelAbstractSyntaxTree.newCheckedAst(
            part, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap()),
        null);
  }

  private static Map<String, Object> read(Expression of, Facts facts, CelVariableResolver values) {
    Map<String, Object> read = new LinkedHashMap<>();
    CelNavigableAst.fromAst(of.ast())
        .getRoot()
        .allNodes()
        .forEach(node -> {
          CelExpr expr = node.expr();
          if (expr.getKind() == CelExpr.ExprKind.Kind.SELECT
              && expr.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT) {
            String path = expr.select().operand().ident().name() + "." + expr.select().field();
            Slot slot = facts.schema().slot(path).orElse(null);
            Object value = slot == null ? null : facts.get(slot);
            if (value != null) {
              read.put(path, value);
            }
          } else if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            String name = expr.ident().name();
            if (facts.schema().fields(name).isEmpty() || facts.schema().slot(name).isPresent()) {
              found(values, name, read);
            }
          }
        });
    return read;
  }

  private static void found(CelVariableResolver values, String name, Map<String, Object> read) {
    try {
      values.find(name).ifPresent(value -> read.put(name, value));
    } catch (RuntimeException e) {
      // A named expression that ends in an error has no value to show; the outcome says so.
      read.remove(name);
    }
  }

  private @Nullable String miss(Expression of, CelVariableResolver values) {
    CelExpr root = of.ast().getExpr();
    if (root.getKind() != CelExpr.ExprKind.Kind.CALL || root.call().args().size() != 2) {
      return null;
    }
    CelExpr left = root.call().args().get(0);
    CelExpr right = root.call().args().get(1);
    boolean swapped = constant(left);
    String sign = swapped ? mirrored(root.call().function()) : root.call().function();
    try {
      Object value = reference.value(sub(of, swapped ? right : left), values);
      Object bound = reference.value(sub(of, swapped ? left : right), values);
      if (!(value instanceof Number number) || !(bound instanceof Number limit)) {
        return null;
      }
      BigDecimal over = decimal(number).subtract(decimal(limit));
      return switch (sign) {
        case "_<_", "_<=_" -> over.toPlainString() + " more than " + limit;
        case "_>_", "_>=_" -> over.negate().toPlainString() + " less than " + limit;
        default -> null;
      };
    } catch (CelEvaluationException | NumberFormatException e) {
      // No numbers, or one that is none: there is no distance to tell.
      return null;
    }
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : BigDecimal.valueOf(number.doubleValue());
  }

  private static boolean constant(CelExpr of) {
    return of.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && of.constant().getKind() != CelConstant.Kind.STRING_VALUE;
  }

  private static String mirrored(String sign) {
    return switch (sign) {
      case "_<_" -> "_>_";
      case "_<=_" -> "_>=_";
      case "_>_" -> "_<_";
      case "_>=_" -> "_<=_";
      default -> sign;
    };
  }
}
