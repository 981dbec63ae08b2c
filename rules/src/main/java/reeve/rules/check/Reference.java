package reeve.rules.check;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Counter;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;
import reeve.rules.source.WordList;

/**
 * Evaluates with cel-java's planner: what rules mean, the measure of the compiler, and the way for
 * what does not compile. Not safe for several threads at once.
 */
public final class Reference {
  private static final Pattern MISSING = Pattern.compile("key '(.*)' is not present in map\\.");

  private final CelRuntime runtime;
  private final IdentityHashMap<CelAbstractSyntaxTree, Program> programs = new IdentityHashMap<>();

  Reference(Map<String, WordList> lists, Map<String, WordList> banks, Phrasing phrasing) {
    runtime = Environment.runtime(new Files(entries(lists), entries(banks), phrasing));
  }

  private static ImmutableMap<String, ImmutableSet<String>> entries(Map<String, WordList> files) {
    return files.values().stream()
        .collect(
            ImmutableMap.toImmutableMap(
                WordList::name, file -> ImmutableSet.copyOf(file.entries())));
  }

  @Immutable
  private record Files(
      ImmutableMap<String, ImmutableSet<String>> lists,
      ImmutableMap<String, ImmutableSet<String>> banks,
      Phrasing phrasing)
      implements Environment.Texts {
    @Override
    public long phrases(String text, String bank) {
      return banks.getOrDefault(bank, ImmutableSet.of()).stream()
          .filter(phrase -> phrasing.stands(phrase, text))
          .count();
    }

    @Override
    public boolean listed(String text, String list) {
      return lists.getOrDefault(list, ImmutableSet.of()).contains(text);
    }
  }

  /**
   * Whether a rule's condition holds for an event.
   *
   * @param readings of its counters; null for one whose key could not be computed
   */
  public Outcome evaluate(Rule rule, Facts facts, Function<Counter, @Nullable Number> readings) {
    return outcome(rule.when(), new Values(rule, facts, readings));
  }

  /** Whether another boolean expression of a rule holds, for example a part of its condition. */
  Outcome outcome(Expression of, CelVariableResolver values) {
    try {
      return value(of, values) instanceof Boolean holds
          ? Outcome.of(holds)
          : new Outcome.Failed("the condition is no boolean");
    } catch (CelEvaluationException e) {
      return new Outcome.Failed(why(e));
    }
  }

  private static String why(CelEvaluationException e) {
    String said = String.valueOf(e.getMessage()).replaceFirst("^evaluation error at [^ ]+ ", "");
    Matcher missing = MISSING.matcher(said);
    return missing.matches() ? "the event has no '" + missing.group(1) + "'" : said;
  }

  /** The value of an expression. */
  Object value(Expression of, CelVariableResolver values) throws CelEvaluationException {
    return program(of).eval(values);
  }

  CelVariableResolver values(Rule rule, Facts facts, Function<Counter, @Nullable Number> readings) {
    return new Values(rule, facts, readings);
  }

  private Program program(Expression of) {
    return programs.computeIfAbsent(
        of.ast(),
        ast -> {
          try {
            return runtime.createProgram(ast);
          } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked expression cannot be planned", e);
          }
        });
  }

  /** An event's variables, a rule's named expressions and its counters. */
  private final class Values implements CelVariableResolver {
    private final Rule rule;
    private final Facts facts;
    private final Function<Counter, @Nullable Number> readings;
    private final Map<String, Object> known = new HashMap<>();

    Values(Rule rule, Facts facts, Function<Counter, @Nullable Number> readings) {
      this.rule = rule;
      this.facts = facts;
      this.readings = readings;
    }

    @Override
    public Optional<Object> find(String name) {
      Object value = known.get(name);
      if (value == null) {
        value = compute(name);
        if (value != null) {
          known.put(name, value);
        }
      }
      return Optional.ofNullable(fresh(value));
    }

    private @Nullable Object compute(String name) {
      Expression let = rule.lets().get(name);
      if (let != null) {
        try {
          return value(let, this);
        } catch (CelEvaluationException e) {
          throw new Unknown(e);
        }
      }
      Counter counter = rule.counters().get(name);
      if (counter != null) {
        return readings.apply(counter);
      }
      Slot alone = facts.schema().slot(name).orElse(null);
      if (alone != null) {
        return facts.get(alone);
      }
      Map<String, Object> fields = new Fields();
      for (Slot slot : facts.schema().fields(name)) {
        Object value = facts.get(slot);
        if (value != null) {
          fields.put(slot.name(), value);
        }
      }
      return fields;
    }
  }

  /**
   * A number in a box of its own: cel-java takes one box for equal to itself even where it holds
   * NaN, and what a rule means must not hang on boxes.
   */
  private static @Nullable Object fresh(@Nullable Object value) {
    return value instanceof Double number ? Double.valueOf(number.doubleValue()) : value;
  }

  /** The fields of a variable. */
  private static final class Fields extends HashMap<String, Object> {
    @Override
    public @Nullable Object get(@Nullable Object name) {
      return fresh(super.get(name));
    }
  }

  /** A named expression ended in an error, and so does what reads it. */
  private static final class Unknown extends RuntimeException {
    Unknown(CelEvaluationException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
