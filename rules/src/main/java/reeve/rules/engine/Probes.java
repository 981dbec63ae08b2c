package reeve.rules.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Parts;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;

/**
 * Events to warm a set up with: real ones, and by turns such in which one field says what a rule
 * compares it with, so that conditions have come out both ways before it matters. The machine code
 * of a JVM leaves out a way that was never taken; the first event that takes it has the code of all
 * rules beside that one thrown away and made anew. Of one thread.
 */
final class Probes {
  /** So many a kind of event: a method is compiled for good after some thousand runs. */
  private static final int MOST = 2_000;

  private record Probe(Slot slot, Object value) {}

  private final List<List<Probe>> byKind = new ArrayList<>();
  private final int[] next;
  private final Facts changed;
  private boolean turn;

  Probes(RuleSet set) {
    List<String> kinds = List.copyOf(set.schema().kinds());
    for (String kind : kinds) {
      Set<Probe> probes = new LinkedHashSet<>();
      for (Rule rule : set.rules()) {
        Expr when = rule.when().expr();
        if (when != null && rule.event().equals(kind)) {
          collect(when, null, probes);
        }
      }
      byKind.add(probes.stream().limit(MOST).toList());
    }
    next = new int[kinds.size()];
    changed = new Facts(set.schema());
  }

  /**
   * The event, or a changed copy that is good until the next one.
   *
   * @param event of a known kind
   */
  Facts of(Facts event) {
    List<Probe> probes = event.kind() < 0 ? List.of() : byKind.get(event.kind());
    turn = !turn;
    if (!turn || probes.isEmpty()) {
      return event;
    }
    Probe probe = probes.get(next[event.kind()]++ % probes.size());
    changed.copy(event);
    set(probe.slot().index(), probe.value());
    return changed;
  }

  private void set(int slot, Object value) {
    switch (value) {
      case Boolean bool -> changed.set(slot, bool.booleanValue());
      case Long whole -> changed.set(slot, whole.longValue());
      case Double number -> changed.set(slot, number.doubleValue());
      case String text when changed.schema().slots().get(slot).type() == Slot.Type.TEXTS ->
          // Of the class that lists of read events are of.
          changed.set(slot, Collections.unmodifiableList(new ArrayList<>(List.of(text))));
      case String text -> changed.set(slot, text);
      default -> throw new IllegalArgumentException("no value of a field: " + value.getClass());
    }
  }

  /**
   * Collects what an expression compares fields with.
   *
   * @param list whose elements the variable stands for
   */
  private static void collect(Expr of, @Nullable Slot list, Set<Probe> into) {
    switch (of) {
      case Expr.Compare compare -> {
        compared(compare.left(), compare.right(), list, into);
        compared(compare.right(), compare.left(), list, into);
      }
      case Expr.Call call when call.operands().size() == 2 -> {
        compared(call.operands().getFirst(), call.operands().getLast(), list, into);
        compared(call.operands().getLast(), call.operands().getFirst(), list, into);
      }
      case Expr.Each each -> {
        collect(each.condition(), each.list() instanceof Expr.Field it ? it.slot() : null, into);
        return;
      }
      case Expr.Field field when field.slot().type() == Slot.Type.BOOL -> {
        into.add(new Probe(field.slot(), true));
        into.add(new Probe(field.slot(), false));
      }
      default -> {}
    }
    Parts.of(of).forEach(part -> collect(part, list, into));
  }

  private static void compared(Expr what, Expr with, @Nullable Slot list, Set<Probe> into) {
    Slot slot =
        switch (what) {
          case Expr.Field field -> field.slot();
          case Expr.Variable _ -> list;
          default -> null;
        };
    if (slot == null || !(with instanceof Expr.Constant constant)) {
      return;
    }
    switch (slot.type()) {
      case BOOL -> {}
      case INT -> {
        if (constant.value() instanceof Long whole) {
          // Wherever the comparison turns.
          into.add(new Probe(slot, whole - 1));
          into.add(new Probe(slot, whole));
          into.add(new Probe(slot, whole + 1));
        }
      }
      case DOUBLE -> {
        if (constant.value() instanceof Double number) {
          into.add(new Probe(slot, Math.nextDown(number)));
          into.add(new Probe(slot, number));
          into.add(new Probe(slot, Math.nextUp(number)));
        }
      }
      case TEXT, TEXTS -> {
        if (constant.value() instanceof String text) {
          into.add(new Probe(slot, text));
        }
      }
    }
  }
}
