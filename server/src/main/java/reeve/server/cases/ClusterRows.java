package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.cases.Cluster.Item;
import reeve.server.cases.Cluster.Kind;
import reeve.server.cases.Cluster.Mark;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Profile;
import reeve.server.policy.ClauseId;
import reeve.server.record.Actor;

/** Clusters as rows. */
@Component
final class ClusterRows {
  private final JdbcClient db;
  private final JdbcTemplate jdbc;
  private final Copied copied;

  ClusterRows(JdbcClient db, JdbcTemplate jdbc, Copied copied) {
    this.db = db;
    this.jdbc = jdbc;
    this.copied = copied;
  }

  long insert(String title, Actor.Staff by, Instant at, UUID record) {
    return db.sql(
            """
            insert into cluster (title, opened_by, opened_at, record)
            values (?, ?, ?::timestamptz, ?) returning id
            """)
        .params(title, by.id(), at.toString(), record)
        .query((row, _) -> row.getLong(1))
        .single();
  }

  /** Locks a cluster until the caller's transaction ends; false where there is none. */
  boolean lock(ClusterId id) {
    return !db.sql("select 1 from cluster where id = ? for update")
        .param(id.value())
        .query()
        .listOfRows()
        .isEmpty();
  }

  /** Under another clause every account is asked anew whether what is marked is protected. */
  void choose(ClusterId id, ClauseId clause) {
    int changed =
        db.sql("update cluster set clause = ? where id = ? and clause is distinct from ?")
            .params(clause.toString(), id.value(), clause.toString())
            .update();
    if (changed > 0) {
      db.sql(
              """
              update cluster_member set answer = null, answered_by = null, answered_at = null
              where cluster_id = ?
              """)
          .param(id.value())
          .update();
    }
  }

  /** A candidate beside its open case. */
  record Joining(Candidate candidate, long caseId) {}

  void join(ClusterId id, List<Joining> joining, Actor.Staff by, Instant at) {
    Columns.of(joining)
        .bigint(_ -> id.value())
        .text(j -> j.candidate().account().platform().value())
        .text(j -> j.candidate().account().nativeId())
        .bigint(Joining::caseId)
        .as("uuid", _ -> by.id())
        .as("timestamptz", _ -> at)
        .integer(j -> j.candidate().percent())
        .text(j -> j.candidate().clause() == null ? null : j.candidate().clause().toString())
        .text(j ->
            copied.write(new Copied.Likeness(j.candidate().reasons(), j.candidate().against())))
        .update(
            jdbc,
            """
            insert into cluster_member (cluster_id, platform, account, case_id, added_by, added_at,
                                        percent, clause, body)
            select * from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::uuid[],
                                 ?::timestamptz[], ?::int[], ?::text[], ?::text[])
            on conflict (cluster_id, platform, account) do update
            set removed_at = null, case_id = excluded.case_id, added_by = excluded.added_by,
                added_at = excluded.added_at, percent = excluded.percent,
                clause = excluded.clause, body = excluded.body,
                answer = null, answered_by = null, answered_at = null
            """);
  }

  List<AccountRef> leave(ClusterId id, List<AccountRef> accounts, Instant at) {
    return db.sql(
            """
            update cluster_member m set removed_at = :at::timestamptz
            from unnest(:platforms::text[], :accounts::text[]) as k (platform, account)
            where m.cluster_id = :id and m.removed_at is null
              and m.platform = k.platform and m.account = k.account
            returning m.platform, m.account
            """)
        .param("at", at.toString())
        .param("platforms", accounts.stream().map(a -> a.platform().value()).toArray(String[]::new))
        .param("accounts", accounts.stream().map(AccountRef::nativeId).toArray(String[]::new))
        .param("id", id.value())
        .query((row, _) -> account(row))
        .list();
  }

  void note(ClusterId id, Instant at, Actor.Staff by, String words) {
    db.sql(
            """
            insert into cluster_note (cluster_id, at, written_by, words)
            values (?, ?::timestamptz, ?, ?)
            """)
        .params(id.value(), at.toString(), by.id(), words)
        .update();
  }

  /** A note. */
  record Note(Instant at, UUID by, String words) {}

  List<Note> notes(ClusterId id) {
    return db.sql(
            """
            select at, written_by, words from cluster_note
            where cluster_id = ? order by at desc limit 100
            """)
        .param(id.value())
        .query((row, _) ->
            new Note(
                row.getTimestamp(1).toInstant(), row.getObject(2, UUID.class), row.getString(3)))
        .list();
  }

  /** A cluster in the list. */
  record Line(
      ClusterId id, String title, Instant openedAt, int members, int open, Instant touchedAt) {}

