package reeve.server.likeness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.CaseLikeness;
import reeve.server.cases.CaseLikeness.Past;
import reeve.server.cases.Cases;
import reeve.server.cases.Cluster;
import reeve.server.cases.ClusterId;
import reeve.server.cases.Clusters;
import reeve.server.cases.Resemblance.Reason;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.watch.Journal;
import reeve.server.watch.People;
import reeve.server.watch.Person;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Query;
import reeve.signals.likeness.Standing;

/** Answers who is alike, with what people need to judge it. */
@Component
final class Asking {
  /** So many searches run at once; each works through a thousand accounts. */
  private static final int AT_ONCE = 4;

  private static final long PATIENCE_S = 5;

  private final Feed feed;
  private final Cases cases;
  private final CaseLikeness likeness;
  private final Clusters clusters;
  private final Standings standings;
  private final People people;
  private final KnownPictures known;
  private final Journal journal;
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(AT_ONCE);

  Asking(
      Feed feed,
      Cases cases,
      CaseLikeness likeness,
      Clusters clusters,
      Standings standings,
      People people,
      KnownPictures known,
      Journal journal,
      InstantSource clock) {
    this.known = known;
    this.feed = feed;
    this.cases = cases;
    this.likeness = likeness;
    this.clusters = clusters;
    this.standings = standings;
    this.people = people;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * An account that a search begins with.
   *
   * @param handle its id where no name is known
   * @param confirmed in this search
   * @param known whether the index knows it
   * @param takenBack whether the last word on it is that a decision was taken back
   */
  record Seed(
      AccountRef account,
      String handle,
      boolean confirmed,
      boolean known,
      boolean takenBack,
      @Nullable Past past) {
    public String name() {
      return Named.of(account);
    }
  }

  /**
   * An account that is alike.
   *
   * @param publicAgainst without what people decided, which is for staff alone
   * @param standing how people left it, or the platform has it, in a word
   */
  record Row(
      AccountRef account,
      String handle,
      int percent,
      List<Reason> reasons,
      List<String> against,
      List<String> publicAgainst,
      @Nullable Long followers,
      @Nullable Instant createdAt,
      String standing,
      @Nullable Past past) {
    public String name() {
      return Named.of(account);
    }

    public String why() {
      return reasons.isEmpty() ? "" : reasons.getFirst().words();
    }
  }

  /**
   * An answer.
   *
   * @param no those that were found to be something else
   */
  record Answer(List<Seed> seeds, List<Seed> no, List<Row> rows) {}

  /** The accounts that a search begins with, each once, confirmed ones last. */
  List<AccountRef> seeds(Search search) {
    Set<AccountRef> seeds = new LinkedHashSet<>(search.accounts());
    if (search.caseId() != null) {
      seeds.add(of(search.caseId()).account());
    }
    if (search.cluster() != null) {
      seeds.addAll(members(search.cluster()));
    }
    if (search.tag() != null) {
      List<AccountRef> tagged = likeness.tagged(search.tag(), Query.MOST_SEEDS);
      if (tagged.isEmpty()) {
        throw new Refused(
            LikenessProblem.NO_SUCH_START,
            "Nobody carries the tag “%s” now.".formatted(search.tag()));
      }
      seeds.addAll(tagged);
    }
    seeds.addAll(search.yes());
    seeds.removeAll(Set.copyOf(search.no()));
    requireRoom(seeds.size());
    return List.copyOf(seeds);
  }

  static void requireRoom(int seeds) {
    if (seeds > Query.MOST_SEEDS) {
      throw new Refused(
          LikenessProblem.TOO_MANY_SEEDS,
          ("A search begins with %,d accounts at the most, and here are %,d. Take those that show"
                  + " best what the group does; the others are found from them.")
              .formatted(Query.MOST_SEEDS, seeds));
    }
  }

  Case of(long id) {
    return Optional.of(id)
        .filter(it -> it > 0)
        .flatMap(it -> cases.find(new CaseId(it)))
        .orElseThrow(
            () -> new Refused(LikenessProblem.NO_SUCH_START, "There is no case " + id + "."));
  }

  private List<AccountRef> members(long id) {
    return Optional.of(id)
        .filter(it -> it > 0)
        .flatMap(it -> clusters.find(new ClusterId(it)))
        .orElseThrow(
            () -> new Refused(LikenessProblem.NO_SUCH_START, "There is no cluster " + id + "."))
        .members()
        .stream()
        .map(Cluster.Member::account)
        .toList();
  }

  /** The names of those that are known, else their ids. */
  Map<AccountRef, String> names(Collection<AccountRef> accounts) {
    Map<AccountRef, String> names = new HashMap<>();
    accounts.forEach(account -> names.put(account, account.nativeId()));
    if (feed.kept()) {
      people
          .find(journal.id(), accounts)
          .forEach((account, person) -> {
            if (!person.handle().isEmpty()) {
              names.put(account, "@" + person.handle());
            }
          });
    }
    return names;
  }

  /**
   * Who is like some accounts.
   *
   * @param only accounts of this platform alone are given; null for all
   */
  Answer ask(
      List<AccountRef> seeds,
      Collection<AccountRef> confirmed,
      List<AccountRef> no,
      int limit,
      @Nullable PlatformId only) {
    requireRoom(seeds.size());
    List<String> names = seeds.stream().map(Named::of).toList();
    Set<String> known = new HashSet<>();
    List<Alike> found =
        searched(index -> {
          for (String name : names) {
            if (index.knows(name)) {
              known.add(name);
            }
          }
          return known.isEmpty()
              ? List.<Alike>of()
              : index.find(new Query(names, no.stream().map(Named::of).toList(), limit, true));
        });
    List<AccountRef> all = new ArrayList<>(seeds);
    all.addAll(no);
    found.forEach(one -> Named.account(one.account()).ifPresent(all::add));
    Map<AccountRef, Person> told = people.find(journal.id(), all);
    Map<AccountRef, Past> pasts = likeness.pasts(all);
    Map<AccountRef, Standings.Left> left = standings.of(all);
    Avatars avatars = Avatars.of(told, this.known);
    List<Row> rows = new ArrayList<>();
    for (Alike one : found) {
      AccountRef account = Named.account(one.account()).orElse(null);
      if (account != null && (only == null || only.equals(account.platform()))) {
        rows.add(
            row(
                one,
                account,
                avatars.nearest(account, seeds),
                told.get(account),
                pasts.get(account),
                left.get(account)));
      }
    }
    return new Answer(
        seeds.stream()
            .map(it -> seed(it, confirmed.contains(it), known, told, pasts, left))
            .toList(),
        no.stream().map(it -> seed(it, false, known, told, pasts, left)).toList(),
        rows);
  }

  private static Seed seed(
      AccountRef account,
      boolean confirmed,
      Set<String> known,
      Map<AccountRef, Person> told,
      Map<AccountRef, Past> pasts,
      Map<AccountRef, Standings.Left> left) {
    Person person = told.get(account);
    return new Seed(
        account,
        person == null || person.handle().isEmpty() ? account.nativeId() : person.handle(),
        confirmed,
        known.contains(Named.of(account)),
        left.getOrDefault(account, Standings.Left.UNKNOWN).takenBack(),
        pasts.get(account));
  }

  private Row row(
      Alike one,
      AccountRef account,
      @Nullable Integer avatar,
      @Nullable Person person,
      @Nullable Past past,
      Standings.@Nullable Left left) {
    boolean told = person != null && !person.handle().isEmpty();
    String handle = told && person != null ? person.handle() : one.handle();
    return new Row(
        account,
        handle.isEmpty() ? account.nativeId() : handle,
        one.percent(),
        Reasons.of(one, avatar),
        Reasons.against(one, person, past, clock.instant()),
        Reasons.against(one, person, null, clock.instant()),
        person == null || !told ? null : person.followers(),
        person == null || !told ? null : person.createdAt(),
        standing(person, left == null ? Standings.Left.UNKNOWN : left),
        past);
  }

  /** How people left an account, or the platform has it, in a word. */
  static String standing(@Nullable Person person, Standings.Left left) {
    if (left.standing() == Standing.SUSPENDED) {
      return "suspended";
    }
    if (left.takenBack()) {
      return "taken back";
    }
    return left.standing() == Standing.CLEARED ? "cleared" : person == null ? "" : person.state();
  }

  /** Something that is asked of the index. */
  @FunctionalInterface
  interface Asked<T> {
    T of(LikenessIndex index) throws IOException;
  }

  /** Asks the index, when one of the {@value #AT_ONCE} places is free. */
  <T> T searched(Asked<T> asked) {
    if (!feed.kept()) {
      throw new Refused(
          LikenessProblem.NOT_KEPT,
          "This server keeps no events, so it has no index of accounts to search.");
    }
    LikenessIndex index =
        feed.index()
            .orElseThrow(() ->
                new Refused(
                    LikenessProblem.NOT_NOW,
                    Objects.requireNonNullElse(
                        feed.notice(),
                        "The index of accounts is being opened. Try again in a moment.")));
    try {
      if (!room.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)) {
        throw new Refused(
            LikenessProblem.BUSY,
            "%d searches run already. Try again in a moment.".formatted(AT_ONCE));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(LikenessProblem.NOT_NOW, "The server stops.");
    }
    try {
      return asked.of(index);
    } catch (IllegalStateException e) {
      throw new Refused(
          LikenessProblem.NOT_NOW, "The index of accounts is opened anew. Try again in a moment.");
    } catch (IOException e) {
      throw new UncheckedIOException("the index of accounts could not be read", e);
    } finally {
      room.release();
    }
  }
}
