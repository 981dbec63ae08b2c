package reeve.server.likeness;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.server.cases.Candidate;
import reeve.server.cases.ClusterId;
import reeve.server.cases.Clusters;
import reeve.server.cases.Docket;
import reeve.server.cases.Resemblance;
import reeve.server.cases.Resemblance.Reason;
import reeve.server.cases.Resemblances;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Origin;
import reeve.server.platform.Refused;
import reeve.server.policy.ClauseId;
import reeve.server.record.Actor;
import reeve.server.staff.Member;
import reeve.server.watch.Portraits;

/** Puts what a search found into a cluster, each with why. */
@Component
final class Joining {
  /** A resemblance names so many seeds. */
  private static final int SEEDS_MOST = 20;

  private static final int TRIES = 5;

  /** Why a seed is in a cluster. */
  private static final Reason BEGAN = new Reason("seed", "The search began with it.", false);

  private final Asking asking;
  private final Clusters clusters;
  private final Resemblances resemblances;
  private final Standings standings;
  private final Portraits portraits;
  private final TransactionOperations transaction;
  private final InstantSource clock;

  Joining(
      Asking asking,
      Clusters clusters,
      Resemblances resemblances,
      Standings standings,
      Portraits portraits,
      TransactionOperations transaction,
      InstantSource clock) {
    this.asking = asking;
    this.clusters = clusters;
    this.resemblances = resemblances;
    this.standings = standings;
    this.portraits = portraits;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Asks once more, and puts the chosen into a cluster with what was found of them now; into a new
   * one go the seeds too whose cases are open.
   *
   * @param into an existing cluster, null for a new one
   */
  ClusterId join(
      Search search,
      List<AccountRef> chosen,
      @Nullable Long into,
      String title,
      int shown,
      Member member) {
    List<AccountRef> seeds = asking.seeds(search);
    Asking.Answer answer = asking.ask(seeds, search.yes(), search.no(), shown, null);
    Map<AccountRef, Asking.Row> rows = new HashMap<>();
    answer.rows().forEach(row -> rows.put(row.account(), row));
    for (AccountRef account : chosen) {
      if (!rows.containsKey(account) && !seeds.contains(account)) {
        throw new Refused(
            LikenessProblem.NOBODY_CHOSEN,
            "What is known has moved on, and %s is in the list no longer. Load it anew."
                .formatted(Named.of(account)));
      }
    }
    Map<AccountRef, Captured> captured = portraits.of(chosen);
    ClauseId clause = clause(seeds);
    List<Candidate> candidates = new ArrayList<>();
    if (into == null) {
      answer.seeds().stream()
          .filter(seed -> seed.past() != null && seed.past().open())
          .filter(seed -> !chosen.contains(seed.account()))
          .forEach(seed -> candidates.add(seed(seed.account(), clause)));
    }
    List<Resemblance> open = new ArrayList<>();
    for (AccountRef account : chosen) {
      Asking.Row row = rows.get(account);
      if (row == null) {
        candidates.add(seed(account, clause));
        continue;
      }
      Candidate one = candidate(row, seeds, clause, captured.get(account));
      candidates.add(one);
      if (row.past() != null && row.past().open()) {
        open.add(asked(one));
      }
    }
    return kept(candidates, open, into, title, search, new Actor.Staff(member.id().value()));
  }

  private ClusterId kept(
      List<Candidate> candidates,
      List<Resemblance> open,
      @Nullable Long into,
      String title,
      Search search,
      Actor.Staff by) {
    for (int tries = 1; ; tries++) {
      try {
        return java.util.Objects.requireNonNull(
            transaction.execute(_ -> {
              ClusterId id =
                  into != null && into > 0 ? new ClusterId(into) : clusters.open(title, by);
              resemblances.resemble(open);
              clusters.add(id, candidates, by);
              clusters.note(id, "From " + search.words() + ".", by);
              return id;
            }));
      } catch (Docket.CaseMoved e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private @Nullable ClauseId clause(List<AccountRef> seeds) {
    Map<AccountRef, Standings.Left> left = standings.of(seeds);
    for (AccountRef seed : seeds) {
      Standings.Left one = left.get(seed);
      if (one != null && one.clause() != null) {
        return one.clause();
      }
    }
    return null;
  }

  private static Candidate seed(AccountRef account, @Nullable ClauseId clause) {
    return new Candidate(
        account, Origin.LIVE, List.of(), null, List.of(BEGAN), List.of(), clause, null);
  }

  private static Candidate candidate(
      Asking.Row row,
      List<AccountRef> seeds,
      @Nullable ClauseId clause,
      @Nullable Captured capture) {
    return new Candidate(
        row.account(),
        capture == null ? Origin.LIVE : capture.profile().origin(),
        seeds.stream().limit(SEEDS_MOST).toList(),
        row.percent(),
        row.reasons(),
        row.against(),
        clause,
        capture);
  }

  /** For a case that is open already: it says there why. */
  private Resemblance asked(Candidate one) {
    StringBuilder what = new StringBuilder("asked\n").append(Named.of(one.account()));
    one.seeds().stream().map(Named::of).sorted().forEach(seed -> what.append('\n').append(seed));
    return new Resemblance(
        Evasion.digest(what.toString()),
        one.account(),
        one.origin(),
        clock.instant(),
        Resemblance.Cause.ASKED,
        one.seeds(),
        one.percent() == null ? 1 : one.percent(),
        one.reasons(),
        one.against(),
        one.clause(),
        one.capture());
  }
}