  /** Newest first. */
  List<Line> lines(int most) {
    return db.sql(
            """
            select c.id, c.title, c.opened_at, count(m.account) as members,
                   count(o.id) as open, greatest(c.opened_at, max(m.added_at)) as touched
            from cluster c
            left join cluster_member m on m.cluster_id = c.id and m.removed_at is null
            left join cases o on o.platform = m.platform and o.account = m.account
                             and o.state = 'open'
            group by c.id order by touched desc, c.id desc limit ?
            """)
        .param(most)
        .query((row, _) ->
            new Line(
                new ClusterId(row.getLong(1)),
                row.getString(2),
                row.getTimestamp(3).toInstant(),
                row.getInt(4),
                row.getInt(5),
                row.getTimestamp(6).toInstant()))
        .list();
  }

  private record Head(
      String title, @Nullable ClauseId clause, Actor.Staff openedBy, Instant openedAt) {}

  Optional<Cluster> find(ClusterId id) {
    return db.sql("select title, clause, opened_by, opened_at from cluster where id = ?")
        .param(id.value())
        .query((row, _) ->
            new Head(
                row.getString(1),
                clause(row.getString(2)),
                new Actor.Staff(row.getObject(3, UUID.class)),
                row.getTimestamp(4).toInstant()))
        .optional()
        .map(head ->
            new Cluster(
                id,
                head.title(),
                head.clause(),
                head.openedBy(),
                head.openedAt(),
                members(id, null)));
  }

  Optional<Cluster.Member> member(ClusterId id, AccountRef account) {
    return members(id, account).stream().findFirst();
  }

  /** All members, or one. */
  private List<Cluster.Member> members(ClusterId id, @Nullable AccountRef only) {
    Map<AccountRef, List<Mark>> marks = marks(id, only);
    Map<AccountRef, Case> open = new HashMap<>();
    db.sql(
            CaseRow.SELECT
                + """
                join cluster_member m on m.platform = c.platform and m.account = c.account
                where m.cluster_id = ? and m.removed_at is null and c.state = 'open'
                """
                + ONE)
        .params(id.value(), platform(only), platform(only), nativeId(only))
        .query(CaseRow::map)
        .list()
        .forEach(one -> open.put(one.account(), one));
    return db.sql(
            """
            select m.platform, m.account, coalesce(a.handle, m.account) as handle, a.profile,
                   m.percent, m.clause, m.body, m.answer, was.origin, past.cleared, past.outcome,
                   (select count(distinct f.native_id) from flagged_post f join cases o
                      on o.id = f.case_id where o.platform = m.platform and o.account = m.account
                      and o.state = 'open' and not f.sealed) as flagged,
                   (select count(distinct (i.kind, i.item)) from cluster_item i
                    where i.cluster_id = m.cluster_id and i.platform = m.platform
                      and i.account = m.account) as opened
            from cluster_member m
            join cases was on was.id = m.case_id
            left join account a on a.platform = m.platform and a.native_id = m.account
            cross join lateral (
              select count(*) filter (where not c.judged or c.overturned) as cleared,
                     (array_agg(c.outcome order by c.id desc))[1] as outcome
              from cases c where c.platform = m.platform and c.account = m.account
                and c.state = 'closed') past
            where m.cluster_id = ? and m.removed_at is null
            """
                + ONE
                + "order by m.added_at, m.percent desc nulls first, m.platform, m.account")
        .params(id.value(), platform(only), platform(only), nativeId(only))
        .query((row, _) -> member(row, open, marks))
        .list();
  }

  private Cluster.Member member(
      ResultSet row, Map<AccountRef, Case> open, Map<AccountRef, List<Mark>> marks)
      throws SQLException {
    AccountRef account = account(row);
    String profile = row.getString("profile");
    Profile seen = profile == null ? null : copied.profile(profile);
    String body = row.getString("body");
    Copied.Likeness words =
        body == null ? new Copied.Likeness(List.of(), List.of()) : copied.likeness(body);
    String answer = row.getString("answer");
    return new Cluster.Member(
        account,
        row.getString("handle"),
        Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
        open.get(account),
        row.getString("outcome"),
        row.getObject("percent", Integer.class),
        words.reasons(),
        words.against(),
        clause(row.getString("clause")),
        seen == null ? null : seen.followers(),
        seen == null ? null : seen.createdAt(),
        row.getInt("cleared"),
        row.getInt("flagged"),
        row.getInt("opened"),
        marks.getOrDefault(account, List.of()),
        answer == null ? null : Cluster.Answer.valueOf(answer.toUpperCase(Locale.ROOT)));
  }

  /** Narrows what is asked of {@code m} to one account, where one is given. */
  private static final String ONE = "and (? = '' or (m.platform = ? and m.account = ?)) ";

  private static String platform(@Nullable AccountRef account) {
    return account == null ? "" : account.platform().value();
  }

  private static String nativeId(@Nullable AccountRef account) {
    return account == null ? "" : account.nativeId();
  }

