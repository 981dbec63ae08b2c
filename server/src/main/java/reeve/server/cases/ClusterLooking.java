package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Cluster.Item;
import reeve.server.cases.ClusterItems.Thing;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.policy.Clause;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

/**
 * What a person looks at in a cluster and finds: each item is opened by itself, and recorded; only
 * what they opened themselves they mark, and only on what they opened they answer.
 */
@Component
class ClusterLooking {
  private static final Kind OPENED = new Kind("cases.item-opened", 1);
  private static final Kind MARKED = new Kind("cases.item-marked", 1);
  private static final Kind ANSWERED = new Kind("cases.speech-answered", 1);
  private static final Kind CHOSEN = new Kind("cases.cluster-clause", 1);

  /** So long the pictures of an account stay open to who looks at it. */
  private static final Duration SEEN = Duration.ofHours(1);

  private final ClusterRows rows;
  private final ClusterItems items;
  private final Cases cases;
  private final Policies policies;
  private final Records records;
  private final InstantSource clock;

  ClusterLooking(
      ClusterRows rows,
      ClusterItems items,
      Cases cases,
      Policies policies,
      Records records,
      InstantSource clock) {
    this.rows = rows;
    this.items = items;
    this.cases = cases;
    this.policies = policies;
    this.records = records;
    this.clock = clock;
  }

  /**
   * A thing in the drawer.
   *
   * @param mine whether this member opened it as it stands: only then its contents are shown
   * @param others whether somebody else did
   * @param breaks whether somebody marked it under the cluster's clause
   */
  record Line(Thing thing, boolean mine, boolean others, boolean breaks) {}

  /**
   * An account with what can be opened of it.
   *
   * @param clause title of the cluster's, null until one is chosen
   * @param more items that are not shown
   */
  record Drawer(
      Cluster cluster,
      Cluster.Member member,
      @Nullable String clause,
      List<Line> lines,
      int more) {}

  /** So many items that nobody opened are shown; what somebody opened is shown always. */
  private static final int SHOWN = 40;

  Drawer drawer(ClusterId id, AccountRef account, Actor.Staff by) {
    Cluster cluster = rows.find(id).orElseThrow(ClusterDesk::none);
    Cluster.Member member =
        cluster
            .member(account)
            .orElseThrow(() ->
                new Refused(ClusterProblem.NO_SUCH_ITEM, "This account is not in the cluster."));
    Case open = member.open();
    List<ClusterRows.Opened> opened = rows.opened(id, account);
    List<Line> lines =
        open == null || cases.conflict(open.id(), by)
            ? List.of()
            : items.of(open).stream().map(thing -> line(cluster, thing, opened, by)).toList();
    List<Line> shown = new ArrayList<>();
    int closed = 0;
    for (Line line : lines) {
      if (line.mine() || line.others() || closed++ < SHOWN) {
        shown.add(line);
      }
    }
    return new Drawer(
        cluster,
        member,
        cluster.clause() == null
            ? null
            : policies.clause(cluster.clause()).map(Clause::title).orElse(null),
        shown,
        lines.size() - shown.size());
  }

  private static Line line(
      Cluster cluster, Thing thing, List<ClusterRows.Opened> opened, Actor.Staff by) {
    List<ClusterRows.Opened> of =
        opened.stream().filter(one -> one.item().equals(thing.item())).toList();
    return new Line(
        thing,
        of.stream().anyMatch(one -> one.by().equals(by)),
        of.stream().anyMatch(one -> !one.by().equals(by)),
        cluster.clause() != null
            && of.stream().anyMatch(one -> cluster.clause().equals(one.breaks())));
  }

  /** What a member acts on. */
  private record On(Cluster cluster, Cluster.Member member, Case open) {}

  private On on(ClusterId id, AccountRef account, Actor.Staff by) {
    if (!rows.lock(id)) {
      throw ClusterDesk.none();
    }
    Cluster cluster = rows.find(id).orElseThrow();
    Cluster.Member member = cluster.member(account).orElse(null);
    if (member == null) {
      throw new Refused(ClusterProblem.NO_SUCH_ITEM, "This account is not in the cluster.");
    }
    Case open = member.open();
    if (open == null) {
      throw new Refused(
          ClusterProblem.NO_SUCH_ITEM,
          "The case of this account is decided; there is nothing to open.");
    }
    if (cases.conflict(open.id(), by)) {
      throw new Refused(
          ClusterProblem.CONFLICT,
          "Your own account is the subject of this case, reported it or is mentioned in it:"
              + " somebody else must look at it.");
    }
    return new On(cluster, member, open);
  }

