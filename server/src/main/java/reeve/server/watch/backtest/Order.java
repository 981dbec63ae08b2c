package reeve.server.watch.backtest;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Clauses;
import reeve.rules.source.RuleSource.Measure;

/**
 * What a backtest is to run; handed to its process as JSON.
 *
 * @param archive the directory of the event log
 * @param end the offset up to which the owner of the log says it is durable, or {@link
 *     reeve.server.watch.log.Archive#WHOLE}
 * @param candidate the folder of the set to try; it MUST stay as it is until the job has ended
 * @param live the folder of the set to compare with; null for none
 * @param from the first moment; null for the first event
 * @param to the first moment behind the period; null for behind the last event
 * @param clauses that the sets are checked against, and what rules may do under each
 * @param today the day (UTC) on which rules may have expired
 * @param memoryMb for the whole process, at least {@value #MEMORY_LEAST}
 */
public record Order(
    Path archive,
    long end,
    Path candidate,
    @Nullable Path live,
    @Nullable Instant from,
    @Nullable Instant to,
    SortedMap<String, SortedSet<Measure>> clauses,
    LocalDate today,
    int memoryMb) {
  public static final int MEMORY_LEAST = 256;

  public Order {
    if (memoryMb < MEMORY_LEAST) {
      throw new IllegalArgumentException(
          "a backtest needs at least " + MEMORY_LEAST + " MB of memory, not " + memoryMb);
    }
  }

  /** The form in which an order names what sets are checked against. */
  public static SortedMap<String, SortedSet<Measure>> clauses(Clauses of) {
    SortedMap<String, SortedSet<Measure>> clauses = new TreeMap<>();
    of.ids().forEach(id -> clauses.put(id, new TreeSet<>(of.mayAct(id))));
    return clauses;
  }

  /** Half of the memory is heap. */
  int heapMb() {
    return memoryMb / 2;
  }

  /** Three eighths are counters; the rest is code, stacks and the JVM's own. */
  long counterBytes() {
    return ((long) memoryMb << 20) * 3 / 8;
  }

  /** The clauses again. */
  Clauses asClauses() {
    return new Clauses() {
      @Override
      public Set<String> ids() {
        return clauses.keySet();
      }

      @Override
      public Set<Measure> mayAct(String clause) {
        SortedSet<Measure> may = clauses.get(clause);
        return may == null ? Set.of() : may;
      }
    };
  }
}
