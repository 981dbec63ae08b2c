package reeve.server.likeness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.record.RecordStream;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.record.Told;
import reeve.signals.likeness.Observed;

/** What the record alone tells: posts that were sealed, and suspensions that ran out. */
@Component
final class RecordNews {
  private static final String SEALED = "cases.sealed";
  private static final String LAPSED = "enforcement.lapsed";
  private static final Set<String> KINDS = Set.of(SEALED, LAPSED);
  private static final int AT_ONCE = 100;

  /** So many records of an account, its newest, tell whether another suspension of it holds. */
  private static final int LOOKED_AT = 1_000;

  private final RecordStream stream;
  private final Records records;

  RecordNews(RecordStream stream, Records records) {
    this.stream = stream;
    this.records = records;
  }

  /** One thing that happened. */
  sealed interface One {}

  record Sealed(Observed.Deleted gone) implements One {}

  /** The last suspension of an account ran out. */
  record Lapsed(AccountRef account, Instant at) implements One {}

  /**
   * Some of what happened.
   *
   * @param to the place of the last record
   */
  record Some(List<One> all, Place to) {}

  Some after(Place from) {
    List<One> all = new ArrayList<>();
    Place to = from;
    for (Told told : stream.after(from, KINDS, AT_ONCE)) {
      if (told.subject() instanceof AccountRef account) {
        if (told.kind().name().equals(SEALED)) {
          all.addAll(sealed(account, told));
        } else if (told.word("action").equals("suspend") && !suspended(account)) {
          all.add(new Lapsed(account, told.at()));
        }
      }
      to = told.place();
    }
    return new Some(all, to);
  }

  private List<One> sealed(AccountRef account, Told told) {
    Recorded recorded = records.find(told.id()).orElse(null);
    return recorded == null
        ? List.of()
        : texts(recorded.privateHalf(), "posts").stream()
            .<One>map(post -> new Sealed(new Observed.Deleted(Named.of(account), post)))
            .toList();
  }

  /**
   * Whether a suspension of an account holds, or is on its way: one that was carried out and
   * neither ran out nor was undone, or one that was decided and not answered yet.
   */
  private boolean suspended(AccountRef account) {
    Set<String> over = new HashSet<>();
    Set<RecordId> answered = new HashSet<>();
    for (Recorded each : records.about(account, LOOKED_AT)) { // the newest first
      Map<String, Object> open = Objects.requireNonNullElse(each.publicHalf(), Map.of());
      boolean suspends = "suspend".equals(open.get("action"));
      switch (each.kind().name()) {
        case LAPSED -> over.addAll(texts(each.privateHalf(), "order"));
        case "enforcement.carried-out" -> {
          List<String> order = texts(each.privateHalf(), "order");
          if (suspends && !over.containsAll(order)) {
            return true;
          }
          over.addAll(texts(each.privateHalf(), "undone"));
        }
        case "decisions.decided" -> {
          if (!answered.contains(each.id())
              && texts(open, "actions").stream().anyMatch(it -> it.startsWith("suspend"))) {
            return true;
          }
        }
        default -> {} // what is not about suspensions
      }
      if (each.cause() != null && (suspends || each.kind().name().equals("decisions.withdrawn"))) {
        answered.add(each.cause());
      }
    }
    return false;
  }

  private static List<String> texts(@Nullable Map<String, Object> half, String key) {
    Object value = half == null ? null : half.get(key);
    return value instanceof List<?> many
        ? many.stream().map(String::valueOf).toList()
        : value == null ? List.of() : List.of(String.valueOf(value));
  }
}
