package reeve.rules.code;

import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reeve.rules.code.LiteralTests.Asked;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Expr.Comparison;
import reeve.rules.expr.Function;
import reeve.rules.expr.Type;

/** Writes comparisons and functions as code. */
final class Calls {
  private final Emitter emitter;
  private final Code code;
  private final Plan plan;
  private final Shared shared;

  Calls(Emitter emitter, Code code, Plan plan, Shared shared) {
    this.emitter = emitter;
    this.code = code;
    this.plan = plan;
    this.shared = shared;
  }

  void compare(Expr.Compare compare, Label yes, Label no, Label error) {
    Comparison by = compare.by();
    Expr left = compare.left();
    Expr right = compare.right();
    boolean equality = by == Comparison.EQUAL || by == Comparison.UNEQUAL;
    if (left.type() == Type.DOUBLE && right.type() == Type.INT) {
      emitter.two(left, right, error);
      code.operator("compare", int.class, double.class, long.class);
      code.compareSign(by, yes, no);
    } else if (left.type() == Type.INT && right.type() == Type.DOUBLE) {
      emitter.two(left, right, error);
      int number = code.keep(TypeKind.DOUBLE);
      int whole = code.keep(TypeKind.LONG);
      code.load(TypeKind.DOUBLE, number);
      code.load(TypeKind.LONG, whole);
      code.operator("compare", int.class, double.class, long.class);
      code.plain().ineg();
      code.compareSign(by, yes, no);
    } else if (left.type() == Type.INT) {
      emitter.two(left, right, error);
      code.plain().lcmp();
      code.compareSign(by, yes, no);
    } else if (left.type() == Type.DOUBLE) {
      emitter.two(left, right, error);
      code.compareDoubles(by, yes, no);
    } else if (left.type() == Type.BOOL) {
      emitter.two(left, right, error);
      code.compareInts(by, yes, no);
    } else if (left.type() == Type.TEXT && !equality) {
      emitter.two(left, right, error);
      code.call(String.class, "compareTo", int.class, String.class);
      code.compareSign(by, yes, no);
    } else {
      emitter.two(left, right, error);
      if (left.type() == Type.TEXT) {
        code.call(String.class, "equals", boolean.class, Object.class);
      } else {
        code.operator("equal", boolean.class, List.class, List.class);
      }
      code.branch(by == Comparison.EQUAL ? yes : no, by == Comparison.EQUAL ? no : yes);
    }
  }

  void listed(Expr.Listed listed, Label yes, Label no, Label error) {
    Set<String> list = shared.list(listed.list());
    emitter.value(listed.text(), error);
    if (listed.text().type().list()) {
      code.constant(list, Set.class);
      code.callStatic(Frame.class, "anyListed", boolean.class, List.class, Set.class);
    } else {
      in(list, TypeKind.REFERENCE);
    }
    code.branch(yes, no);
  }

  /** Whether a set holds what is on the stack. */
  private void in(Set<?> set, TypeKind kind) {
    int value = code.keep(kind);
    code.constant(set, Set.class);
    code.load(kind, value);
    code.call(Set.class, "contains", boolean.class, Object.class);
  }

  /** Writes a call that is a condition. */
  void test(Expr.Call call, Label yes, Label no, Label error) {
    Asked asked = plan.literals().asked(call);
    if (asked != null && asked.decides()) {
      emitter.asked(asked, yes, no, error);
      return;
    }
    Expr first = call.operands().get(0);
    Expr second = call.operands().get(1);
    switch (call.function()) {
      case CONTAINS -> {
        emitter.two(first, second, error);
        code.call(String.class, "contains", boolean.class, CharSequence.class);
      }
      case STARTS_WITH -> {
        emitter.two(first, second, error);
        code.call(String.class, "startsWith", boolean.class, String.class);
      }
      case ENDS_WITH -> {
        emitter.two(first, second, error);
        code.call(String.class, "endsWith", boolean.class, String.class);
      }
      case MATCHES -> {
        if (asked != null) {
          Label maybe = code.label();
          emitter.asked(asked, maybe, no, error);
          code.bind(maybe);
        }
        emitter.value(first, error);
        matches((String) ((Expr.Constant) second).value());
      }
      case IN_LIST -> {
        if (second instanceof Expr.Constant list) {
          inConstants(first, (List<?>) list.value(), yes, no, error);
          return;
        }
        emitter.two(second, first, error);
        code.box(first.type());
        code.callStatic(Frame.class, "contains", boolean.class, List.class, Object.class);
      }
      default -> throw new IllegalStateException(call.function() + " is no condition");
    }
    code.branch(yes, no);
  }

