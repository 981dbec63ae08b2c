package reeve.rules.code;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Type;

/**
 * What the counters of a program read at an event, each at its index in {@link Program#counters}.
 * Made to be filled again. A rule that reads one without reading ends in an error.
 */
public final class Readings {
  private final Program program;
  private final long[] values;
  private final boolean[] known;

  Readings(Program program) {
    this.program = program;
    int n = program.counters().size();
    values = new long[n];
    known = new boolean[n];
  }

  public void clear() {
    Arrays.fill(known, false);
  }

  public void set(int counter, long value) {
    values[counter] = value;
    known[counter] = true;
  }

  public void set(int counter, double value) {
    set(counter, Double.doubleToRawLongBits(value));
  }

  public boolean has(int counter) {
    return known[counter];
  }

  public long integer(int counter) {
    return values[counter];
  }

  public double number(int counter) {
    return Double.longBitsToDouble(values[counter]);
  }

  /** A reading as Long or Double; null where there is none. */
  public @Nullable Number get(Counter counter) {
    int index = program.counter(counter);
    if (!known[index]) {
      return null;
    }
    return counter.reads() == Type.INT ? (Number) integer(index) : (Number) number(index);
  }
}
