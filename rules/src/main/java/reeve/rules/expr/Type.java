package reeve.rules.expr;

import reeve.rules.schema.Slot;

/** What an expression yields. Beyond these, cel-java evaluates. */
public enum Type {
  BOOL,
  INT,
  DOUBLE,
  TEXT,
  BOOLS,
  INTS,
  DOUBLES,
  TEXTS;

  public static Type of(Slot.Type type) {
    return switch (type) {
      case BOOL -> BOOL;
      case INT -> INT;
      case DOUBLE -> DOUBLE;
      case TEXT -> TEXT;
      case TEXTS -> TEXTS;
    };
  }

  public boolean list() {
    return switch (this) {
      case BOOL, INT, DOUBLE, TEXT -> false;
      case BOOLS, INTS, DOUBLES, TEXTS -> true;
    };
  }

  /** What a list of this type holds. */
  public Type element() {
    return switch (this) {
      case BOOLS -> BOOL;
      case INTS -> INT;
      case DOUBLES -> DOUBLE;
      case TEXTS -> TEXT;
      case BOOL, INT, DOUBLE, TEXT -> throw new IllegalStateException(this + " is no list");
    };
  }

  public boolean numeric() {
    return this == INT || this == DOUBLE;
  }
}