  private void matches(String pattern) {
    int text = code.keep(TypeKind.REFERENCE);
    PatternLiterals literals = PatternLiterals.of(pattern);
    if (literals != null && literals.decides()) {
      code.load(TypeKind.REFERENCE, text);
      code.constant(literals.texts().toArray(String[]::new), String[].class);
      code.callStatic(Frame.class, "containsAny", boolean.class, String.class, String[].class);
      return;
    }
    code.constant(shared.pattern(pattern), com.google.re2j.Pattern.class);
    code.load(TypeKind.REFERENCE, text);
    code.callStatic(
        Frame.class, "matches", boolean.class, com.google.re2j.Pattern.class, String.class);
  }

  private void inConstants(Expr of, List<?> values, Label yes, Label no, Label error) {
    TypeKind kind = Code.kind(of.type());
    emitter.value(of, error);
    if (values.size() > Emitter.CHAIN && of.type() == Type.TEXT) {
      in(new HashSet<>(values), kind);
      code.branch(yes, no);
      return;
    }
    int value = code.keep(kind);
    if (values.size() > Emitter.CHAIN && of.type() == Type.INT) {
      long[] sorted = values.stream().mapToLong(one -> (Long) one).sorted().toArray();
      code.constant(sorted, long[].class);
      code.load(kind, value);
      code.callStatic(Arrays.class, "binarySearch", int.class, long[].class, long.class);
      code.compareSign(Comparison.GREATER_EQUAL, yes, no);
      return;
    }
    if (values.size() > Emitter.CHAIN) {
      code.constant(values, List.class);
      code.load(kind, value);
      code.box(of.type());
      code.callStatic(Frame.class, "contains", boolean.class, List.class, Object.class);
      code.branch(yes, no);
      return;
    }
    for (Object one : values) {
      Label next = code.label();
      code.load(kind, value);
      switch (one) {
        case Boolean bool -> {
          code.plain().loadConstant(bool ? 1 : 0);
          code.compareInts(Comparison.EQUAL, yes, next);
        }
        case Long whole -> {
          code.plain().loadConstant(whole.longValue());
          code.plain().lcmp();
          code.compareSign(Comparison.EQUAL, yes, next);
        }
        case Double number -> {
          code.plain().loadConstant(number.doubleValue());
          code.compareDoubles(Comparison.EQUAL, yes, next);
        }
        default -> {
          code.plain().loadConstant((String) one);
          code.call(String.class, "equals", boolean.class, Object.class);
          code.branch(yes, next);
        }
      }
      code.bind(next);
    }
    code.go(no);
  }

