package reeve.rules.code;

import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import reeve.rules.code.LiteralTests.Asked;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Expr.Quantifier;
import reeve.rules.expr.Type;
import reeve.rules.schema.Slot;

/**
 * Writes expressions as code: a condition jumps to one of three places (it holds, it does not, it
 * ended in an error), a value is left on the stack or jumps to the third. Nothing is thrown.
 */
final class Emitter {
  /** Literals in more words than this are looked up in a loop. */
  static final int MASKS = 8;

  /** A list of constants longer than this is searched, and not compared one by one. */
  static final int CHAIN = 6;

  /** A text at least this long does not go into a class file, which takes 65,535 bytes. */
  private static final int LONG = 20_000;

  private final Code code;
  private final Plan plan;
  private final Shared shared;
  private final Consumer<Plan.Cell> caller;
  private final Calls calls;

  /**
   * Writes into a method.
   *
   * @param caller writes the call of a cell's method, the frame being on the stack
   */
  Emitter(Code code, Plan plan, Shared shared, Consumer<Plan.Cell> caller) {
    this.code = code;
    this.plan = plan;
    this.shared = shared;
    this.caller = caller;
    calls = new Calls(this, code, plan, shared);
  }

  /** Writes a condition, or the call of its method. */
  void test(Expr expr, Label yes, Label no, Label error) {
    Plan.Cell cell = plan.of(expr);
    if (cell == null) {
      body(expr, yes, no, error);
      return;
    }
    call(cell);
    int state = code.keep(TypeKind.INT);
    code.load(TypeKind.INT, state);
    code.plain().loadConstant(Frame.HOLDS);
    code.plain().if_icmpeq(yes);
    code.load(TypeKind.INT, state);
    code.plain().loadConstant(Frame.FAILS);
    code.plain().if_icmpeq(no);
    code.go(error);
  }

  private void call(Plan.Cell cell) {
    code.frame();
    caller.accept(cell);
  }

  /** Writes a condition in place. */
  void body(Expr expr, Label yes, Label no, Label error) {
    switch (expr) {
      case Expr.Constant constant -> code.go((Boolean) constant.value() ? yes : no);
      case Expr.Field field -> {
        code.require(field.slot().index(), error);
        code.fact("bool", boolean.class, field.slot().index());
        code.branch(yes, no);
      }
      case Expr.Has has -> {
        code.fact("has", boolean.class, has.slot().index());
        code.branch(yes, no);
      }
      case Expr.Variable _ -> {
        inPlace(expr, error);
        code.branch(yes, no);
      }
      case Expr.And and -> all(and.parts(), true, yes, no, error);
      case Expr.Or or -> all(or.parts(), false, no, yes, error);
      case Expr.Not not -> test(not.of(), no, yes, error);
      case Expr.If choice -> {
        Label then = code.label();
        Label otherwise = code.label();
        test(choice.test(), then, otherwise, error);
        code.bind(then);
        test(choice.then(), yes, no, error);
        code.bind(otherwise);
        test(choice.otherwise(), yes, no, error);
      }
      case Expr.Compare compare -> calls.compare(compare, yes, no, error);
      case Expr.Call call -> calls.test(call, yes, no, error);
      case Expr.Phrases _ -> asked(expr, yes, no, error);
      case Expr.Listed listed -> calls.listed(listed, yes, no, error);
      case Expr.Each each -> each(each, yes, no, error);
      case Expr.Reading _ -> throw new IllegalStateException("a counter is no condition");
    }
  }

  /**
   * One that is as the last place says decides, even after others that ended in an error.
   *
   * @param through where it goes when all are the other way
   */
  private void all(List<Expr> parts, boolean and, Label through, Label out, Label error) {
    boolean fallible = parts.subList(0, parts.size() - 1).stream().anyMatch(Emitter::mayFail);
    int failed = fallible ? code.keep(0) : 0;
    Label end = code.label();
    for (int at = 0; at < parts.size(); at++) {
      Expr part = parts.get(at);
      boolean last = at == parts.size() - 1;
      Label next = last ? end : code.label();
      Label wrong = last || !mayFail(part) ? error : code.label();
      test(part, and ? next : out, and ? out : next, wrong);
      if (wrong != error) {
        code.bind(wrong);
        code.plain().loadConstant(1);
        code.plain().istore(failed);
        code.go(next);
      }
      code.bind(next);
    }
    if (fallible) {
      code.load(TypeKind.INT, failed);
      code.branch(error, through);
    } else {
      code.go(through);
    }
  }

