package reeve.server.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;

/** Marks by rules, for staff alone. */
@Component
final class Tags {
  private static final int SHOWN_MOST = 50;

  private final JdbcTemplate jdbc;

  Tags(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void keep(List<Tagged> tags) {
    Columns.of(tags)
        .text(t -> t.account().platform().value())
        .text(t -> t.account().nativeId())
        .text(t -> t.post() == null ? "" : t.post().nativeId())
        .text(t -> Storable.text(t.tag()))
        .text(t -> t.rule().name())
        .text(t -> t.rule().version())
        .text(t -> t.rule().description())
        .bytes(t -> t.verdict().bytes())
        .as("timestamptz", Tagged::at)
        .as("timestamptz", t -> t.at().plus(t.holds()))
        .update(
            jdbc,
            """
            insert into account_tag (platform, account, post, tag, rule, version, description,
                                     verdict, at, until)
            select distinct on (platform, account, post, tag, rule) *
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::bytea[], ?::timestamptz[], ?::timestamptz[])
                 as k (platform, account, post, tag, rule, version, description, verdict, at, until)
            order by platform, account, post, tag, rule, until desc
            on conflict (platform, account, post, tag, rule) do update
            set version = excluded.version, description = excluded.description,
                verdict = excluded.verdict, at = excluded.at, until = excluded.until
            where excluded.until > account_tag.until
            """);
  }

  /**
   * A tag that holds.
   *
   * @param post the native id of the post, or null for the account
   */
  record Tag(
      @Nullable String post,
      String tag,
      String rule,
      String version,
      String description,
      Instant at,
      Instant until) {}

  /** What holds now on an account and its posts: the account's own first, then newest first. */
  List<Tag> of(AccountRef account, Instant now) {
    return jdbc.query(
        """
        select nullif(post, '') as post, tag, rule, version, description, at, until
        from account_tag
        where platform = ? and account = ? and until > ?::timestamptz
        order by post <> '', at desc, tag, rule limit ?
        """,
        (row, _) ->
            new Tag(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getTimestamp(6).toInstant(),
                row.getTimestamp(7).toInstant()),
        account.platform().value(),
        account.nativeId(),
        now.toString(),
        SHOWN_MOST);
  }

  /** Of an account that is held they end with the hold. */
  void sweep(Instant now) {
    jdbc.update(
        """
        delete from account_tag t
        where until <= ?::timestamptz
          and not exists (select from held_account h
                          where h.platform = t.platform and h.account = t.account
                            and h.until > ?::timestamptz)
        """,
        now.toString(),
        now.toString());
  }
}