  private Thing thing(On on, Cluster.Kind kind, String item) {
    return items.of(on.open()).stream()
        .filter(one -> one.item().kind() == kind && one.item().id().equals(item))
        .findFirst()
        .orElseThrow(
            () -> new Refused(ClusterProblem.NO_SUCH_ITEM, "No copy of this is kept any more."));
  }

  /** Opens an item, which is recorded. */
  @Transactional
  public void open(
      ClusterId id, AccountRef account, Cluster.Kind kind, String item, Actor.Staff by) {
    On on = on(id, account, by);
    Thing thing = thing(on, kind, item);
    Instant now = clock.instant();
    rows.opened(id, account, thing.item(), by, now);
    if (kind == Cluster.Kind.PICTURE) {
      cases.letSee(on.open().id(), by, now.plus(SEEN));
    }
    record(OPENED, on, by, Map.of("kind", kind.code(), "item", item));
  }

  /** Marks an item as breaking the cluster's clause, or takes the mark back. */
  @Transactional
  public void mark(
      ClusterId id, AccountRef account, Cluster.Kind kind, String item, Actor.Staff by) {
    On on = on(id, account, by);
    ClauseId clause = on.cluster().clause();
    if (clause == null) {
      throw new Refused(
          ClusterProblem.CLAUSE_MISSING,
          "Choose the clause of this cluster first: a mark says that an item breaks it.");
    }
    Thing thing = thing(on, kind, item);
    boolean marked = on.member().breaking(clause).contains(thing.item());
    Instant now = clock.instant();
    if (rows.mark(id, account, thing.item(), by, marked ? null : clause, now) == 0) {
      throw new Refused(
          ClusterProblem.NOT_OPENED, "Open it first: only what you opened yourself can you mark.");
    }
    rows.answer(id, account, null, by, now);
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("kind", kind.code());
    told.put("item", item);
    told.put("breaks", marked ? null : clause.toString());
    record(MARKED, on, by, told);
  }

  /** Answers whether what is marked is protected speech. */
  @Transactional
  public void answer(ClusterId id, AccountRef account, Cluster.Answer answer, Actor.Staff by) {
    On on = on(id, account, by);
    List<Item> marked = on.member().breaking(on.cluster().clause());
    if (marked.isEmpty()) {
      throw new Refused(
          ClusterProblem.NOT_OPENED,
          "Mark what breaks the clause first: the question is about these items.");
    }
    Set<Item> mine =
        rows.opened(id, account).stream()
            .filter(one -> one.by().equals(by))
            .map(ClusterRows.Opened::item)
            .collect(Collectors.toCollection(HashSet::new));
    if (!mine.containsAll(marked)) {
      throw new Refused(
          ClusterProblem.NOT_OPENED,
          "Somebody else marked an item here. Open every marked item before you answer.");
    }
    rows.answer(id, account, answer, by, clock.instant());
    record(
        ANSWERED,
        on,
        by,
        Map.of(
            "answer",
            answer.code(),
            "items",
            marked.stream().map(item -> item.kind().code() + " " + item.id()).toList()));
  }

  /** Chooses what the items are held against. */
  @Transactional
  public void choose(ClusterId id, ClauseId clause, Actor.Staff by) {
    if (!rows.lock(id)) {
      throw ClusterDesk.none();
    }
    if (policies.clause(clause).isEmpty()) {
      throw new Refused(
          ClusterProblem.CLAUSE_MISSING, "There is no such clause; choose one of those shown.");
    }
    rows.choose(id, clause);
    records.append(
        new Entry(
            CHOSEN,
            null,
            by,
            null,
            Map.of(),
            Map.of("cluster", id.value(), "clause", clause.toString())));
  }

  private void record(
      Kind kind, On on, Actor.Staff by, Map<String, ? extends @Nullable Object> told) {
    Map<String, @Nullable Object> half = new LinkedHashMap<>();
    half.put("cluster", on.cluster().id().value());
    half.put("case", on.open().id().value());
    half.putAll(told);
    records.append(new Entry(kind, on.member().account(), by, on.open().opened(), Map.of(), half));
  }
}
