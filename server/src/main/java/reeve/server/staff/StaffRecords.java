package reeve.server.staff;

import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

/** What this slice records; all of it is about people, so it stands in the private half. */
@Component
final class StaffRecords {
  /** What happened to or by a member. */
  enum What {
    SIGNED_IN("signed-in"),
    SIGNED_OUT("signed-out"),
    JOINED("joined"),
    LINK_MADE("link-made"),
    SIGN_IN_SET("sign-in-set"),
    RECOVERY_RENEWED("recovery-renewed"),
    ROLE_CHANGED("role-changed"),
    DEACTIVATED("deactivated"),
    REACTIVATED("reactivated"),
    ACCOUNT_NAMED("account-named"),
    RECORDS_READ("records-read"),
    LEDGER_BEGUN("ledger-begun");

    private final String word;

    What(String word) {
      this.word = word;
    }

    private Kind kind() {
      return new Kind("staff." + word, 1);
    }
  }

  private final Records records;
  private final TransactionTemplate transaction;

  StaffRecords(Records records, TransactionTemplate transaction) {
    this.records = records;
    this.transaction = transaction;
  }

  /** Joins the caller's transaction where there is one. */
  void append(What what, StaffId by, Map<String, ?> details) {
    transaction.executeWithoutResult(
        t -> records.append(new Entry(what.kind(), null, by.actor(), null, Map.of(), details)));
  }
}
