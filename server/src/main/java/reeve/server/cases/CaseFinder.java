package reeve.server.cases;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;

/** Finds a case's row, and locks it for whoever changes it. */
@Component
final class CaseFinder {
  private final JdbcClient db;

  CaseFinder(JdbcClient db) {
    this.db = db;
  }

  Optional<Case> find(CaseId id) {
    return db.sql(CaseRow.SELECT + "where c.id = ?")
        .param(id.value())
        .query(CaseRow::map)
        .optional();
  }

  Optional<Case> open(AccountRef account) {
    return db.sql(CaseRow.SELECT + "where c.platform = ? and c.account = ? and c.state = 'open'")
        .params(account.platform().value(), account.nativeId())
        .query(CaseRow::map)
        .optional();
  }

  /** How many cases of an account are closed. */
  long closed(AccountRef account) {
    return db.sql(
            "select count(*) from cases where platform = ? and account = ? and state <> 'open'")
        .params(account.platform().value(), account.nativeId())
        .query((row, _) -> row.getLong(1))
        .single();
  }

  /** In the caller's transaction. */
  Case lock(CaseId id) {
    db.sql("select 1 from cases where id = ? for update").param(id.value()).query().singleRow();
    return find(id).orElseThrow();
  }
}
