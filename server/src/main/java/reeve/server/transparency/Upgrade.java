package reeve.server.transparency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Subject;
import reeve.server.record.Finding;
import reeve.server.record.Finding.Way;
import reeve.server.record.RecordId;
import reeve.server.record.RecordStream;
import reeve.server.record.Told;

/** Gives records of first versions what those of the next carry, by looking where they point. */
final class Upgrade {
  private static final Set<String> RECEIPTS =
      Set.of("enforcement.carried-out", "enforcement.lapsed");
  private static final Set<String> TAKEN_BACK = Set.of("decisions.withdrawn", "appeals.withdrawn");
  private static final List<String> COPIED = List.of("origin", "policy", "clause");

  private final RecordStream records;
  private final Finding finding;

  /** By which decision an account was suspended last, as far as old receipts tell. */
  private final Map<Subject, RecordId> suspendedBy = new HashMap<>();

  Upgrade(RecordStream records, Finding finding) {
    this.records = records;
    this.finding = finding;
  }

  /** The records in their order, each as its newest version would be. */
  List<Told> of(List<Told> page) {
    if (page.stream().noneMatch(Upgrade::old)) {
      return page;
    }
    List<Told> receipts =
        page.stream().filter(it -> old(it) && RECEIPTS.contains(it.kind().name())).toList();
    Map<RecordId, Way> ways = ways(receipts);
    Map<RecordId, Map<String, Object>> causes = causes(page);
    List<Told> upgraded = new ArrayList<>(page.size());
    for (Told record : page) {
      if (!old(record)) {
        upgraded.add(record);
      } else if (RECEIPTS.contains(record.kind().name())) {
        Way way = ways.get(record.id());
        upgraded.add(way == null ? record : receipt(record, way));
      } else {
        upgraded.add(with(record, causes.getOrDefault(record.cause(), Map.of())));
      }
    }
    return upgraded;
  }

  /** Whether it is one of those that say less than the next version. */
  static boolean old(Told record) {
    String kind = record.kind().name();
    return record.kind().version() == 1 && (RECEIPTS.contains(kind) || TAKEN_BACK.contains(kind));
  }

  private Map<RecordId, Way> ways(List<Told> receipts) {
    List<Told> asked = new ArrayList<>();
    List<Finding.Action> actions = new ArrayList<>();
    for (Told receipt : receipts) {
      if (receipt.subject() instanceof AccountRef account && receipt.cause() != null) {
        asked.add(receipt);
        actions.add(new Finding.Action(account, receipt.cause(), receipt.place()));
      }
    }
    List<Way> found = finding.of(actions);
    Map<RecordId, Way> ways = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      ways.put(asked.get(i).id(), found.get(i));
    }
    return ways;
  }

  private Map<RecordId, Map<String, Object>> causes(List<Told> page) {
    Set<RecordId> ids = new HashSet<>();
    page.stream()
        .filter(it -> old(it) && TAKEN_BACK.contains(it.kind().name()))
        .map(Told::cause)
        .filter(Objects::nonNull)
        .forEach(ids::add);
    Map<RecordId, Map<String, Object>> halves = new HashMap<>();
    records.find(ids).forEach(it -> halves.put(it.id(), it.publicHalf()));
    return halves;
  }

  private Told receipt(Told record, Way way) {
    RecordId decision = way.decision();
    Subject subject = record.subject();
    if (decision == null || subject == null) {
      return record;
    }
    Map<String, Object> more = new LinkedHashMap<>();
    COPIED.forEach(key -> put(more, key, way.decided().get(key)));
    more.putIfAbsent("policy", "");
    String action = record.word("action");
    boolean done = record.kind().name().equals("enforcement.carried-out");
    if (done && action.equals("suspend")) {
      suspendedBy.put(subject, decision);
      more.put("found", way.found().code());
      put(more, "sign", way.sign() == null ? null : way.sign().toString());
      put(more, "decidedAt", way.decidedAt() == null ? null : way.decidedAt().toString());
    } else if (action.equals("reinstate") || !done) {
      more.put("ends", decision.equals(suspendedBy.get(subject)));
    }
    return with(record, more);
  }

  private static void put(Map<String, Object> to, String key, @Nullable Object value) {
    if (value != null) {
      to.put(key, value);
    }
  }

  /** What the record says itself goes before. */
  static Told with(Told record, Map<String, Object> more) {
    Map<String, Object> half = new HashMap<>(more);
    half.putAll(record.publicHalf());
    return new Told(
        record.place(),
        record.id(),
        record.at(),
        record.kind(),
        record.subject(),
        record.cause(),
        half);
  }
}
