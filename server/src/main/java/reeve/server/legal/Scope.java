package reeve.server.legal;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;

/**
 * What of whom and when: what is asked for, or what is to be handed over.
 *
 * @param from of posts and sign-ins, this time included; null: from the beginning
 * @param until of posts and sign-ins, this time excluded; null: until now
 */
record Scope(
    Set<Data> data, List<AccountRef> accounts, @Nullable Instant from, @Nullable Instant until) {
  Scope {
    data = Set.copyOf(data);
    accounts = List.copyOf(accounts);
  }

  /** The same of one account. */
  Scope of(AccountRef account) {
    return new Scope(data, List.of(account), from, until);
  }

  boolean covers(Instant at) {
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }

  /**
   * Why this is wider than what was asked for, or than what such a paper may ask for; empty where
   * it is not.
   */
  Optional<String> wider(Scope asked, Instrument instrument) {
    Set<Data> unasked = without(data, asked.data);
    if (!unasked.isEmpty()) {
      return Optional.of("It does not ask for: " + Data.words(unasked) + ".");
    }
    Set<Data> barred = without(data, instrument.may());
    if (!barred.isEmpty()) {
      return Optional.of(
          instrument.words()
              + ": such a paper may not ask for "
              + Data.words(barred)
              + ". Contents need a judge's.");
    }
    List<AccountRef> others = accounts.stream().filter(it -> !asked.accounts.contains(it)).toList();
    if (!others.isEmpty()) {
      return Optional.of("It does not name this account: " + others.getFirst().nativeId() + ".");
    }
    if (asked.from != null && (from == null || from.isBefore(asked.from))) {
      return Optional.of("It asks for nothing before " + asked.from + ".");
    }
    if (asked.until != null && (until == null || until.isAfter(asked.until))) {
      return Optional.of("It asks for nothing from " + asked.until + " on.");
    }
    return Optional.empty();
  }

  private static Set<Data> without(Set<Data> some, Set<Data> others) {
    Set<Data> rest = EnumSet.noneOf(Data.class);
    rest.addAll(some);
    rest.removeAll(others);
    return rest;
  }
}
