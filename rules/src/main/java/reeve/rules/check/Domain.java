package reeve.rules.check;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that one reading may still have, where a conjunction of tests holds. */
sealed interface Domain {
  boolean empty();

  /** Those that both allow. Both are of one kind. */
  Domain and(Domain other);

  /** Whether all of these are among the other's. */
  boolean within(Domain other);

  /**
   * Numbers between two bounds.
   *
   * @param low null where there is no bound
   */
  record Numbers(
      @Nullable BigDecimal low, boolean lowOpen, @Nullable BigDecimal high, boolean highOpen)
      implements Domain {
    static Numbers atLeast(BigDecimal low, boolean open) {
      return new Numbers(low, open, null, false);
    }

    static Numbers atMost(BigDecimal high, boolean open) {
      return new Numbers(null, false, high, open);
    }

    static Numbers exactly(BigDecimal value) {
      return new Numbers(value, false, value, false);
    }

    @Override
    public boolean empty() {
      if (low == null || high == null) {
        return false;
      }
      int order = low.compareTo(high);
      return order > 0 || (order == 0 && (lowOpen || highOpen));
    }

    @Override
    public Domain and(Domain other) {
      Numbers that = (Numbers) other;
      boolean mineLow = low != null && !that.lowTighter(low, lowOpen);
      boolean mineHigh = high != null && !that.highTighter(high, highOpen);
      return new Numbers(
          mineLow ? low : that.low,
          mineLow ? lowOpen : that.lowOpen,
          mineHigh ? high : that.high,
          mineHigh ? highOpen : that.highOpen);
    }

    private boolean lowTighter(BigDecimal than, boolean open) {
      if (low == null) {
        return false;
      }
      int order = low.compareTo(than);
      return order > 0 || (order == 0 && lowOpen && !open);
    }

    private boolean highTighter(BigDecimal than, boolean open) {
      if (high == null) {
        return false;
      }
      int order = high.compareTo(than);
      return order < 0 || (order == 0 && highOpen && !open);
    }

    @Override
    public boolean within(Domain other) {
      return empty() || and(other).equals(this);
    }
  }

  /**
   * Texts or booleans.
   *
   * @param allowed null for all but those that are barred
   */
  record Values(@Nullable Set<Object> allowed, Set<Object> barred) implements Domain {
    static Values oneOf(Set<?> allowed) {
      return new Values(Set.copyOf(allowed), Set.of());
    }

    static Values noneOf(Set<?> barred) {
      return new Values(null, Set.copyOf(barred));
    }

    @Override
    public boolean empty() {
      return allowed != null && allowed.isEmpty();
    }

    @Override
    public Domain and(Domain other) {
      Values that = (Values) other;
      Set<Object> out = new HashSet<>(barred);
      out.addAll(that.barred);
      if (allowed == null && that.allowed == null) {
        return new Values(null, out);
      }
      Set<Object> in = new HashSet<>(allowed == null ? that.allowed : allowed);
      if (allowed != null && that.allowed != null) {
        in.retainAll(that.allowed);
      }
      in.removeAll(out);
      return new Values(in, Set.of());
    }

    @Override
    public boolean within(Domain other) {
      return empty() || and(other).equals(this);
    }
  }
}
