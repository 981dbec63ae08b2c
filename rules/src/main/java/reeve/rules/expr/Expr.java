package reeve.rules.expr;

import java.util.List;
import reeve.rules.schema.Slot;

/**
 * A checked expression. Two that are equal mean the same, so that a whole rule set computes each
 * once. Any of them may end in an error, as CEL defines it: a field that an event does not have, an
 * overflow, a division by zero, an index out of bounds, a text that is no number.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">CEL's definition</a>
 */
public sealed interface Expr {
  Type type();

  /** Boolean, Long, Double, String or a list of one of them. */
  record Constant(Object value, Type type) implements Expr {}

  /** An event's field; an error where it is missing. */
  record Field(Slot slot) implements Expr {
    @Override
    public Type type() {
      return Type.of(slot.type());
    }
  }

  /** Whether an event has a field. */
  record Has(Slot slot) implements Expr {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** A counter's reading; an error where its key could not be computed. */
  record Reading(Counter counter) implements Expr {
    @Override
    public Type type() {
      return counter.reads();
    }
  }

  /** The variable of a comprehension, numbered by depth from 0. */
  record Variable(int depth, Type type) implements Expr {}

  /** All hold. False as soon as one is false, whatever errors the others end in. */
  record And(List<Expr> parts) implements Expr {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** One holds. True as soon as one is true, whatever errors the others end in. */
  record Or(List<Expr> parts) implements Expr {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  record Not(Expr of) implements Expr {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** One of two, of one type. */
  record If(Expr test, Expr then, Expr otherwise) implements Expr {
    @Override
    public Type type() {
      return then.type();
    }
  }

  /** A comparison of two numbers (whole or not, exact), two texts, two booleans, or two lists. */
  record Compare(Comparison by, Expr left, Expr right) implements Expr {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** How two values compare; lists know equality alone. */
  enum Comparison {
    EQUAL("=="),
    UNEQUAL("!="),
    LESS("<"),
    LESS_EQUAL("<="),
    GREATER(">"),
    GREATER_EQUAL(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** A call of a function with operands of fixed types. */
  record Call(Function function, List<Expr> operands) implements Expr {
    public Call {
      operands = List.copyOf(operands);
    }

    @Override
    public Type type() {
      return function.type();
    }
  }

  /** Whether, or how many, phrases of a bank stand in a searched field. */
  record Phrases(Slot slot, String bank, boolean count) implements Expr {
    @Override
    public Type type() {
      return count ? Type.INT : Type.BOOL;
    }
  }

  /** Whether a text, or one of a list of texts, stands in a named list. */
  record Listed(Expr text, String list) implements Expr {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** Whether a condition on the elements of a list holds for one, for all, or for exactly one. */
  record Each(Quantifier quantifier, Expr list, int depth, Expr condition) implements Expr {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** The macros over lists. */
  enum Quantifier {
    EXISTS,
    ALL,
    EXISTS_ONE
  }
}
