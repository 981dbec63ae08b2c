package reeve.rules.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Parts;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;

/** What a verdict says of its event: which one, whose, and what the rule read. */
final class Traces {
  /** A text among the values has so many characters at the most, a list so many entries. */
  private static final int TEXT = 1_000;

  private static final int LIST = 50;

  private final List<List<Slot>> read = new ArrayList<>();

  Traces(List<Rule> rules) {
    for (Rule rule : rules) {
      Set<Slot> slots = new LinkedHashSet<>();
      if (rule.when().expr() != null) {
        collect(rule.when().expr(), slots);
      }
      rule.lets()
          .values()
          .forEach(let -> {
            if (let.expr() != null) {
              collect(let.expr(), slots);
            }
          });
      rule.counters()
          .values()
          .forEach(counter -> {
            counter.key().forEach(key -> collect(key, slots));
            if (counter.where() != null) {
              collect(counter.where(), slots);
            }
            if (counter.of() != null) {
              collect(counter.of(), slots);
            }
          });
      read.add(List.copyOf(slots));
    }
  }

  private static void collect(Expr of, Set<Slot> slots) {
    switch (of) {
      case Expr.Field field -> slots.add(field.slot());
      case Expr.Phrases phrases -> slots.add(phrases.slot());
      case Expr.Has _,
          Expr.Constant _,
          Expr.Reading _,
          Expr.Variable _,
          Expr.And _,
          Expr.Or _,
          Expr.Not _,
          Expr.If _,
          Expr.Compare _,
          Expr.Call _,
          Expr.Listed _,
          Expr.Each _ -> {}
    }
    Parts.of(of).forEach(part -> collect(part, slots));
  }

  SortedMap<String, Object> values(int rule, Facts facts) {
    TreeMap<String, Object> values = new TreeMap<>();
    for (Slot slot : read.get(rule)) {
      Object value = facts.get(slot);
      if (value instanceof String text && text.length() > TEXT) {
        value = text.substring(0, TEXT) + "…";
      } else if (value instanceof List<?> list && list.size() > LIST) {
        value = List.copyOf(list.subList(0, LIST));
      }
      if (value != null) {
        values.put(slot.path(), value);
      }
    }
    return values;
  }

  String event(Facts facts) {
    String id = text(facts, "event.id");
    return id == null ? "" : id;
  }

  /** Of a report the account reported, else who did it. */
  @Nullable String account(Facts facts) {
    boolean report = facts.kind() == facts.schema().kind("report");
    return text(facts, report ? "target.id" : "account.id");
  }

  private static @Nullable String text(Facts facts, String path) {
    return facts
        .schema()
        .slot(path)
        .filter(slot -> facts.has(slot.index()))
        .map(slot -> facts.text(slot.index()))
        .orElse(null);
  }

  /** The lengths keep two triples apart whose texts together are the same. */
  static String id(String event, Rule rule) {
    String all = event.length() + " " + event + " " + rule.name() + " " + rule.version();
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
