package reeve.rules.code;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Literal.Mode;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Expr.Comparison;
import reeve.rules.expr.Function;
import reeve.rules.schema.Slot;
import reeve.rules.source.WordList;

/** Numbers the literals of a rule set, and says which parts of conditions ask for them. */
final class LiteralTests {
  private final RuleSet set;
  private final Map<String, List<Integer>> banks = new HashMap<>();
  private final Map<String, Integer> exact = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Mode> modes = new ArrayList<>();
  private final Map<Integer, Set<Slot>> slots = new HashMap<>();
  private final Map<Expr, Asked> known = new HashMap<>();

  LiteralTests(RuleSet set) {
    this.set = set;
  }

  /**
   * A part of a condition that asks for literals in a searched field.
   *
   * @param ids one of them must stand there
   * @param decides whether that is all it asks
   */
  record Asked(Slot slot, List<Integer> ids, boolean decides) {
    Asked {
      ids = List.copyOf(ids);
    }

    /** The bits of its literals, by word. */
    TreeMap<Integer, Long> masks() {
      TreeMap<Integer, Long> masks = new TreeMap<>();
      for (int id : ids) {
        masks.merge(id >> 6, 1L << id, (a, b) -> a | b);
      }
      return masks;
    }
  }

  /** What a condition asks for by itself; null where that is nothing. */
  @Nullable Asked asked(Expr expr) {
    if (known.containsKey(expr)) {
      return known.get(expr);
    }
    Asked asked =
        switch (expr) {
          case Expr.Phrases phrases -> {
            // Counting them asks for all, too, and is no condition by itself.
            Asked all = asked(phrases.slot(), bank(phrases.bank()), true);
            yield phrases.count() ? null : all;
          }
          case Expr.Call call
              when call.operands().getFirst() instanceof Expr.Field field
                  && field.slot().searched() ->
              search(call, field.slot());
          default -> null;
        };
    known.put(expr, asked);
    return asked;
  }

  private @Nullable Asked search(Expr.Call call, Slot slot) {
    if (!(call.operands().getLast() instanceof Expr.Constant constant)
        || !(constant.value() instanceof String text)) {
      return null;
    }
    if (call.function() == Function.CONTAINS && !text.isEmpty()) {
      return asked(slot, exact(Set.of(text)), true);
    }
    if (call.function() != Function.MATCHES) {
      return null;
    }
    PatternLiterals literals = PatternLiterals.of(text);
    return literals == null ? null : asked(slot, exact(literals.texts()), literals.decides());
  }

  /**
   * What has to stand somewhere for a condition to hold or to fail with an error, where that can be
   * told: without it, and where the event has the field, the condition is false. Not so if null.
   */
  @Nullable Asked guard(Expr condition) {
    return switch (condition) {
      case Expr.And and -> {
        Asked best = null;
        for (Expr part : and.parts()) {
          Asked one = guard(part);
          if (one != null && (best == null || one.ids().size() < best.ids().size())) {
            best = one;
          }
        }
        yield best;
      }
      case Expr.Or or -> union(or.parts());
      case Expr.Compare compare when atLeastOne(compare) ->
          guard(
              compare.left() instanceof Expr.Phrases phrases
                  ? new Expr.Phrases(phrases.slot(), phrases.bank(), false)
                  : compare.left());
      case Expr.Phrases _, Expr.Call _ -> asked(condition);
      default -> null;
    };
  }

  private @Nullable Asked union(List<Expr> parts) {
    BitSet all = new BitSet();
    Slot slot = null;
    for (Expr part : parts) {
      Asked one = guard(part);
      if (one == null || (slot != null && !slot.equals(one.slot()))) {
        return null;
      }
      slot = one.slot();
      one.ids().forEach(all::set);
    }
    return slot == null ? null : new Asked(slot, all.stream().boxed().toList(), false);
  }

  private static boolean atLeastOne(Expr.Compare compare) {
    if (!(compare.left() instanceof Expr.Phrases)
        || !(compare.right() instanceof Expr.Constant constant)
        || !(constant.value() instanceof Long least)) {
      return false;
    }
    Comparison by = compare.by();
    return by == Comparison.GREATER
        ? least >= 0
        : (by == Comparison.GREATER_EQUAL || by == Comparison.EQUAL) && least >= 1;
  }

  private Asked asked(Slot slot, List<Integer> ids, boolean decides) {
    for (int id : ids) {
      slots.computeIfAbsent(id, _ -> new HashSet<>()).add(slot);
    }
    return new Asked(slot, ids, decides);
  }

  /** The literals of a bank, without a gap. */
  List<Integer> bank(String name) {
    return banks.computeIfAbsent(
        name,
        _ -> {
          WordList bank = set.banks().get(name);
          Set<String> phrases = bank == null ? Set.of() : bank.entries();
          return phrases.stream().map(phrase -> add(phrase, Mode.WORDS)).toList();
        });
  }

  private List<Integer> exact(Set<String> literals) {
    return literals.stream()
        .map(text -> exact.computeIfAbsent(text, _ -> add(text, Mode.EXACT)))
        .sorted()
        .toList();
  }

  private int add(String text, Mode mode) {
    texts.add(text);
    modes.add(mode);
    return texts.size() - 1;
  }

  /** All that were asked for until now. */
  List<Literal> all() {
    return IntStream.range(0, texts.size())
        .mapToObj(
            id -> new Literal(id, texts.get(id), modes.get(id), slots.getOrDefault(id, Set.of())))
        .toList();
  }
}
