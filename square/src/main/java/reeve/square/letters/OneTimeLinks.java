package reeve.square.letters;

import java.util.Optional;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Digests;

/** Links that sign an account in once, for those who have no password. Kept as hashes. */
@Component
public final class OneTimeLinks {
  private final Clocked db;

  OneTimeLinks(Clocked db) {
    this.db = db;
  }

  /** Uses a link up; empty where it is unknown, used or too old. */
  public Optional<AccountId> redeem(String token) {
    return db.sql(
            """
            update one_time_links set used_at = :now
            where token_sha256 = :hash and used_at is null and expires_at > :now
            returning account_id
            """)
        .param("hash", Digests.hex(Digests.sha256(token)))
        .query((row, n) -> new AccountId(row.getLong(1)))
        .optional();
  }
}
