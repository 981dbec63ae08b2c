package reeve.rules.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Expr;
import reeve.rules.source.Text;

/**
 * A checked expression.
 *
 * @param ast as cel-java checked it; names of named expressions and counters stand in it
 * @param expr the same with named expressions put in; null where it goes beyond the types that
 *     compile, and cel-java evaluates it
 */
public record Expression(Text source, CelAbstractSyntaxTree ast, @Nullable Expr expr) {
  CelType type() {
    return ast.getResultType();
  }
}
