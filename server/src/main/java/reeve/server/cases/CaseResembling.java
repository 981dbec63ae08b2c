package reeve.server.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Files a batch of resemblances as {@link CaseSurfacing} does verdicts, with the same locks. */
@Component
final class CaseResembling implements Resemblances {
  private static final Kind RESEMBLED = new Kind("cases.resembled", 3);

  private final CaseRows rows;
  private final ResemblanceRows resemblances;
  private final Captures captures;
  private final Routing routing;
  private final Raising raising;
  private final Records records;

  CaseResembling(
      CaseRows rows,
      ResemblanceRows resemblances,
      Captures captures,
      Routing routing,
      Raising raising,
      Records records) {
    this.rows = rows;
    this.resemblances = resemblances;
    this.captures = captures;
    this.routing = routing;
    this.raising = raising;
    this.records = records;
  }

  @Override
  public int resemble(List<Resemblance> found) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("resemblances are entered in their finder's transaction");
    }
    if (found.size() > MOST) {
      throw new IllegalArgumentException("at most 1,000 resemblances at once");
    }
    List<Resemblance> fresh = resemblances.fresh(found);
    if (fresh.isEmpty()) {
      return 0;
    }
    captures.keepUnlessLately(
        fresh.stream().map(Resemblance::capture).filter(Objects::nonNull).toList());
    List<Sign> signs = signs(fresh);
    Map<AccountRef, CaseRows.Open> open = rows.open(signs);
    Set<AccountRef> firsts = new HashSet<>();
    List<Entry> entries = new ArrayList<>(fresh.size());
    for (int i = 0; i < fresh.size(); i++) {
      Resemblance one = fresh.get(i);
      CaseRows.Open of = Standing.known(open, one.account());
      entries.add(entry(one, signs.get(i), of, of.fresh() && firsts.add(one.account())));
    }
    List<RecordId> ids = records.append(entries);
    List<ResemblanceRows.InCase> kept = new ArrayList<>(fresh.size());
    SortedMap<Long, Raise> raises = new TreeMap<>();
    for (int i = 0; i < fresh.size(); i++) {
      Resemblance one = fresh.get(i);
      long of = Standing.known(open, one.account()).id();
      kept.add(new ResemblanceRows.InCase(one, of, ids.get(i)));
      Raise.in(raises, of).add(one, one.clause() == null ? Set.of() : routing.named(one.clause()));
    }
    resemblances.keep(kept);
    raising.raise(raises);
    return fresh.size();
  }

  private List<Sign> signs(List<Resemblance> fresh) {
    Set<AccountRef> seeds = new HashSet<>();
    for (Resemblance one : fresh) {
      if (one.cause() == Resemblance.Cause.ASKED) {
        seeds.addAll(one.seeds());
      }
    }
    Map<AccountRef, ResemblanceRows.Lead> leads = resemblances.leads(seeds);
    return fresh.stream()
        .map(one -> Sign.of(one, one.cause() == Resemblance.Cause.ASKED ? lead(one, leads) : null))
        .toList();
  }

  /** Of the cases of what it resembles one that was reported, else the first. */
  private static ResemblanceRows.@Nullable Lead lead(
      Resemblance of, Map<AccountRef, ResemblanceRows.Lead> leads) {
    ResemblanceRows.Lead first = null;
    for (AccountRef seed : of.seeds()) {
      ResemblanceRows.Lead lead = leads.get(seed);
      if (lead != null && lead.reported()) {
        return lead;
      }
      first = first == null ? lead : first;
    }
    return first;
  }

  private static Entry entry(Resemblance one, Sign sign, CaseRows.Open of, boolean opened) {
    Map<String, @Nullable Object> open = new LinkedHashMap<>();
    open.put("origin", sign.originCode());
    open.put("source", sign.source());
    open.put("how", one.cause().code());
    open.put("opened", opened);
    open.put("policy", one.clause() == null ? null : one.clause().policy().value());
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("resemblance", one.id().hex());
    told.put("case", of.id());
    told.put("at", one.at().toString());
    told.put("seeds", one.seeds().stream().map(AccountRef::nativeId).toList());
    told.put("percent", one.percent());
    told.put("clause", one.clause() == null ? null : one.clause().toString());
    told.put(
        "reasons",
        one.reasons().stream()
            .map(it -> Map.of("kind", it.kind(), "words", it.words(), "conduct", it.conduct()))
            .toList());
    told.put("against", one.against());
    return new Entry(
        RESEMBLED,
        one.account(),
        new Actor.Worker("likeness"),
        new RecordId(of.opened()),
        open,
        told);
  }
}
