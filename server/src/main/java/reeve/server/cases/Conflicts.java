package reeve.server.cases;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;

/** Nobody judges a case that touches their own account. */
@Component
final class Conflicts {
  /**
   * A condition over {@code cases c} that holds where the account {@code (:platform, :own)} is
   * touched: it is the subject, reported, or is mentioned in a flagged post.
   */
  static final String TOUCHES =
      """
      c.platform = :platform
      and (c.account = :own
           or exists (select from reporter p join report r on r.reporter = p.id
                      where p.platform = :platform and p.native_id = :own and r.case_id = c.id)
           or exists (select from flagged_post f where f.case_id = c.id and :own = any (f.mentions)))
      """;

  private final JdbcClient db;

  Conflicts(JdbcClient db) {
    this.db = db;
  }

  boolean touches(long caseId, @Nullable AccountRef own) {
    return own != null
        && db.sql("select exists (select from cases c where c.id = :case and (" + TOUCHES + "))")
            .param("case", caseId)
            .param("platform", own.platform().value())
            .param("own", own.nativeId())
            .query(Boolean.class)
            .single();
  }
}
