package reeve.server.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Files a batch of verdicts as {@link Filing} does reports, with the same rows and locks. */
@Component
final class CaseSurfacing implements Surfacing {
  private static final Kind SURFACED = new Kind("cases.surfaced", 3);

  private final CaseRows rows;
  private final EvidenceRows evidence;
  private final Tags tags;
  private final Captures captures;
  private final FlaggedPosts posts;
  private final Routing routing;
  private final Raising raising;
  private final Records records;

  CaseSurfacing(
      CaseRows rows,
      EvidenceRows evidence,
      Tags tags,
      Captures captures,
      FlaggedPosts posts,
      Routing routing,
      Raising raising,
      Records records) {
    this.rows = rows;
    this.evidence = evidence;
    this.tags = tags;
    this.captures = captures;
    this.posts = posts;
    this.routing = routing;
    this.raising = raising;
    this.records = records;
  }

  @Override
  public int surface(List<Surfaced> verdicts) {
    requireTransaction();
    List<Surfaced> fresh = evidence.fresh(verdicts);
    if (fresh.isEmpty()) {
      return 0;
    }
    captures.keepUnlessLately(
        fresh.stream().map(Surfaced::capture).filter(Objects::nonNull).toList());
    Map<AccountRef, CaseRows.Open> open = rows.open(fresh.stream().map(Sign::of).toList());
    Set<AccountRef> firsts = new HashSet<>();
    List<Entry> entries = new ArrayList<>(fresh.size());
    for (Surfaced one : fresh) {
      CaseRows.Open of = Standing.known(open, one.account());
      entries.add(entry(one, of, of.fresh() && firsts.add(one.account())));
    }
    List<RecordId> ids = records.append(entries);
    List<EvidenceRows.InCase> kept = new ArrayList<>(fresh.size());
    List<FlaggedPosts.Named> named = new ArrayList<>();
    SortedMap<Long, Raise> raises = new TreeMap<>();
    for (int i = 0; i < fresh.size(); i++) {
      Surfaced one = fresh.get(i);
      long of = Standing.known(open, one.account()).id();
      kept.add(new EvidenceRows.InCase(one, of, ids.get(i)));
      if (one.post() != null) {
        named.add(new FlaggedPosts.Named(of, one.account(), one.post(), one.at()));
      }
      Raise.in(raises, of).add(one, routing.named(one.clause()));
    }
    evidence.keep(kept);
    posts.keep(named);
    raising.raise(raises);
    return fresh.size();
  }

  @Override
  public List<Surfaced> fresh(List<Surfaced> verdicts) {
    return evidence.fresh(verdicts);
  }

  @Override
  public void tag(List<Tagged> verdicts) {
    requireTransaction();
    tags.keep(verdicts);
  }

  @Override
  public List<RuleScore> scores() {
    return evidence.scores();
  }

  private static void requireTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("verdicts are entered in the transaction of their position");
    }
  }

  private static Entry entry(Surfaced one, CaseRows.Open of, boolean opened) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("verdict", one.verdict().hex());
    told.put("case", of.id());
    // Published, it would name the post, and so the account.
    told.put("at", one.at().toString());
    told.put("rule", one.rule().name());
    told.put("version", one.rule().version());
    told.put("ruleSet", one.rule().ruleSet());
    told.put("clause", one.clause().toString());
    told.put("weight", one.weight());
    told.put("overLimit", one.overLimit());
    told.put("event", Storable.text(one.event()));
    told.put("values", Readings.recordable(one.readings().values()));
    told.put("counters", Readings.recordable(one.readings().counters()));
    if (one.post() != null) {
      told.put("post", one.post().post().nativeId());
    }
    return new Entry(
        SURFACED,
        one.account(),
        new Actor.Worker("watch"),
        new RecordId(of.opened()),
        Map.of(
            "policy",
            one.clause().policy().value(),
            "origin",
            one.origin().name().toLowerCase(Locale.ROOT),
            "source",
            Sign.of(one).source(),
            "opened",
            opened),
        told);
  }
}