  /** Whether an expression may end in an error. */
  private static boolean mayFail(Expr expr) {
    return switch (expr) {
      case Expr.Constant _, Expr.Has _, Expr.Variable _ -> false;
      case Expr.Compare compare -> mayFail(compare.left()) || mayFail(compare.right());
      case Expr.And and -> and.parts().stream().anyMatch(Emitter::mayFail);
      case Expr.Or or -> or.parts().stream().anyMatch(Emitter::mayFail);
      case Expr.Not not -> mayFail(not.of());
      case Expr.Each each -> mayFail(each.list()) || mayFail(each.condition());
      case Expr.Field _, Expr.Reading _, Expr.If _, Expr.Call _ -> true;
      case Expr.Phrases _, Expr.Listed _ -> true;
    };
  }

  /** Whether literals that decide stand in a field. */
  private void asked(Expr expr, Label yes, Label no, Label error) {
    Asked asked = plan.literals().asked(expr);
    if (asked == null) {
      throw new IllegalStateException("no literals are known for " + expr);
    }
    asked(asked, yes, no, error);
  }

  void asked(Asked asked, Label yes, Label no, Label error) {
    int slot = asked.slot().index();
    code.require(slot, error);
    Map<Integer, Long> masks = asked.masks();
    code.frame();
    code.plain().loadConstant(slot);
    if (masks.size() > MASKS) {
      code.constant(asked.ids().stream().mapToInt(Integer::intValue).toArray(), int[].class);
      code.call(Frame.class, "any", boolean.class, int.class, int[].class);
      code.branch(yes, no);
      return;
    }
    code.call(Frame.class, "hits", long[].class, int.class);
    int hits = code.keep(TypeKind.REFERENCE);
    masks.forEach((word, mask) -> {
      code.load(TypeKind.REFERENCE, hits);
      code.plain().loadConstant(word.intValue());
      code.plain().laload();
      code.plain().loadConstant(mask.longValue());
      code.plain().land().lconst_0().lcmp();
      code.plain().ifne(yes);
    });
    code.go(no);
  }

  private void each(Expr.Each each, Label yes, Label no, Label error) {
    value(each.list(), error);
    int list = code.keep(TypeKind.REFERENCE);
    code.load(TypeKind.REFERENCE, list);
    code.call(List.class, "size", int.class);
    int size = code.keep(TypeKind.INT);
    int at = code.keep(0);
    int found = code.keep(0);
    Label loop = code.label();
    Label end = code.label();
    Label found1 = code.label();
    code.bind(loop);
    code.load(TypeKind.INT, at);
    code.load(TypeKind.INT, size);
    code.plain().if_icmpge(end);
    code.load(TypeKind.REFERENCE, list);
    code.load(TypeKind.INT, at);
    code.call(List.class, "get", Object.class, int.class);
    Type element = each.list().type().element();
    code.unbox(element);
    code.put(element, "variableNumbers", "variableObjects", each.depth());
    code.plain().iinc(at, 1);
    switch (each.quantifier()) {
      case EXISTS -> test(each.condition(), yes, loop, found1);
      case ALL -> test(each.condition(), loop, no, found1);
      case EXISTS_ONE -> test(each.condition(), found1, loop, error);
    }
    // What is remembered: that there was an error, or how many there were.
    code.bind(found1);
    code.plain().iinc(found, 1);
    code.go(loop);
    code.bind(end);
    code.load(TypeKind.INT, found);
    if (each.quantifier() == Quantifier.EXISTS_ONE) {
      code.plain().loadConstant(1);
      code.plain().if_icmpeq(yes);
      code.go(no);
    } else {
      code.branch(error, each.quantifier() == Quantifier.ALL ? yes : no);
    }
  }

  /** Writes a value, or the call of its method. */
  void value(Expr expr, Label error) {
    Plan.Cell cell = plan.of(expr);
    if (cell == null) {
      inPlace(expr, error);
    } else if (expr.type() == Type.BOOL) {
      bool(expr, error);
    } else {
      call(cell);
      code.plain().loadConstant(Frame.ERROR);
      code.plain().if_icmpeq(error);
      code.get(expr.type(), "numbers", "objects", cell.index());
    }
  }

