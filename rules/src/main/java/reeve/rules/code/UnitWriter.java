package reeve.rules.code;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Type;

/** Writes a class: some rules, some counters, and the shared expressions that they need. */
final class UnitWriter {
  private static final ClassDesc SELF = ClassDesc.of("reeve.rules.code.Compiled");
  private static final MethodTypeDesc STATE = Constants.method(int.class, Frame.class);
  private static final MethodTypeDesc VOID = Constants.method(void.class, Frame.class);

  private final Plan plan;
  private final Shared shared;
  private final Constants constants = new Constants();
  private final ArrayDeque<Plan.Cell> called = new ArrayDeque<>();
  private final Set<Plan.Cell> seen = new HashSet<>();

  UnitWriter(Plan plan, Shared shared) {
    this.plan = plan;
    this.shared = shared;
  }

  /** A rule, and whether it runs for every event or only where its literal stands. */
  record RuleCode(int rule, Expr when, boolean always) {}

  /** A counter, its expressions arranged. */
  record CounterCode(
      int index, Counter counter, @Nullable Expr of, List<Expr> key, @Nullable Expr where) {}

  /** A method beyond this is never compiled by HotSpot. */
  private static final int HUGE = 8_000;

  /** The class file. Its class data are the constants. */
  byte[] write(List<RuleCode> rules, List<CounterCode> counters) {
    byte[] bytes = file(rules, counters);
    assert ClassFile.of().parse(bytes).methods().stream()
            .mapToInt(one ->
                one.findAttribute(Attributes.code()).map(CodeAttribute::codeLength).orElse(0))
            .allMatch(length -> length <= HUGE)
        : "a method is too large";
    return bytes;
  }

  private byte[] file(List<RuleCode> rules, List<CounterCode> counters) {
    return ClassFile.of()
        .build(
            SELF,
            type -> {
              type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
              type.withInterfaceSymbols(Constants.desc(Unit.class));
              constructor(type);
              rules.forEach(rule -> state(type, "r" + rule.rule(), rule.when(), null));
              counters.forEach(counter -> counter(type, counter));
              for (Plan.Cell cell = called.poll(); cell != null; cell = called.poll()) {
                state(type, "c" + cell.index(), cell.expr(), cell);
              }
              always(type, rules);
              run(type, rules);
              extract(type, counters);
            });
  }

