package reeve.rules.code;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

/** What compiled rules work on: one event, and what is known of it so far. */
final class Frame {
  /** Of a cell: not computed yet, does not hold, holds or has a value, ended in an error. */
  static final int UNKNOWN = 0;

  static final int FAILS = 1;
  static final int HOLDS = 2;
  static final int ERROR = 3;

  Facts facts;
  Readings readings;
  Hits out;
  BumpSink sink = NOBODY;

  final byte[] states;
  final long[] numbers;
  final @Nullable Object[] objects;

  /** The variables of comprehensions, by depth. */
  final long[] variableNumbers = new long[Plan.DEPTH];

  final @Nullable Object[] variableObjects = new Object[Plan.DEPTH];
  final Counted counted = new Counted();

  private final Finder finder;

  /** By slot; of those that are texts, since no other is searched. */
  private final long[][] hits;

  private final boolean[] found;

  private static final BumpSink NOBODY =
      new BumpSink() {
        @Override
        public void take(Counted counted) {
          // Nobody asks.
        }

        @Override
        public void none(int counter) {
          // Nobody asks.
        }
      };

  Frame(Program program, int cells, Finder finder, Schema schema) {
    this.finder = finder;
    facts = new Facts(schema);
    readings = program.readings();
    out = program.hits();
    states = new byte[cells];
    numbers = new long[cells];
    objects = new Object[cells];
    int words = (program.literals().size() + 63) >> 6;
    found = new boolean[schema.slots().size()];
    // All at once: a way that is taken once for each frame would have compiled code thrown away.
    hits =
        schema.slots().stream()
            .map(slot -> new long[slot.type() == Slot.Type.TEXT ? words : 0])
            .toArray(long[][]::new);
  }

  void start(Facts facts) {
    this.facts = facts;
    Arrays.fill(states, (byte) UNKNOWN);
    Arrays.fill(found, false);
  }

  /** The literals that stand in a field, which the event has. */
  long[] hits(int slot) {
    long[] hits = this.hits[slot];
    if (!found[slot]) {
      Arrays.fill(hits, 0);
      finder.find(facts, slot, hits);
      found[slot] = true;
    }
    return hits;
  }

  /** Whether one of some literals stands in a field. */
  boolean any(int slot, int[] literals) {
    long[] hits = hits(slot);
    for (int literal : literals) {
      if ((hits[literal >> 6] & (1L << literal)) != 0) {
        return true;
      }
    }
    return false;
  }

  /** How many literals from one to before another stand in a field. */
  long count(int slot, int from, int to) {
    long[] hits = hits(slot);
    long count = 0;
    for (int word = from >> 6; word << 6 < to; word++) {
      count += Long.bitCount(hits[word] & mask(word, from, to));
    }
    return count;
  }

  /** The bits of a word that stand for literals from one to before another. */
  static long mask(int word, int from, int to) {
    int first = Math.max(from - (word << 6), 0);
    int last = Math.min(to - (word << 6), 64);
    return first >= last ? 0 : (-1L << first) & (-1L >>> (64 - last));
  }

  /**
   * Notes how a rule ended.
   *
   * @param state {@link #FAILS}, {@link #HOLDS} or {@link #ERROR}
   */
  void ended(int rule, int state) {
    if (state == HOLDS) {
      out.hold(rule);
    } else if (state == ERROR) {
      out.fail(rule);
    }
  }

  /** Gives the sink what was counted, once for each different element. */
  void elements(List<?> list) {
    int size = list.size();
    if (size == 0) {
      sink.none(counted.counter());
      return;
    }
    int key = counted.key().length();
    Set<Object> seen = size > 16 ? HashSet.newHashSet(size) : Set.of();
    for (int at = 0; at < size; at++) {
      Object element = list.get(at);
      if (size > 16 ? seen.add(element) : list.indexOf(element) == at) {
        counted.key().cut(key);
        counted.key().element(element);
        sink.take(counted);
      }
    }
  }

  void taken() {
    sink.take(counted);
  }

  static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(text).find();
  }

  static boolean containsAny(String text, String[] literals) {
    for (String literal : literals) {
      if (text.contains(literal)) {
        return true;
      }
    }
    return false;
  }

  static boolean anyListed(List<?> texts, Set<?> list) {
    for (int at = 0; at < texts.size(); at++) {
      if (list.contains(texts.get(at))) {
        return true;
      }
    }
    return false;
  }

  static boolean contains(List<?> list, Object value) {
    if (list.contains(value)) {
      return true;
    }
    if (value instanceof Double number) {
      for (Object one : list) {
        if (one instanceof Double other && other.doubleValue() == number.doubleValue()) {
          return true;
        }
      }
    }
    return false;
  }

  static boolean outside(List<?> list, long index) {
    return index < 0 || index >= list.size();
  }
}
