package reeve.server.legal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.cases.Docket;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

/**
 * Finds whom an order names and copies profile and recent posts as they are then; again and again,
 * ever more seldom, until the platform has answered or the term is over.
 */
@Component
final class HoldTries {
  static final Kind FOUND = new Kind("legal.hold-found", 1);
  static final Kind CAPTURED = new Kind("legal.hold-captured", 1);

  private static final Actor LEGAL = new Actor.Worker("legal");
  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final String NO_ANSWER = "The platform did not answer.";

  private final HoldRows rows;
  private final AuthorityRows authorities;
  private final Naming naming;
  private final Platforms platforms;
  private final Docket docket;
  private final Longest longest;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  HoldTries(
      HoldRows rows,
      AuthorityRows authorities,
      Naming naming,
      Platforms platforms,
      Docket docket,
      Longest longest,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.authorities = authorities;
    this.naming = naming;
    this.platforms = platforms;
    this.docket = docket;
    this.longest = longest;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * Tries once. Asks the platform; not for a transaction.
   *
   * @param confirm called first in each transaction: what is not to be written then, it throws
   */
  void once(Preserved it, Runnable confirm) {
    AccountRef account = it.account();
    if (account == null) {
      Naming.Found found = naming.look(it.platform(), it.named());
      account = found.account();
      if (account == null) {
        miss(it, found.missing(), confirm);
        return;
      }
      found(it, account, confirm);
    }
    try {
      capture(it, account, shown(account), confirm);
    } catch (PlatformUnavailable e) {
      miss(it, NO_ANSWER, confirm);
    }
  }

  private List<Event> shown(AccountRef account) throws PlatformUnavailable {
    Platform platform = platforms.find(account.platform()).orElse(null);
    return platform == null ? List.of() : List.copyOf(platform.capture(List.of(account)));
  }

  /** From now on it holds, whether or not there is a copy of it yet. */
  private void found(Preserved it, AccountRef account, Runnable confirm) {
    transaction.executeWithoutResult(t -> {
      confirm.run();
      Preserved hold = rows.lock(it.id()).orElseThrow();
      Instant now = clock.instant();
      if (hold.account() != null || !hold.stands(now)) {
        return;
      }
      rows.found(hold.id(), account);
      rows.log(hold.id(), now, "Found, and held.");
      Authority authority = authorities.find(hold.authority()).orElseThrow();
      records.append(
          new Entry(
              FOUND,
              account,
              LEGAL,
              hold.record(),
              Figures.of(authority, Figures.PRESERVATION, "held-later"),
              Map.of("reference", hold.reference())));
      longest.settle(account, hold.record(), now);
    });
  }

  private void capture(Preserved it, AccountRef account, List<Event> shown, Runnable confirm) {
    transaction.executeWithoutResult(t -> {
      confirm.run();
      Preserved hold = rows.lock(it.id()).orElseThrow();
      Instant now = clock.instant();
      if (hold.seenAt() != null || !hold.stands(now)) {
        return;
      }
      docket.enter(shown);
      boolean captured = !shown.isEmpty();
      rows.seen(hold.id(), captured, now);
      rows.log(
          hold.id(),
          now,
          captured
              ? "Profile and posts were copied as they were then."
              : "The platform showed nothing of the account.");
      records.append(
          new Entry(
              CAPTURED,
              account,
              LEGAL,
              hold.record(),
              Map.of(),
              Map.of("reference", hold.reference(), "captured", captured)));
      longest.settle(account, hold.record(), now);
    });
  }

  private void miss(Preserved it, String why, Runnable confirm) {
    transaction.executeWithoutResult(t -> {
      confirm.run();
      Preserved hold = rows.lock(it.id()).orElseThrow();
      Instant now = clock.instant();
      if (hold.seenAt() != null || !hold.stands(now)) {
        return;
      }
      if (!why.equals(hold.missing())) {
        rows.log(hold.id(), now, why + " It is tried again.");
      }
      rows.missed(hold.id(), why, now.plus(pause(hold.tries())));
    });
  }

  private static Duration pause(int tries) {
    Duration pause = FIRST.multipliedBy(1L << Math.min(tries, 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
