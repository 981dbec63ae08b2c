package reeve.square.accounts;

import java.time.Instant;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Times;

/** Whether an account may do anything now. */
@Component
public final class Standing {
  private final Clocked db;

  Standing(Clocked db) {
    this.db = db;
  }

  public boolean suspended(AccountId account) {
    return db.sql("select coalesce(suspended_until > :now, false) from accounts where id = :id")
        .param("id", account.value())
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Refuses a suspended account, and one that was never admitted. */
  public void requirePresent(AccountId account) {
    var row =
        db.sql("select state, suspended_until from accounts where id = :id")
            .param("id", account.value())
            .query(
                (r, n) -> new Row(r.getString("state"), until(Times.orNull(r, "suspended_until"))))
            .optional()
            .orElseThrow(() -> Refusal.notFound("account"));
    if (!row.state().equals("active")) {
      throw new Refusal(Fault.NOT_ADMITTED, "This account waits for approval.");
    }
    if (row.until().isAfter(db.instant())) {
      throw suspendedRefusal();
    }
  }

  /** What a suspended account is told; the page at /me/standing says why. */
  public static Refusal suspendedRefusal() {
    return new Refusal(
        Fault.SUSPENDED, "This account is suspended. The page at /me/standing tells why.");
  }

  private static Instant until(@org.jspecify.annotations.Nullable Instant at) {
    return at == null ? Instant.MIN : at;
  }

  private record Row(String state, Instant until) {}
}
