package reeve.server.cases;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Cluster.Item;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Opens clusters and keeps who is in them. */
@Component
class ClusterDesk implements Clusters {
  static final int TITLE_MOST = 120;
  static final int NOTE_MOST = 2_000;

  private static final Kind OPENED = new Kind("cases.cluster-opened", 1);
  private static final Kind JOINED = new Kind("cases.cluster-joined", 1);
  private static final Kind LEFT = new Kind("cases.cluster-left", 1);
  private static final Kind NOTED = new Kind("cases.cluster-noted", 1);

  private final ClusterRows rows;
  private final ClusterItems items;
  private final CaseFinder cases;
  private final Resemblances resemblances;
  private final CaseLog log;
  private final Records records;
  private final InstantSource clock;

  ClusterDesk(
      ClusterRows rows,
      ClusterItems items,
      CaseFinder cases,
      Resemblances resemblances,
      CaseLog log,
      Records records,
      InstantSource clock) {
    this.rows = rows;
    this.items = items;
    this.cases = cases;
    this.resemblances = resemblances;
    this.log = log;
    this.records = records;
    this.clock = clock;
  }

  @Override
  @Transactional
  public ClusterId open(String title, Actor.Staff by) {
    String words = words(title, TITLE_MOST, "Give the cluster a title");
    RecordId record =
        records.append(new Entry(OPENED, null, by, null, Map.of(), Map.of("title", words)));
    return new ClusterId(rows.insert(words, by, clock.instant(), record.value()));
  }

  private static String words(String given, int most, String what) {
    String words = Storable.text(given).strip();
    int length = words.codePointCount(0, words.length());
    if (length < 1 || length > most) {
      throw new Refused(
          ClusterProblem.WORDS_MISSING, "%s of 1 to %,d characters.".formatted(what, most));
    }
    return words;
  }

  @Override
  @Transactional
  public int add(ClusterId id, List<Candidate> candidates, Actor.Staff by) {
    lock(id);
    Map<AccountRef, Candidate> fresh = new LinkedHashMap<>();
    candidates.forEach(candidate -> fresh.putIfAbsent(candidate.account(), candidate));
    Cluster cluster = find(id).orElseThrow();
    Set<AccountRef> members =
        cluster.members().stream()
            .map(Cluster.Member::account)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    fresh.keySet().removeAll(members);
    requireRoom(members.size() + fresh.size());
    Map<AccountRef, Case> open = new HashMap<>();
    for (AccountRef account : fresh.keySet()) {
      cases.open(account).ifPresent(found -> open.put(account, found));
    }
    members.addAll(open.keySet());
    List<Candidate> without =
        fresh.values().stream().filter(one -> !open.containsKey(one.account())).toList();
    resemblances.resemble(without.stream().map(one -> asked(id, one, members)).toList());
    for (Candidate one : without) {
      open.put(
          one.account(),
          cases
              .open(one.account())
              .orElseThrow(() -> new Docket.CaseMoved("a case was closed meanwhile")));
    }
    join(id, List.copyOf(fresh.values()), open, by);
    return fresh.size();
  }

  static void requireRoom(int members) {
    if (members > Cluster.MEMBERS_MOST) {
      throw new Refused(
          ClusterProblem.TOO_MANY,
          ("A cluster links %,d accounts at the most, and this would make it %,d: add the surest"
                  + " alone, or open another one. Nobody was added.")
              .formatted(Cluster.MEMBERS_MOST, members));
    }
  }

  private Resemblance asked(ClusterId id, Candidate one, Set<AccountRef> members) {
    List<AccountRef> seeds =
        one.seeds().isEmpty()
            ? members.stream()
                .filter(member -> !member.equals(one.account()))
                .limit(Resemblance.SEEDS_MOST)
                .toList()
            : one.seeds();
    if (seeds.isEmpty()) {
      throw new Refused(
          ClusterProblem.NOTHING_ALIKE,
          "The case of @%s is closed. Begin the cluster with an account whose case is open."
              .formatted(one.account().nativeId()));
    }
    return new Resemblance(
        named(id, one.account()),
        one.account(),
        one.origin(),
        clock.instant(),
        Resemblance.Cause.ASKED,
        seeds,
        one.percent() == null ? 1 : one.percent(),
        one.reasons().isEmpty()
            ? List.of(
                new Resemblance.Reason("by-hand", "Somebody added it to a cluster by hand.", false))
            : one.reasons(),
        one.against(),
        one.clause(),
        one.capture());
  }

  /** Anew for each time that its case was closed, so that it can be opened again. */
  private ResemblanceId named(ClusterId id, AccountRef account) {
    String what =
        "cluster\n%s\n%s\n%s\n%s"
            .formatted(id, account.platform(), account.nativeId(), cases.closed(account));
    return new ResemblanceId(HexFormat.of().formatHex(Copied.digest(what)));
  }

  private void join(
      ClusterId id, List<Candidate> fresh, Map<AccountRef, Case> open, Actor.Staff by) {
    List<ClusterRows.Joining> joining = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (Candidate one : fresh) {
      Case of = Standing.known(open, one.account());
      joining.add(new ClusterRows.Joining(one, of.id().value()));
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put("cluster", id.value());
      told.put("percent", one.percent());
      told.put("case", of.id().value());
      entries.add(new Entry(JOINED, one.account(), by, of.opened(), Map.of(), told));
      log.add(of.id().value(), clock.instant(), "Added to cluster " + id + ".");
    }
    rows.join(id, joining, by, clock.instant());
    records.append(entries);
  }

  @Override
  @Transactional
  public int remove(ClusterId id, List<AccountRef> accounts, Actor.Staff by) {
    lock(id);
    List<AccountRef> left = rows.leave(id, accounts, clock.instant());
    records.append(
        left.stream()
            .map(account ->
                new Entry(LEFT, account, by, null, Map.of(), Map.of("cluster", id.value())))
            .toList());
    return left.size();
  }

  @Override
  @Transactional
  public void note(ClusterId id, String given, Actor.Staff by) {
    lock(id);
    String words = words(given, NOTE_MOST, "Write a note");
    rows.note(id, clock.instant(), by, words);
    records.append(
        new Entry(NOTED, null, by, null, Map.of(), Map.of("cluster", id.value(), "words", words)));
  }

  private void lock(ClusterId id) {
    if (!rows.lock(id)) {
      throw none();
    }
  }

  static Refused none() {
    return new Refused(ClusterProblem.NO_SUCH_CLUSTER, "There is no cluster at this address.");
  }

  @Override
  public Optional<Cluster> find(ClusterId id) {
    return rows.find(id);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<Cluster> hold(ClusterId id) {
    return rows.lock(id) ? rows.find(id) : Optional.empty();
  }

  @Override
  public Optional<Cluster.Member> member(ClusterId id, AccountRef account) {
    return rows.member(id, account);
  }

  @Override
  public Set<Item> standing(Cluster.Member member) {
    Case open = member.open();
    if (open == null || member.marks().isEmpty()) {
      return Set.of();
    }
    Set<Item> marked =
        member.marks().stream()
            .map(Cluster.Mark::item)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    marked.retainAll(items.byItem(open).keySet());
    return marked;
  }

  @Override
  public List<FlaggedPost> posts(Cluster.Member member, Set<Item> wanted) {
    Case open = member.open();
    if (open == null) {
      return List.of();
    }
    return items.of(open).stream()
        .filter(thing -> wanted.contains(thing.item()))
        .map(ClusterItems.Thing::post)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
