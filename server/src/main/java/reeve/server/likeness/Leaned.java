package reeve.server.likeness;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.CaseLikeness;
import reeve.server.cases.ResemblanceId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** Findings that leaned on an account of which a decision was taken back: for another look. */
@Component
class Leaned {
  private static final Kind LOOKED = new Kind("likeness.looked-again", 1);

  private final JdbcClient db;
  private final CaseLikeness cases;
  private final Records records;
  private final InstantSource clock;

  Leaned(JdbcClient db, CaseLikeness cases, Records records, InstantSource clock) {
    this.db = db;
    this.cases = cases;
    this.records = records;
    this.clock = clock;
  }

  /** Lists what leaned on an account when a decision on it was taken back; in a transaction. */
  void list(AccountRef seed, Instant overturned) {
    for (CaseLikeness.Leaning one : cases.leaning(seed)) {
      if (one.at().isAfter(overturned)) {
        continue;
      }
      db.sql(
              """
              insert into likeness_leaned (platform, seed, resemblance, case_id, account_platform,
                                           account, found_at, overturned_at)
              values (?, ?, decode(?, 'hex'), ?, ?, ?, ?::timestamptz, ?::timestamptz)
              on conflict do nothing
              """)
          .params(
              seed.platform().value(),
              seed.nativeId(),
              one.id().hex(),
              one.of().value(),
              one.account().platform().value(),
              one.account().nativeId(),
              one.at().toString(),
              overturned.toString())
          .update();
    }
  }

  /**
   * A finding that leaned on an account.
   *
   * @param foundAt when it was found
   * @param lookedAt when somebody looked at it again, or null
   */
  record Row(
      AccountRef seed,
      ResemblanceId id,
      long caseId,
      AccountRef account,
      Instant foundAt,
      Instant overturnedAt,
      @Nullable Instant lookedAt,
      @Nullable UUID lookedBy) {}

  /** Those that wait first, the latest taken back first. */
  List<Row> rows(int most) {
    return db.sql(
            """
            select platform, seed, encode(resemblance, 'hex') as id, case_id, account_platform,
                   account, found_at, overturned_at, looked_at, looked_by
            from likeness_leaned
            order by looked_at is not null, overturned_at desc, found_at, resemblance limit ?
            """)
        .param(most)
        .query((row, _) -> {
          var looked = row.getTimestamp("looked_at");
          return new Row(
              new AccountRef(new PlatformId(row.getString("platform")), row.getString("seed")),
              new ResemblanceId(row.getString("id")),
              row.getLong("case_id"),
              new AccountRef(
                  new PlatformId(row.getString("account_platform")), row.getString("account")),
              row.getTimestamp("found_at").toInstant(),
              row.getTimestamp("overturned_at").toInstant(),
              looked == null ? null : looked.toInstant(),
              row.getObject("looked_by", UUID.class));
        })
        .list();
  }

  /** How many nobody has looked at again. */
  int waiting() {
    return db.sql("select count(*) from likeness_leaned where looked_at is null")
        .query(Integer.class)
        .single();
  }

  /** Somebody looked at a finding again. */
  @Transactional
  public void looked(AccountRef seed, ResemblanceId id, Member by) {
    List<Long> of =
        db.sql(
                """
                update likeness_leaned set looked_at = ?::timestamptz, looked_by = ?
                where platform = ? and seed = ? and resemblance = decode(?, 'hex')
                  and looked_at is null
                returning case_id
                """)
            .params(
                clock.instant().toString(),
                by.id().value(),
                seed.platform().value(),
                seed.nativeId(),
                id.hex())
            .query((row, _) -> row.getLong(1))
            .list();
    if (of.isEmpty()) {
      throw new Refused(
          LikenessProblem.NOTHING_LEANED,
          "This was looked at already, or never leaned on that account. Load the page anew.");
    }
    records.append(
        new Entry(
            LOOKED,
            seed,
            by.id().actor(),
            null,
            Map.of(),
            Map.of("resemblance", id.hex(), "case", of.getFirst())));
  }
}