  /** Writes a call that yields a number or a text. */
  void value(Expr.Call call, Label error) {
    Expr first = call.operands().getFirst();
    Expr second = call.operands().getLast();
    switch (call.function()) {
      case ADD_INT, SUBTRACT_INT, MULTIPLY_INT, DIVIDE_INT, MODULO_INT ->
          arithmetic(call.function(), first, second, error);
      case NEGATE_INT -> {
        int value = kept(first, error);
        code.load(TypeKind.LONG, value);
        code.plain().loadConstant(Long.MIN_VALUE);
        code.plain().lcmp();
        code.plain().ifeq(error);
        code.load(TypeKind.LONG, value);
        code.plain().lneg();
      }
      case ADD_DOUBLE -> {
        emitter.two(first, second, error);
        code.plain().dadd();
      }
      case SUBTRACT_DOUBLE -> {
        emitter.two(first, second, error);
        code.plain().dsub();
      }
      case MULTIPLY_DOUBLE -> {
        emitter.two(first, second, error);
        code.plain().dmul();
      }
      case DIVIDE_DOUBLE -> {
        emitter.two(first, second, error);
        code.plain().ddiv();
      }
      case NEGATE_DOUBLE -> {
        emitter.value(first, error);
        code.plain().dneg();
      }
      case JOIN -> {
        emitter.two(first, second, error);
        code.call(String.class, "concat", String.class, String.class);
      }
      case SIZE_TEXT -> {
        emitter.value(first, error);
        code.operator("size", long.class, String.class);
      }
      case SIZE_LIST -> {
        emitter.value(first, error);
        code.call(List.class, "size", int.class);
        code.plain().i2l();
      }
      case INDEX_TEXTS -> index(first, second, error);
      case INT_OF_DOUBLE -> {
        int value = checked(first, "beyondInt", double.class, true, error);
        code.load(TypeKind.DOUBLE, value);
        code.plain().d2l();
      }
      case INT_OF_TEXT -> {
        int value = checked(first, "whole", String.class, false, error);
        code.load(TypeKind.REFERENCE, value);
        code.callStatic(Long.class, "parseLong", long.class, String.class);
      }
      case DOUBLE_OF_INT -> {
        emitter.value(first, error);
        code.plain().l2d();
      }
      case DOUBLE_OF_TEXT -> {
        int value = checked(first, "number", String.class, false, error);
        code.load(TypeKind.REFERENCE, value);
        code.callStatic(Double.class, "parseDouble", double.class, String.class);
      }
      case TEXT_OF_INT -> text(first, long.class, error);
      case TEXT_OF_DOUBLE -> text(first, double.class, error);
      case TEXT_OF_BOOL -> text(first, boolean.class, error);
      case CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES, IN_LIST ->
          throw new IllegalStateException(call.function() + " is a condition");
    }
  }

  private int kept(Expr expr, Label error) {
    emitter.value(expr, error);
    return code.keep(Code.kind(expr.type()));
  }

  /** Writes a value into a local, and an error where an operator says so (or does not). */
  private int checked(Expr expr, String operator, Class<?> type, boolean bad, Label error) {
    int value = kept(expr, error);
    code.load(Code.kind(expr.type()), value);
    code.operator(operator, boolean.class, type);
    if (bad) {
      code.plain().ifne(error);
    } else {
      code.plain().ifeq(error);
    }
    return value;
  }

  private void text(Expr of, Class<?> type, Label error) {
    emitter.value(of, error);
    code.callStatic(String.class, "valueOf", String.class, type);
  }

  private void arithmetic(Function function, Expr first, Expr second, Label error) {
    emitter.two(first, second, error);
    int b = code.keep(TypeKind.LONG);
    int a = code.keep(TypeKind.LONG);
    String fails =
        switch (function) {
          case ADD_INT -> "addOverflows";
          case SUBTRACT_INT -> "subtractOverflows";
          case MULTIPLY_INT -> "multiplyOverflows";
          case DIVIDE_INT -> "divideFails";
          default -> "";
        };
    if (fails.isEmpty()) {
      code.load(TypeKind.LONG, b);
      code.plain().lconst_0().lcmp();
      code.plain().ifeq(error);
    } else {
      code.load(TypeKind.LONG, a);
      code.load(TypeKind.LONG, b);
      code.operator(fails, boolean.class, long.class, long.class);
      code.plain().ifne(error);
    }
    code.load(TypeKind.LONG, a);
    code.load(TypeKind.LONG, b);
    switch (function) {
      case ADD_INT -> code.plain().ladd();
      case SUBTRACT_INT -> code.plain().lsub();
      case MULTIPLY_INT -> code.plain().lmul();
      case DIVIDE_INT -> code.plain().ldiv();
      default -> code.plain().lrem();
    }
  }

  private void index(Expr list, Expr index, Label error) {
    emitter.two(list, index, error);
    int at = code.keep(TypeKind.LONG);
    int values = code.keep(TypeKind.REFERENCE);
    code.load(TypeKind.REFERENCE, values);
    code.load(TypeKind.LONG, at);
    code.callStatic(Frame.class, "outside", boolean.class, List.class, long.class);
    code.plain().ifne(error);
    code.load(TypeKind.REFERENCE, values);
    code.load(TypeKind.LONG, at);
    code.plain().l2i();
    code.call(List.class, "get", Object.class, int.class);
    code.unbox(Type.TEXT);
  }
}