  /** Writes a value in place. */
  void inPlace(Expr expr, Label error) {
    switch (expr) {
      case Expr.Constant constant -> constant(constant);
      case Expr.Field field -> {
        Slot slot = field.slot();
        code.require(slot.index(), error);
        switch (slot.type()) {
          case BOOL -> code.fact("bool", boolean.class, slot.index());
          case INT -> code.fact("integer", long.class, slot.index());
          case DOUBLE -> code.fact("number", double.class, slot.index());
          case TEXT -> code.fact("text", String.class, slot.index());
          case TEXTS -> code.fact("list", List.class, slot.index());
        }
      }
      case Expr.Variable variable ->
          code.get(variable.type(), "variableNumbers", "variableObjects", variable.depth());
      case Expr.Reading reading -> reading(reading, error);
      case Expr.Phrases phrases when phrases.count() -> count(phrases, error);
      case Expr.If choice when choice.type() != Type.BOOL -> choice(choice, error);
      case Expr.Call call when call.type() != Type.BOOL -> calls.value(call, error);
      case Expr.Has _,
          Expr.And _,
          Expr.Or _,
          Expr.Not _,
          Expr.If _,
          Expr.Compare _,
          Expr.Call _,
          Expr.Phrases _,
          Expr.Listed _,
          Expr.Each _ ->
          bool(expr, error);
    }
  }

  private void bool(Expr expr, Label error) {
    Label yes = code.label();
    Label no = code.label();
    Label end = code.label();
    int value = code.keep(0);
    test(expr, yes, no, error);
    code.bind(yes);
    code.plain().iinc(value, 1);
    code.go(end);
    code.bind(no);
    code.go(end);
    code.bind(end);
    code.load(TypeKind.INT, value);
  }

  private void constant(Expr.Constant constant) {
    switch (constant.value()) {
      case Boolean bool -> code.plain().loadConstant(bool ? 1 : 0);
      case Long whole -> code.plain().loadConstant(whole.longValue());
      case Double number -> code.plain().loadConstant(number.doubleValue());
      case String text when text.length() < LONG -> code.plain().loadConstant(text);
      case String text -> code.constant(text, String.class);
      default -> code.constant(constant.value(), List.class);
    }
  }

  private void reading(Expr.Reading reading, Label error) {
    int counter = shared.counter(reading.counter());
    code.field("readings", Readings.class);
    code.plain().loadConstant(counter);
    code.call(Readings.class, "has", boolean.class, int.class);
    code.plain().ifeq(error);
    code.field("readings", Readings.class);
    code.plain().loadConstant(counter);
    boolean whole = reading.type() == Type.INT;
    code.call(
        Readings.class, whole ? "integer" : "number", whole ? long.class : double.class, int.class);
  }

  private void count(Expr.Phrases phrases, Label error) {
    List<Integer> ids = plan.literals().bank(phrases.bank());
    code.require(phrases.slot().index(), error);
    code.frame();
    code.plain().loadConstant(phrases.slot().index());
    code.plain().loadConstant(ids.isEmpty() ? 0 : ids.getFirst());
    code.plain().loadConstant(ids.isEmpty() ? 0 : ids.getLast() + 1);
    code.call(Frame.class, "count", long.class, int.class, int.class, int.class);
  }

  private void choice(Expr.If choice, Label error) {
    TypeKind kind = Code.kind(choice.type());
    Label then = code.label();
    Label otherwise = code.label();
    Label end = code.label();
    int value = code.plain().allocateLocal(kind);
    test(choice.test(), then, otherwise, error);
    code.bind(then);
    value(choice.then(), error);
    code.plain().storeLocal(kind, value);
    code.go(end);
    code.bind(otherwise);
    value(choice.otherwise(), error);
    code.plain().storeLocal(kind, value);
    code.bind(end);
    code.load(kind, value);
  }

  /** Writes two values into locals, and puts the first on the stack, then the second. */
  void two(Expr first, Expr second, Label error) {
    value(first, error);
    if (second instanceof Expr.Constant constant) {
      constant(constant);
      return;
    }
    int a = code.keep(Code.kind(first.type()));
    value(second, error);
    int b = code.keep(Code.kind(second.type()));
    code.load(Code.kind(first.type()), a);
    code.load(Code.kind(second.type()), b);
  }
}
