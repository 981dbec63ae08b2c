package reeve.server.admission;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** Lets people in, or not: row, record and order in one transaction. */
@Component
final class Admitting {
  static final int LONGEST_REASON = 500;
  private static final Kind APPROVED = new Kind("admission.approved", 1);
  private static final Kind REFUSED = new Kind("admission.refused", 1);

  private final Waiting waiting;
  private final Orders orders;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Admitting(
      Waiting waiting,
      Orders orders,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.waiting = waiting;
    this.orders = orders;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  void approve(AccountRef account, Member by) {
    close(account, by, APPROVED, new Action.ApproveSignUp(), "");
  }

  /**
   * Refuses a sign-up.
   *
   * @param typed what the applicant is told
   */
  void refuse(AccountRef account, Member by, String typed) {
    String reason = SignUps.storable(typed.strip());
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw new Refused(
          AdmissionProblem.REASON_MISSING,
          "The applicant is told why: write 1 to %d characters.".formatted(LONGEST_REASON));
    }
    close(account, by, REFUSED, new Action.RefuseSignUp(reason), reason);
  }

  private void close(AccountRef account, Member by, Kind kind, Action action, String reason) {
    if (by.isPartOf(List.of(account))) {
      throw new Refused(
          AdmissionProblem.YOUR_OWN, "This is your own account. Somebody else decides about it.");
    }
    transaction.executeWithoutResult(t -> {
      Applicant applicant =
          waiting
              .take(account)
              .orElseThrow(() ->
                  new Refused(
                      AdmissionProblem.NOT_WAITING,
                      "Somebody else decided already, or the account is gone. Reload the"
                          + " page."));
      Instant now = clock.instant();
      RecordId record =
          records.append(
              new Entry(
                  kind,
                  account,
                  by.id().actor(),
                  null,
                  Map.of("origin", applicant.origin().name().toLowerCase(Locale.ROOT)),
                  Map.of("signUpReason", applicant.reason(), "told", reason)));
      orders.issue(List.of(Issue.of(UUID.randomUUID(), account, action, record)), now);
    });
  }
}