  private Map<AccountRef, List<Mark>> marks(ClusterId id, @Nullable AccountRef only) {
    Map<AccountRef, List<Mark>> marks = new HashMap<>();
    db.sql(
            """
            select m.platform, m.account, m.kind, m.item, m.digest, m.breaks, m.opened_by
            from cluster_item m where m.cluster_id = ? and m.breaks is not null
            """
                + ONE
                + "order by m.marked_at")
        .params(id.value(), platform(only), platform(only), nativeId(only))
        .query(row -> {
          marks
              .computeIfAbsent(account(row), _ -> new ArrayList<>())
              .add(
                  new Mark(
                      item(row),
                      ClauseId.parse(row.getString("breaks")),
                      new Actor.Staff(row.getObject("opened_by", UUID.class))));
        });
    return marks;
  }

  /** What somebody opened of an account, and whether they marked it under the clause. */
  record Opened(Item item, Actor.Staff by, @Nullable ClauseId breaks) {}

  List<Opened> opened(ClusterId id, AccountRef account) {
    return db.sql(
            """
            select kind, item, digest, opened_by, breaks from cluster_item
            where cluster_id = ? and platform = ? and account = ? order by opened_at
            """)
        .params(id.value(), account.platform().value(), account.nativeId())
        .query((row, _) ->
            new Opened(
                item(row),
                new Actor.Staff(row.getObject("opened_by", UUID.class)),
                clause(row.getString("breaks"))))
        .list();
  }

  void opened(ClusterId id, AccountRef account, Item item, Actor.Staff by, Instant at) {
    db.sql(
            """
            insert into cluster_item (cluster_id, platform, account, kind, item, digest,
                                      opened_by, opened_at)
            values (?, ?, ?, ?, ?, ?, ?, ?::timestamptz)
            on conflict do nothing
            """)
        .params(
            id.value(),
            account.platform().value(),
            account.nativeId(),
            item.kind().code(),
            item.id(),
            item.digest(),
            by.id(),
            at.toString())
        .update();
  }

  /**
   * Marks an item that the member opened, or takes every mark of it back, also others'.
   *
   * @return how many rows changed; 0 where the member has not opened it as it stands
   */
  int mark(
      ClusterId id,
      AccountRef account,
      Item item,
      Actor.Staff by,
      @Nullable ClauseId breaks,
      Instant at) {
    return db.sql(
            """
            update cluster_item
            set breaks = :breaks::text,
                marked_at = case when :breaks::text is null then null else :at::timestamptz end
            where cluster_id = :id and platform = :platform and account = :account
              and kind = :kind and item = :item
              and (:breaks::text is null or (digest = :digest and opened_by = :by))
            """)
        .param("breaks", breaks == null ? null : breaks.toString())
        .param("at", at.toString())
        .param("id", id.value())
        .param("platform", account.platform().value())
        .param("account", account.nativeId())
        .param("kind", item.kind().code())
        .param("item", item.id())
        .param("digest", item.digest())
        .param("by", by.id())
        .update();
  }

  void answer(
      ClusterId id,
      AccountRef account,
      Cluster.@Nullable Answer answer,
      Actor.Staff by,
      Instant at) {
    db.sql(
            """
            update cluster_member
            set answer = :answer::text,
                answered_by = case when :answer::text is null then null else :by::uuid end,
                answered_at = case when :answer::text is null then null else :at::timestamptz end
            where cluster_id = :id and platform = :platform and account = :account
            """)
        .param("answer", answer == null ? null : answer.code())
        .param("by", by.id())
        .param("at", at.toString())
        .param("id", id.value())
        .param("platform", account.platform().value())
        .param("account", account.nativeId())
        .update();
  }

  /** Accounts of which a case knows, by native id or by name. */
  record Known(AccountRef account, String handle, Origin origin) {}

  List<Known> known(PlatformId platform, List<String> named) {
    return db.sql(
            """
            select c.platform, c.account, coalesce(a.handle, c.account) as handle,
                   (array_agg(c.origin order by c.id desc))[1] as origin
            from cases c
            left join account a on a.platform = c.platform and a.native_id = c.account
            where c.platform = :platform
              and (c.account = any (:named) or lower(a.handle) = any (:names))
            group by c.platform, c.account, a.handle
            """)
        .param("platform", platform.value())
        .param("named", named.toArray(String[]::new))
        .param(
            "names", named.stream().map(it -> it.toLowerCase(Locale.ROOT)).toArray(String[]::new))
        .query((row, _) ->
            new Known(
                account(row),
                row.getString("handle"),
                Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT))))
        .list();
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("item"),
        row.getString("digest"));
  }

  private static @Nullable ClauseId clause(@Nullable String id) {
    return id == null ? null : ClauseId.parse(id);
  }

  private static AccountRef account(ResultSet row) throws SQLException {
    return new AccountRef(new PlatformId(row.getString("platform")), row.getString("account"));
  }
}
