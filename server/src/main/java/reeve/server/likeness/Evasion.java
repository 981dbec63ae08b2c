package reeve.server.likeness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.server.cases.CaseLikeness;
import reeve.server.cases.CaseLikeness.Past;
import reeve.server.cases.Docket;
import reeve.server.cases.Resemblance;
import reeve.server.cases.ResemblanceId;
import reeve.server.cases.Resemblances;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Origin;
import reeve.server.watch.Journal;
import reeve.server.watch.People;
import reeve.server.watch.Person;
import reeve.server.watch.Portraits;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Standing;

/**
 * Compares who is new, or says something new of itself, with the suspended, and brings those that
 * pass the gate before people. Of one thread.
 */
@Component
final class Evasion {
  /** So many first posts of a young account are compared. */
  static final int FIRST_POSTS = 20;

  static final Duration YOUNG = Duration.ofDays(7);

  /** So many suspended accounts are named. */
  private static final int RESEMBLED = 3;

  /** What is older was compared when it came, or a longer fault is known to everybody. */
  private static final Duration LATEST = Duration.ofDays(1);

  private static final int REMEMBERED = 50_000;

  private static final int TRIES = 5;

  private final Resemblances resemblances;
  private final CaseLikeness cases;
  private final Standings standings;
  private final Portraits portraits;
  private final People people;
  private final KnownPictures pictures;
  private final Journal journal;
  private final TransactionOperations transaction;
  private final InstantSource clock;

  /** Findings that were handed on, so that each further post of a suspect costs no database. */
  private final Map<ResemblanceId, Boolean> known = remembering();

  /** Posts since the start of accounts whose age and number of posts nobody tells. */
  private final Map<String, Integer> untold = remembering();

  Evasion(
      Resemblances resemblances,
      CaseLikeness cases,
      Standings standings,
      Portraits portraits,
      People people,
      KnownPictures pictures,
      Journal journal,
      TransactionOperations transaction,
      InstantSource clock) {
    this.resemblances = resemblances;
    this.cases = cases;
    this.standings = standings;
    this.portraits = portraits;
    this.people = people;
    this.pictures = pictures;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  private static <K, V> Map<K, V> remembering() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /**
   * An account to be compared.
   *
   * @param at when it did what it is compared for
   * @param arrival of that event, milliseconds since 1970
   */
  record Suspect(AccountRef account, Origin origin, Instant at, long arrival) {}

  /**
   * Whether the account of an event is to be compared.
   *
   * @param arrival of the event, milliseconds since 1970
   */
  boolean asks(FactsReading event, long arrival) {
    AccountRef account = event.account();
    if (account == null
        || event.suspended()
        || arrival < clock.instant().minus(LATEST).toEpochMilli()) {
      return false;
    }
    return event.describes() || (event.posts() && first(event, Named.of(account)));
  }

  private boolean first(FactsReading event, String account) {
    if (event.age() >= 0 && event.written() >= 0) {
      return event.age() < YOUNG.toSeconds() && event.written() < FIRST_POSTS;
    }
    return untold.merge(account, 1, Integer::sum) <= FIRST_POSTS;
  }

  private record Hit(Suspect suspect, Alike like, AccountRef seed, ResemblanceId id) {}

  /** Compares some, and surfaces those that resemble a suspended one; how many were new. */
  int surface(Collection<Suspect> suspects, LikenessIndex index) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (Suspect suspect : suspects) {
      for (Alike like : index.suspendedLike(Named.of(suspect.account()), RESEMBLED)) {
        AccountRef seed = Named.account(like.account()).orElse(null);
        if (seed == null || seed.equals(suspect.account())) {
          continue;
        }
        Hit hit = new Hit(suspect, like, seed, id(suspect.account(), seed));
        if (!known.containsKey(hit.id())) {
          hits.add(hit);
        }
      }
    }
    int fresh = 0;
    for (int from = 0; from < hits.size(); from += Resemblances.MOST) {
      fresh += hand(hits.subList(from, Math.min(hits.size(), from + Resemblances.MOST)));
    }
    return fresh;
  }

  private int hand(List<Hit> hits) {
    Set<AccountRef> accounts = new HashSet<>();
    Set<AccountRef> all = new HashSet<>();
    hits.forEach(hit -> {
      accounts.add(hit.suspect().account());
      all.add(hit.suspect().account());
      all.add(hit.seed());
    });
    Map<AccountRef, Standings.Left> left = standings.of(all);
    Map<AccountRef, Person> told = people.find(journal.id(), all);
    Avatars avatars = Avatars.of(told, pictures);
    Map<AccountRef, Past> pasts = cases.pasts(accounts);
    Map<AccountRef, Captured> captured = portraits.of(List.copyOf(accounts));
    List<Resemblance> found = new ArrayList<>();
    for (Hit hit : hits) {
      AccountRef account = hit.suspect().account();
      Standings.Left own = left.getOrDefault(account, Standings.Left.UNKNOWN);
      Standings.Left seed = left.getOrDefault(hit.seed(), Standings.Left.UNKNOWN);
      // The record is ahead of the index: what was taken back meanwhile surfaces nobody.
      if (own.standing() != Standing.SUSPENDED && seed.standing() == Standing.SUSPENDED) {
        found.add(
            new Resemblance(
                hit.id(),
                account,
                hit.suspect().origin(),
                hit.suspect().at(),
                Resemblance.Cause.EVASION,
                List.of(hit.seed()),
                hit.like().percent(),
                Reasons.of(hit.like(), avatars.nearest(account, List.of(hit.seed()))),
                Reasons.against(hit.like(), told.get(account), pasts.get(account), clock.instant()),
                seed.clause(),
                captured.get(account)));
      }
    }
    int fresh = found.isEmpty() ? 0 : resemble(found);
    found.forEach(one -> known.put(one.id(), true));
    return fresh;
  }

  private int resemble(List<Resemblance> found) {
    for (int tries = 1; ; tries++) {
      try {
        Integer fresh = transaction.execute(_ -> resemblances.resemble(found));
        return fresh == null ? 0 : fresh;
      } catch (Docket.CaseMoved e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** The same account beside the same suspended one is one finding, whenever it is found. */
  private static ResemblanceId id(AccountRef account, AccountRef seed) {
    return digest("evasion\n" + Named.of(account) + "\n" + Named.of(seed));
  }

  static ResemblanceId digest(String what) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      return new ResemblanceId(HexFormat.of().formatHex(Arrays.copyOf(hash, 16)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
