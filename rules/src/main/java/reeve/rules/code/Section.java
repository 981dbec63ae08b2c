package reeve.rules.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules and counters of one kind of event. */
final class Section {
  final List<Unit> units;
  final List<Guarded> guarded;

  /** Rules that do not compile. */
  final int[] slow;

  Section(List<Unit> units, List<Guarded> guarded, int[] slow) {
    this.units = List.copyOf(units);
    this.guarded = List.copyOf(guarded);
    this.slow = slow;
  }

  /** Rules that run only where one of their literals stands in a field. */
  static final class Guarded {
    final int slot;

    /** All of them: they run where the event does not have the field. */
    final int[] rules;

    /** The literals, as bits. */
    final long[] mask;

    /** The rules of each literal. */
    final int[][] byLiteral;

    private Guarded(int slot, int[] rules, int literals) {
      this.slot = slot;
      this.rules = rules;
      mask = new long[(literals + 63) >> 6];
      byLiteral = new int[literals][];
    }
  }

  /** Collects the rules of each literal, slot by slot. */
  static final class Guards {
    private final Map<Integer, Map<Integer, List<Integer>>> bySlot = new TreeMap<>();
    private final Map<Integer, List<Integer>> rules = new TreeMap<>();

    void add(int rule, LiteralTests.Asked asked) {
      int slot = asked.slot().index();
      rules.computeIfAbsent(slot, _ -> new ArrayList<>()).add(rule);
      Map<Integer, List<Integer>> byLiteral = bySlot.computeIfAbsent(slot, _ -> new TreeMap<>());
      for (int id : asked.ids()) {
        byLiteral.computeIfAbsent(id, _ -> new ArrayList<>()).add(rule);
      }
    }

    List<Guarded> all(int literals) {
      List<Guarded> all = new ArrayList<>();
      rules.forEach((slot, guarded) -> {
        Guarded one = new Guarded(slot, array(guarded), literals);
        bySlot
            .getOrDefault(slot, Map.of())
            .forEach((id, its) -> {
              one.mask[id >> 6] |= 1L << id;
              one.byLiteral[id] = array(its);
            });
        all.add(one);
      });
      return all;
    }

    private static int[] array(List<Integer> values) {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
