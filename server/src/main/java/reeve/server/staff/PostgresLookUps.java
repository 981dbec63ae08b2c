package reeve.server.staff;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

@Component
final class PostgresLookUps implements LookUps {
  static final int SHORTEST_REASON = 10;
  static final int LONGEST_REASON = 500;
  private static final Kind LOOKED_UP = new Kind("staff.looked-up", 1);

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final StaffSettings settings;
  private final Records records;
  private final TransactionTemplate transaction;

  PostgresLookUps(
      JdbcClient jdbc,
      InstantSource clock,
      StaffSettings settings,
      Records records,
      TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.settings = settings;
    this.records = records;
    this.transaction = transaction;
  }

  /** A look-up as a lead reads it. */
  record Line(String member, AccountRef account, String reason, Instant at) {}

  @Override
  public boolean given(Member member, AccountRef account) {
    return jdbc.sql(
            """
            SELECT 1 FROM staff_look_up
            WHERE member = ? AND platform = ? AND account_id = ? AND at > ?
            LIMIT 1
            """)
        .params(
            member.id().value(),
            account.platform().value(),
            account.nativeId(),
            Timestamp.from(clock.instant().minus(settings.lookUpLength())))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  @Override
  public String ask(AccountRef account, String next) {
    return "/look-ups/reason?platform=%s&account=%s&next=%s"
        .formatted(account.platform(), encoded(account.nativeId()), encoded(next));
  }

  /** Keeps the reason and opens the account to the member. */
  void give(Member member, AccountRef account, String typed) {
    String reason = typed.strip();
    if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
      throw new Refused(
          StaffProblem.BAD_INPUT,
          "A reason has %d to %d characters: what do you need to see, and what for?"
              .formatted(SHORTEST_REASON, LONGEST_REASON));
    }
    if (reason.chars().anyMatch(c -> c == 0)) {
      throw new Refused(StaffProblem.BAD_INPUT, "A reason cannot hold a null character.");
    }
    transaction.executeWithoutResult(t -> {
      jdbc.sql(
              """
              INSERT INTO staff_look_up (member, platform, account_id, reason, at)
              VALUES (?, ?, ?, ?, ?)
              """)
          .params(
              member.id().value(),
              account.platform().value(),
              account.nativeId(),
              reason,
              Timestamp.from(clock.instant()))
          .update();
      records.append(
          new Entry(
              LOOKED_UP, account, member.id().actor(), null, Map.of(), Map.of("reason", reason)));
    });
  }

  /** The latest, newest first. */
  List<Line> latest(int most) {
    return jdbc.sql(
            """
            SELECT m.name, l.platform, l.account_id, l.reason, l.at
            FROM staff_look_up l JOIN staff_member m ON m.id = l.member
            ORDER BY l.id DESC
            LIMIT ?
            """)
        .param(most)
        .query((row, n) ->
            new Line(
                row.getString("name"),
                new AccountRef(
                    new PlatformId(row.getString("platform")), row.getString("account_id")),
                row.getString("reason"),
                row.getTimestamp("at").toInstant()))
        .list();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
