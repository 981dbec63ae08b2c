package reeve.rules.expr;

/**
 * CEL's functions over the types that rules use, one constant for each overload; the name beside
 * each is cel-java's id of the overload.
 */
public enum Function {
  ADD_INT("add_int64", Type.INT),
  SUBTRACT_INT("subtract_int64", Type.INT),
  MULTIPLY_INT("multiply_int64", Type.INT),
  DIVIDE_INT("divide_int64", Type.INT),
  MODULO_INT("modulo_int64", Type.INT),
  NEGATE_INT("negate_int64", Type.INT),
  ADD_DOUBLE("add_double", Type.DOUBLE),
  SUBTRACT_DOUBLE("subtract_double", Type.DOUBLE),
  MULTIPLY_DOUBLE("multiply_double", Type.DOUBLE),
  DIVIDE_DOUBLE("divide_double", Type.DOUBLE),
  NEGATE_DOUBLE("negate_double", Type.DOUBLE),
  JOIN("add_string", Type.TEXT),
  /** In code points. */
  SIZE_TEXT("size_string", Type.INT),
  SIZE_LIST("size_list", Type.INT),
  CONTAINS("contains_string", Type.BOOL),
  STARTS_WITH("starts_with_string", Type.BOOL),
  ENDS_WITH("ends_with_string", Type.BOOL),
  /** RE2 syntax, anywhere in the text; the pattern is a constant. */
  MATCHES("matches_string", Type.BOOL),
  /** The element comes first, the list second. */
  IN_LIST("in_list", Type.BOOL),
  INDEX_TEXTS("index_list", Type.TEXT),
  INT_OF_DOUBLE("double_to_int64", Type.INT),
  INT_OF_TEXT("string_to_int64", Type.INT),
  DOUBLE_OF_INT("int64_to_double", Type.DOUBLE),
  DOUBLE_OF_TEXT("string_to_double", Type.DOUBLE),
  TEXT_OF_INT("int64_to_string", Type.TEXT),
  TEXT_OF_DOUBLE("double_to_string", Type.TEXT),
  TEXT_OF_BOOL("bool_to_string", Type.TEXT);

  private final String overload;
  private final Type type;

  Function(String overload, Type type) {
    this.overload = overload;
    this.type = type;
  }

  /** cel-java's id. */
  public String overload() {
    return overload;
  }

  public Type type() {
    return type;
  }
}
