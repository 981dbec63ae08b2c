package reeve.server.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.cases.Resemblance.Reason;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.RecordId;

/** Resemblances as rows, each beside its case. */
@Component
final class ResemblanceRows {
  private final JdbcTemplate jdbc;
  private final Copied copied;

  ResemblanceRows(JdbcTemplate jdbc, Copied copied) {
    this.jdbc = jdbc;
    this.copied = copied;
  }

  /** Without what was taken before, or stands twice in the batch. */
  List<Resemblance> fresh(List<Resemblance> all) {
    return Fresh.of(
        jdbc,
        all,
        one -> one.id().bytes(),
        "select r.id from unnest(?::bytea[]) as k (id) join resemblance r on r.id = k.id");
  }

  /** A resemblance in its case, with its record. */
  record InCase(Resemblance found, long caseId, RecordId record) {}

  private record Seed(ResemblanceId id, int place, AccountRef account) {}

  void keep(List<InCase> found) {
    Columns.of(found)
        .bytes(f -> f.found().id().bytes())
        .bigint(InCase::caseId)
        .text(f -> f.found().cause().code())
        .as("timestamptz", f -> f.found().at())
        .integer(f -> f.found().percent())
        .text(f -> f.found().clause() == null ? null : f.found().clause().toString())
        .text(f -> copied.write(new Copied.Likeness(f.found().reasons(), f.found().against())))
        .as("uuid", f -> f.record().value())
        .update(
            jdbc,
            """
            insert into resemblance (id, case_id, cause, at, percent, clause, body, record)
            select * from unnest(?::bytea[], ?::bigint[], ?::text[], ?::timestamptz[], ?::int[],
                                 ?::text[], ?::text[], ?::uuid[])
            """);
    List<Seed> seeds = new ArrayList<>();
    for (InCase one : found) {
      for (AccountRef seed : one.found().seeds()) {
        seeds.add(new Seed(one.found().id(), seeds.size(), seed));
      }
    }
    Columns.of(seeds)
        .bytes(s -> s.id().bytes())
        .integer(Seed::place)
        .text(s -> s.account().platform().value())
        .text(s -> s.account().nativeId())
        .update(
            jdbc,
            """
            insert into resemblance_seed (id, place, platform, account)
            select * from unnest(?::bytea[], ?::int[], ?::text[], ?::text[])
            """);
  }

  /**
   * What a case's resemblances add up to.
   *
   * @param percent of the surest
   */
  record Sum(long caseId, int percent, int resemblances) {}

  Map<Long, Sum> sums(List<Long> cases) {
    Map<Long, Sum> sums = new HashMap<>();
    Columns.of(cases)
        .bigint(id -> id)
        .query(
            jdbc,
            """
            select case_id, max(percent), count(*) from resemblance
            where case_id = any (?::bigint[]) group by case_id
            """,
            (row, _) -> new Sum(row.getLong(1), row.getInt(2), row.getInt(3)))
        .forEach(sum -> sums.put(sum.caseId(), sum));
    return sums;
  }

  /**
   * The case that one opened by a question follows from.
   *
   * @param opened its opening record
   */
  record Lead(RecordId opened, boolean reported) {}

  /** Of each account the case that tells most of how it was found: reported ones first. */
  Map<AccountRef, Lead> leads(Set<AccountRef> seeds) {
    Map<AccountRef, Lead> leads = new HashMap<>();
    Columns.of(List.copyOf(seeds))
        .text(s -> s.platform().value())
        .text(AccountRef::nativeId)
        .query(
            jdbc,
            """
            select k.platform, k.account, c.opened_record, c.reports > 0
            from unnest(?::text[], ?::text[]) as k (platform, account)
            cross join lateral (
              select opened_record, reports from cases c
              where c.platform = k.platform and c.account = k.account
              order by c.reports > 0 desc, c.id desc limit 1) c
            """,
            (row, _) -> {
              leads.put(
                  new AccountRef(new PlatformId(row.getString(1)), row.getString(2)),
                  new Lead(new RecordId(row.getObject(3, UUID.class)), row.getBoolean(4)));
              return true;
            });
    return leads;
  }

  /** Takes the words out of the resemblances of a case; gives their records. */
  List<UUID> empty(long caseId) {
    jdbc.update("update cluster_member set body = null where case_id = ?", caseId);
    return jdbc.query(
        "update resemblance set body = null where case_id = ? returning record",
        (row, _) -> row.getObject(1, UUID.class),
        caseId);
  }

  /**
   * Takes the words out of all that resembles an account or is said of it: they may quote what was
   * sealed. Gives their records.
   */
  List<UUID> seal(long caseId, AccountRef account) {
    jdbc.update(
        "update cluster_member set body = null where platform = ? and account = ?",
        account.platform().value(),
        account.nativeId());
    return jdbc.query(
        """
        update resemblance r set body = null
        where r.body is not null
          and (r.case_id = ? or r.id in (select s.id from resemblance_seed s
                                         where s.platform = ? and s.account = ?))
        returning record
        """,
        (row, _) -> row.getObject(1, UUID.class),
        caseId,
        account.platform().value(),
        account.nativeId());
  }

  /**
   * One, for the case page.
   *
   * @param kept whether its words are still kept
   */
  record Shown(
      Resemblance.Cause cause,
      Instant at,
      int percent,
      boolean kept,
      List<Reason> reasons,
      List<String> against,
      List<Like> seeds) {}

  /**
   * An account that is resembled.
   *
   * @param caseId its newest case, null where it has none
   * @param state of that case, in words
   */
  record Like(AccountRef account, String handle, @Nullable Long caseId, String state) {}

  /** The surest first. */
  List<Shown> of(long caseId, int most) {
    Map<ResemblanceId, List<Like>> seeds = new HashMap<>();
    jdbc.query(
        """
        select s.id, s.platform, s.account, coalesce(a.handle, s.account) as handle, c.id as case_id,
               case c.state when 'open' then 'open' else c.outcome end as state
        from resemblance r join resemblance_seed s on s.id = r.id
        left join account a on a.platform = s.platform and a.native_id = s.account
        left join lateral (
          select id, state, outcome from cases c
          where c.platform = s.platform and c.account = s.account and c.state <> 'merged'
          order by c.id desc limit 1) c on true
        where r.case_id = ? order by s.id, s.place
        """,
        row -> {
          long id = row.getLong("case_id");
          seeds
              .computeIfAbsent(ResemblanceId.of(row.getBytes("id")), _ -> new ArrayList<>())
              .add(
                  new Like(
                      new AccountRef(
                          new PlatformId(row.getString("platform")), row.getString("account")),
                      row.getString("handle"),
                      id == 0 ? null : id,
                      id == 0 ? "no case" : row.getString("state")));
        },
        caseId);
    return jdbc.query(
        """
        select id, cause, at, percent, body from resemblance
        where case_id = ? order by percent desc, at desc, id limit ?
        """,
        (row, _) -> {
          String body = row.getString(5);
          Copied.Likeness words =
              body == null ? new Copied.Likeness(List.of(), List.of()) : copied.likeness(body);
          return new Shown(
              Resemblance.Cause.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
              row.getTimestamp(3).toInstant(),
              row.getInt(4),
              body != null,
              words.reasons(),
              words.against(),
              seeds.getOrDefault(ResemblanceId.of(row.getBytes(1)), List.of()));
        },
        caseId,
        most);
  }
}