  /** Makes a class of it, which goes with the last program that names it. */
  Unit define(byte[] bytes) {
    try {
      MethodHandles.Lookup made =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, constants.all(), true);
      return (Unit)
          made.findConstructor(
                  made.lookupClass(), java.lang.invoke.MethodType.methodType(void.class))
              .invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("a class that was just written cannot be loaded", e);
    }
  }

  private void constructor(ClassBuilder type) {
    type.withMethodBody(
        ConstantDescs.INIT_NAME,
        ConstantDescs.MTD_void,
        0,
        code ->
            code.aload(0)
                .invokespecial(
                    ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_());
  }

  private void method(ClassBuilder type, String name, MethodTypeDesc desc, Consumer<Code> body) {
    type.withMethodBody(
        name, desc, ClassFile.ACC_STATIC, builder -> body.accept(new Code(builder, constants)));
  }

  private Emitter emitter(Code code) {
    return new Emitter(
        code,
        plan,
        shared,
        cell -> {
          if (seen.add(cell)) {
            called.add(cell);
          }
          code.plain().invokestatic(SELF, "c" + cell.index(), STATE);
        });
  }

  /** A method that says how an expression ended, and keeps its value where it is a cell. */
  private void state(ClassBuilder type, String name, Expr expr, Plan.@Nullable Cell cell) {
    method(
        type,
        name,
        STATE,
        code -> {
          Emitter emitter = emitter(code);
          if (cell != null && cell.kept()) {
            known(code, cell.index());
          }
          Label yes = code.label();
          Label no = code.label();
          Label error = code.label();
          if (expr.type() == Type.BOOL) {
            if (cell == null) {
              emitter.test(expr, yes, no, error);
            } else {
              emitter.body(expr, yes, no, error);
            }
            code.bind(no);
            end(code, cell, Frame.FAILS);
          } else if (cell != null) {
            emitter.inPlace(expr, error);
            code.put(expr.type(), "numbers", "objects", cell.index());
            code.go(yes);
          }
          code.bind(yes);
          end(code, cell, Frame.HOLDS);
          code.bind(error);
          end(code, cell, Frame.ERROR);
        });
  }

  private static void known(Code code, int cell) {
    Label unknown = code.label();
    code.field("states", byte[].class);
    code.plain().loadConstant(cell);
    code.plain().baload();
    int state = code.keep(TypeKind.INT);
    code.load(TypeKind.INT, state);
    code.plain().ifeq(unknown);
    code.load(TypeKind.INT, state);
    code.plain().ireturn();
    code.bind(unknown);
  }

  private static void end(Code code, Plan.@Nullable Cell cell, int state) {
    if (cell != null && cell.kept()) {
      code.field("states", byte[].class);
      code.plain().loadConstant(cell.index());
      code.plain().loadConstant(state);
      code.plain().bastore();
    }
    code.plain().loadConstant(state);
    code.plain().ireturn();
  }

  /** A method that gives the sink what an event gives a counter. */
  private void counter(ClassBuilder type, CounterCode counter) {
    method(
        type,
        "k" + counter.index(),
        VOID,
        code -> {
          Emitter emitter = emitter(code);
          Label error = code.label();
          code.field("counted", Counted.class);
          code.plain().loadConstant(counter.index());
          code.call(Counted.class, "begin", void.class, int.class);
          int list = 0;
          for (Expr part : counter.key()) {
            emitter.value(part, error);
            if (part.type().list()) {
              list = code.keep(TypeKind.REFERENCE);
            } else {
              write(code, "key", part.type());
            }
          }
          Label read = code.label();
          adds(code, emitter, counter, read);
          code.bind(read);
          code.frame();
          if (list == 0) {
            code.call(Frame.class, "taken", void.class);
          } else {
            code.load(TypeKind.REFERENCE, list);
            code.call(Frame.class, "elements", void.class, List.class);
          }
          code.bind(error);
          code.plain().return_();
        });
  }

  /** Notes what is added; goes to a label where the event is not counted. */
  private static void adds(Code code, Emitter emitter, CounterCode counter, Label read) {
    if (counter.where() != null) {
      Label yes = code.label();
      emitter.test(counter.where(), yes, read, read);
      code.bind(yes);
    }
    Expr of = counter.of();
    boolean amount = false;
    if (of != null) {
      emitter.value(of, read);
      switch (counter.counter().kind()) {
        case SUM -> amount = true;
        case RATIO -> {
          code.plain().i2l();
          amount = true;
        }
        case DISTINCT, COUNT, FIRST_SEEN, RATE -> write(code, "value", of.type());
      }
    }
    if (!amount) {
      code.plain().lconst_0();
    }
    int added = code.keep(TypeKind.LONG);
    code.field("counted", Counted.class);
    code.load(TypeKind.LONG, added);
    code.call(Counted.class, "add", void.class, long.class);
  }

  /** Takes a value off the stack and writes it as canonical bytes. */
  private static void write(Code code, String where, Type type) {
    int value = code.keep(Code.kind(type));
    code.field("counted", Counted.class);
    code.call(Counted.class, where, Canonical.class);
    code.load(Code.kind(type), value);
    String name =
        switch (type) {
          case BOOL -> "bool";
          case INT -> "whole";
          case DOUBLE -> "number";
          case TEXT -> "text";
          case BOOLS, INTS, DOUBLES, TEXTS -> "list";
        };
    code.call(Canonical.class, name, void.class, Code.type(type));
  }

  private static void always(ClassBuilder type, List<RuleCode> rules) {
    type.withMethodBody(
        "always",
        VOID,
        ClassFile.ACC_PUBLIC,
        code -> {
          for (RuleCode rule : rules) {
            if (rule.always()) {
              ended(code, rule.rule(), 1);
            }
          }
          code.return_();
        });
  }

  private static void ended(java.lang.classfile.CodeBuilder code, int rule, int frame) {
    code.aload(frame)
        .loadConstant(rule)
        .aload(frame)
        .invokestatic(SELF, "r" + rule, STATE)
        .invokevirtual(
            Constants.desc(Frame.class),
            "ended",
            Constants.method(void.class, int.class, int.class));
  }

  private static void run(ClassBuilder type, List<RuleCode> rules) {
    type.withMethodBody(
        "run",
        Constants.method(void.class, int.class, Frame.class),
        ClassFile.ACC_PUBLIC,
        code -> {
          if (rules.isEmpty()) {
            code.return_(); // it holds counters alone
            return;
          }
          Label none = code.newLabel();
          List<SwitchCase> cases = new ArrayList<>();
          for (int place = 0; place < rules.size(); place++) {
            cases.add(SwitchCase.of(place, code.newLabel()));
          }
          code.iload(1).tableswitch(0, rules.size() - 1, none, cases);
          for (SwitchCase one : cases) {
            code.labelBinding(one.target());
            ended(code, rules.get(one.caseValue()).rule(), 2);
            code.return_();
          }
          code.labelBinding(none).return_();
        });
  }

  private static void extract(ClassBuilder type, List<CounterCode> counters) {
    type.withMethodBody(
        "extract",
        VOID,
        ClassFile.ACC_PUBLIC,
        code -> {
          counters.forEach(one -> code.aload(1).invokestatic(SELF, "k" + one.index(), VOID));
          code.return_();
        });
  }
}
