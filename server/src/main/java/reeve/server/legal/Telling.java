package reeve.server.legal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.legal.Disclosure.Released;
import reeve.server.platform.AccountRef;
import reeve.server.record.RecordId;

/**
 * What holders hear of requests for data: of just what leaves of their account, once; and that
 * nothing leaves where they had been told that something would.
 */
@Component
final class Telling {
  private final DisclosureRows rows;
  private final DisclosureChanges changes;
  private final Orders orders;

  Telling(DisclosureRows rows, DisclosureChanges changes, Orders orders) {
    this.rows = rows;
    this.changes = changes;
    this.orders = orders;
  }

  /** Those of a release whose last letter was not of just this: none, or of other data or times. */
  List<AccountRef> untold(Disclosure it, Released release) {
    Map<AccountRef, Scope> told = rows.told(it);
    return release.scope().accounts().stream()
        .filter(account -> !release.scope().of(account).equals(told.get(account)))
        .toList();
  }

  /** Notes the letters of a release and gives the orders to act that bring them. */
  List<Issue> letters(
      Disclosure it,
      Notice notice,
      List<AccountRef> to,
      Released release,
      UUID bundle,
      RecordId cause,
      Instant now) {
    List<Issue> issues = new ArrayList<>();
    for (AccountRef account : to) {
      issues.add(letter(it, notice, account, release.scope(), bundle, cause, now));
    }
    changes.told(it.id(), now);
    return issues;
  }

  /**
   * Tells those who were told that something leaves, and of whom nothing does; while silence is
   * ordered, once it is over.
   *
   * @param leaving of whom something does
   */
  void nothing(Disclosure it, Collection<AccountRef> leaving, RecordId cause, Instant now) {
    changes.recantDue(it.id(), it.silent(now));
    if (it.silent(now)) {
      return;
    }
    Released release = it.released();
    UUID bundle = UUID.randomUUID();
    List<Issue> issues = new ArrayList<>();
    rows.told(it)
        .forEach((account, of) -> {
          if (!of.data().isEmpty() && !leaving.contains(account)) {
            boolean seen =
                it.downloaded() && release != null && release.scope().accounts().contains(account);
            issues.add(letter(it, Notice.nothing(it, seen), account, null, bundle, cause, now));
          }
        });
    if (!issues.isEmpty()) {
      changes.log(it.id(), now, "Holders who had been told hear that nothing is handed over.");
      orders.issue(issues, now);
    }
  }

  private Issue letter(
      Disclosure it,
      Notice notice,
      AccountRef to,
      @Nullable Scope of,
      UUID bundle,
      RecordId cause,
      Instant now) {
    UUID letter = UUID.randomUUID();
    changes.add(it.id(), to, letter, notice, of, bundle, now);
    return Issue.of(bundle, to, notice.action(letter), cause);
  }
}
