package reeve.server.likeness;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.springframework.transaction.support.TransactionOperations;
import reeve.server.platform.AccountRef;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Standing;

/**
 * What the log tells that goes to the database: decisions, and who may be one of the suspended. Of
 * one thread.
 */
final class Tidings {
  /** So many are compared before others are asked for a sign of an end. */
  private static final int AT_ONCE = 500;

  private static final int LATELY_MOST = 10_000;

  /** So many of these, the latest, are compared again after a suspension. */
  private static final int AGAIN_MOST = 1_000;

  private final Standings standings;
  private final Leaned leaned;
  private final Evasion evasion;
  private final TransactionOperations transaction;
  private final Storing storing;
  private final List<Standings.Word> words = new ArrayList<>();
  private final Map<AccountRef, Evasion.Suspect> suspects = new LinkedHashMap<>();

  /**
   * Those that were compared lately: their pictures may have had no names yet, or whom they
   * resemble was not known to be suspended, since a suspension may be withdrawn for a while.
   */
  private final SequencedMap<AccountRef, Evasion.Suspect> lately =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountRef, Evasion.Suspect> eldest) {
          return size() > LATELY_MOST;
        }
      };

  Tidings(
      Standings standings,
      Leaned leaned,
      Evasion evasion,
      TransactionOperations transaction,
      Storing storing) {
    this.standings = standings;
    this.leaned = leaned;
    this.evasion = evasion;
    this.transaction = transaction;
    this.storing = storing;
  }

  /**
   * Hears an event.
   *
   * @param arrival of the event, milliseconds since 1970
   * @return what it tells of a decision
   */
  Optional<Standings.Word> hear(FactsReading event, long arrival) {
    Optional<Standings.Word> word = event.word();
    word.ifPresent(words::add);
    AccountRef account = event.account();
    if (account != null && evasion.asks(event, arrival)) {
      Evasion.Suspect suspect = new Evasion.Suspect(account, event.origin(), event.at(), arrival);
      suspects.put(account, suspect);
      lately.remove(account);
      lately.put(account, suspect);
    }
    return word;
  }

  /** A picture of an account got its name: whoever was compared lately is compared again. */
  void again(String account) {
    Named.account(account)
        .map(lately::get)
        .ifPresent(suspect -> suspects.put(suspect.account(), suspect));
  }

  /** How many decisions wait to be stored. */
  int words() {
    return words.size();
  }

  /** How many accounts wait to be compared with the suspended. */
  int suspects() {
    return suspects.size();
  }

  /** Stores what was heard of decisions. */
  void store() throws IOException {
    if (words.isEmpty()) {
      return;
    }
    storing.persist(
        "decisions",
        () ->
            transaction.executeWithoutResult(_ -> {
              standings.take(words);
              words.stream()
                  .filter(Standings.Word::overturned)
                  .forEach(word -> leaned.list(word.account(), word.at()));
            }));
    words.stream()
        .filter(word -> word.standing() == Standing.SUSPENDED)
        .map(Standings.Word::at)
        .min(Comparator.naturalOrder())
        .ifPresent(this::againSince);
    words.clear();
  }

  /** Whoever came since somebody was suspended is compared again. */
  private void againSince(Instant suspended) {
    lately.sequencedValues().reversed().stream()
        .filter(one -> one.arrival() >= suspended.toEpochMilli())
        .limit(AGAIN_MOST)
        .forEach(one -> suspects.putIfAbsent(one.account(), one));
  }

  /** Surfaces who resembles the suspended, by what the index shows of these. */
  void surface(LikenessIndex index) throws IOException {
    List<Evasion.Suspect> all = List.copyOf(suspects.values());
    for (int from = 0; from < all.size() && !storing.ends(); from += AT_ONCE) {
      List<Evasion.Suspect> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      storing.persist("likenesses to the suspended", () -> evasion.surface(some, index));
      some.forEach(one -> suspects.remove(one.account()));
    }
  }
}
