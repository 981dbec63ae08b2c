package reeve.server.admission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;

/** The rows of {@code admission_waiting}. */
@Component
final class Waiting {
  private static final String COLUMNS =
      "platform, account_id, handle, display_name, bio, reason, origin, signed_up_at";

  private final JdbcClient jdbc;

  Waiting(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds those who are new, and takes over what others changed of their profile. */
  void put(List<Applicant> applicants) {
    if (applicants.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO admission_waiting
              (platform, account_id, handle, display_name, bio, reason, origin, signed_up_at)
            SELECT * FROM unnest(:platforms::text[], :ids::text[], :handles::text[],
                                 :names::text[], :bios::text[], :reasons::text[],
                                 :origins::text[], :times::timestamptz[])
            ON CONFLICT (platform, account_id) DO UPDATE
            SET handle = excluded.handle, display_name = excluded.display_name,
                bio = excluded.bio
            """)
        .param("platforms", texts(applicants, it -> it.account().platform().value()))
        .param("ids", texts(applicants, it -> it.account().nativeId()))
        .param("handles", texts(applicants, Applicant::handle))
        .param("names", texts(applicants, Applicant::displayName))
        .param("bios", texts(applicants, Applicant::bio))
        .param("reasons", texts(applicants, Applicant::reason))
        .param("origins", texts(applicants, it -> it.origin().name()))
        .param(
            "times",
            applicants.stream()
                .map(it -> Timestamp.from(it.signedUpAt()))
                .toArray(Timestamp[]::new))
        .update();
  }

  /** Forgets accounts that no longer wait, whoever let them in. */
  void drop(List<AccountRef> accounts) {
    if (accounts.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            DELETE FROM admission_waiting w
            USING unnest(:platforms::text[], :ids::text[]) AS gone (platform, account_id)
            WHERE w.platform = gone.platform AND w.account_id = gone.account_id
            """)
        .param(
            "platforms", accounts.stream().map(it -> it.platform().value()).toArray(String[]::new))
        .param("ids", accounts.stream().map(AccountRef::nativeId).toArray(String[]::new))
        .update();
  }

  /** Takes one out in the caller's transaction: of two who decide at once one alone gets it. */
  Optional<Applicant> take(AccountRef account) {
    return jdbc.sql(
            "DELETE FROM admission_waiting WHERE platform = ? AND account_id = ? RETURNING "
                + COLUMNS)
        .params(account.platform().value(), account.nativeId())
        .query(Waiting::map)
        .optional();
  }

  List<Applicant> oldest(int most) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                 FROM admission_waiting
                ORDER BY signed_up_at, platform, account_id
                LIMIT ?
                """)
        .param(most)
        .query(Waiting::map)
        .list();
  }

  long count() {
    return jdbc.sql("SELECT count(*) FROM admission_waiting").query(Long.class).single();
  }

  private static String[] texts(List<Applicant> applicants, Function<Applicant, String> field) {
    return applicants.stream().map(field).toArray(String[]::new);
  }

  private static Applicant map(ResultSet row, int number) throws SQLException {
    return new Applicant(
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account_id")),
        row.getString("handle"),
        row.getString("display_name"),
        row.getString("bio"),
        row.getString("reason"),
        Origin.valueOf(row.getString("origin")),
        row.getTimestamp("signed_up_at").toInstant());
  }
}
