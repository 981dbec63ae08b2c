package reeve.rules.code;

import static reeve.rules.code.Constants.desc;
import static reeve.rules.code.Constants.method;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.List;
import reeve.rules.expr.Expr.Comparison;
import reeve.rules.expr.Operators;
import reeve.rules.expr.Type;
import reeve.rules.schema.Facts;

/**
 * Bytecode in steps a little larger than the JVM's, within a method whose first parameter is the
 * {@link Frame}. Jumps go where the operand stack is empty.
 */
final class Code {
  private final CodeBuilder code;
  private final Constants constants;
  private final int facts;

  Code(CodeBuilder code, Constants constants) {
    this.code = code;
    this.constants = constants;
    field("facts", Facts.class);
    facts = keep(TypeKind.REFERENCE);
  }

  CodeBuilder plain() {
    return code;
  }

  Label label() {
    return code.newLabel();
  }

  void bind(Label label) {
    code.labelBinding(label);
  }

  void go(Label label) {
    code.goto_(label);
  }

  /** Jumps where an int on the stack is not 0, else elsewhere. */
  void branch(Label yes, Label no) {
    code.ifne(yes);
    code.goto_(no);
  }

  void constant(Object object, Class<?> type) {
    constants.load(code, object, type);
  }

  /** Takes a value off the stack into a new local. */
  int keep(TypeKind kind) {
    int local = code.allocateLocal(kind);
    code.storeLocal(kind, local);
    return local;
  }

  void load(TypeKind kind, int local) {
    code.loadLocal(kind, local);
  }

  int keep(int value) {
    code.loadConstant(value);
    return keep(TypeKind.INT);
  }

  void frame() {
    code.aload(0);
  }

  /** Puts a field of the frame on the stack. */
  void field(String name, Class<?> type) {
    code.aload(0);
    code.getfield(desc(Frame.class), name, desc(type));
  }

  void call(Class<?> on, String name, Class<?> returns, Class<?>... takes) {
    if (on.isInterface()) {
      code.invokeinterface(desc(on), name, method(returns, takes));
    } else {
      code.invokevirtual(desc(on), name, method(returns, takes));
    }
  }

  void callStatic(Class<?> on, String name, Class<?> returns, Class<?>... takes) {
    code.invokestatic(desc(on), name, method(returns, takes));
  }

  void operator(String name, Class<?> returns, Class<?>... takes) {
    callStatic(Operators.class, name, returns, takes);
  }

  /** Jumps where the event does not have a field. */
  void require(int slot, Label missing) {
    fact("has", boolean.class, slot);
    code.ifeq(missing);
  }

  /** Puts what {@link Facts} say of a slot on the stack. */
  void fact(String getter, Class<?> type, int slot) {
    code.aload(facts);
    code.loadConstant(slot);
    call(Facts.class, getter, type, int.class);
  }

  /** Jumps by how two ints on the stack compare. */
  void compareInts(Comparison by, Label yes, Label no) {
    switch (by) {
      case EQUAL -> code.if_icmpeq(yes);
      case UNEQUAL -> code.if_icmpne(yes);
      case LESS -> code.if_icmplt(yes);
      case LESS_EQUAL -> code.if_icmple(yes);
      case GREATER -> code.if_icmpgt(yes);
      case GREATER_EQUAL -> code.if_icmpge(yes);
    }
    code.goto_(no);
  }

  /** Jumps by the sign of an int on the stack. */
  void compareSign(Comparison by, Label yes, Label no) {
    switch (by) {
      case EQUAL -> code.ifeq(yes);
      case UNEQUAL -> code.ifne(yes);
      case LESS -> code.iflt(yes);
      case LESS_EQUAL -> code.ifle(yes);
      case GREATER -> code.ifgt(yes);
      case GREATER_EQUAL -> code.ifge(yes);
    }
    code.goto_(no);
  }

  /** Jumps by how two doubles on the stack compare. */
  void compareDoubles(Comparison by, Label yes, Label no) {
    // NaN must come out greater where less is asked, and the other way round.
    if (by == Comparison.LESS || by == Comparison.LESS_EQUAL) {
      code.dcmpg();
    } else {
      code.dcmpl();
    }
    compareSign(by, yes, no);
  }

  static TypeKind kind(Type type) {
    return switch (type) {
      case BOOL -> TypeKind.INT;
      case INT -> TypeKind.LONG;
      case DOUBLE -> TypeKind.DOUBLE;
      case TEXT, BOOLS, INTS, DOUBLES, TEXTS -> TypeKind.REFERENCE;
    };
  }

  static Class<?> type(Type type) {
    return switch (type) {
      case BOOL -> boolean.class;
      case INT -> long.class;
      case DOUBLE -> double.class;
      case TEXT -> String.class;
      case BOOLS, INTS, DOUBLES, TEXTS -> List.class;
    };
  }

  /** Takes a value off the stack into an array of the frame. */
  void put(Type type, String numbers, String objects, int at) {
    int value = keep(kind(type));
    if (kind(type) == TypeKind.REFERENCE) {
      field(objects, Object[].class);
      code.loadConstant(at);
      load(TypeKind.REFERENCE, value);
      code.aastore();
      return;
    }
    field(numbers, long[].class);
    code.loadConstant(at);
    load(kind(type), value);
    if (type == Type.BOOL) {
      code.i2l();
    } else if (type == Type.DOUBLE) {
      callStatic(Double.class, "doubleToRawLongBits", long.class, double.class);
    }
    code.lastore();
  }

  /** Puts a value from an array of the frame on the stack. */
  void get(Type type, String numbers, String objects, int at) {
    if (kind(type) == TypeKind.REFERENCE) {
      field(objects, Object[].class);
      code.loadConstant(at);
      code.aaload();
      code.checkcast(desc(type(type)));
      return;
    }
    field(numbers, long[].class);
    code.loadConstant(at);
    code.laload();
    if (type == Type.BOOL) {
      code.l2i();
    } else if (type == Type.DOUBLE) {
      callStatic(Double.class, "longBitsToDouble", double.class, long.class);
    }
  }

  /** Takes an Object off the stack and puts its value on it. */
  void unbox(Type type) {
    switch (type) {
      case BOOL -> unbox(Boolean.class, "booleanValue", boolean.class);
      case INT -> unbox(Long.class, "longValue", long.class);
      case DOUBLE -> unbox(Double.class, "doubleValue", double.class);
      case TEXT, BOOLS, INTS, DOUBLES, TEXTS -> code.checkcast(desc(type(type)));
    }
  }

  private void unbox(Class<?> box, String name, Class<?> type) {
    code.checkcast(desc(box));
    call(box, name, type);
  }

  /** Takes a value off the stack and puts it in a box. */
  void box(Type type) {
    switch (type) {
      case BOOL -> callStatic(Boolean.class, "valueOf", Boolean.class, boolean.class);
      case INT -> callStatic(Long.class, "valueOf", Long.class, long.class);
      case DOUBLE -> callStatic(Double.class, "valueOf", Double.class, double.class);
      case TEXT, BOOLS, INTS, DOUBLES, TEXTS -> {}
    }
  }
}
