package reeve.server.watch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.rules.source.Sha256;
import reeve.server.record.RecordId;

/**
 * The rows of rule sets, draft and history. Files are maps of path to the digest of their text, in
 * hex.
 */
@Component
final class RuleStore {
  private static final Duration KEPT = Duration.ofDays(7);

  private static final String LIVE =
      """
      select l.number, l.set_id, encode(s.digest, 'hex') as digest, l.at, l.made_by, l.approved_by,
             l.why
      from watch_live l join watch_set s on s.id = l.set_id
      """;

  private final JdbcClient db;
  private final InstantSource clock;

  RuleStore(JdbcClient db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * What was live from a time on.
   *
   * @param number from 1, in their order
   * @param by null for the first of a sample town
   * @param approvedBy null where nobody else had to
   */
  record Live(
      long number,
      long set,
      String digest,
      Instant at,
      @Nullable UUID by,
      @Nullable UUID approvedBy,
      String why) {}

  /**
   * A file of the draft.
   *
   * @param by null where it came with the program
   */
  record Drafted(String text, Instant at, @Nullable UUID by) {}

  /** Rises with each change; 0 before anything was stored. */
  long revision() {
    return db.sql("select revision from watch_book").query(Long.class).optional().orElse(0L);
  }

  /** In the caller's transaction, until it ends; the revision. */
  long lock() {
    return db.sql("select revision from watch_book for update").query(Long.class).single();
  }

  /** Whether this call made the first row, which locks it too. */
  boolean begin() {
    return db.sql("insert into watch_book (revision) values (1) on conflict do nothing").update()
        == 1;
  }

  void changed() {
    db.sql("update watch_book set revision = revision + 1").update();
  }

  SortedMap<String, Drafted> draft() {
    SortedMap<String, Drafted> files = new TreeMap<>();
    db.sql("select path, encode(text, 'hex') as text, saved_at, saved_by from watch_draft")
        .query(row -> {
          files.put(
              row.getString("path"),
              new Drafted(
                  row.getString("text"),
                  row.getTimestamp("saved_at").toInstant(),
                  row.getObject("saved_by", UUID.class)));
        });
    return files;
  }

  Optional<Live> live() {
    return db.sql(LIVE + "order by l.number desc limit 1").query(RuleStore::row).optional();
  }

  Optional<Live> live(long number) {
    return db.sql(LIVE + "where l.number = ?").param(number).query(RuleStore::row).optional();
  }

  /** Newest first. */
  List<Live> history(int most) {
    return db.sql(LIVE + "order by l.number desc limit ?").param(most).query(RuleStore::row).list();
  }

  /**
   * A text that a file had while it was live.
   *
   * @param number from which on
   * @param digest null where it was taken out
   */
  record FileVersion(
      long number, Instant at, @Nullable UUID by, String why, @Nullable String digest) {
    public String version() {
      return digest == null ? "" : digest.substring(0, 16);
    }
  }

  /** How the live text of a file changed, newest first. */
  List<FileVersion> versions(String path, int most) {
    return db.sql(
            """
            select number, at, made_by, why, encode(text, 'hex') as text
            from (select l.number, l.at, l.made_by, l.why, f.text,
                         lag(f.text) over (order by l.number) as before
                  from watch_live l
                  left join watch_set_file f on f.set_id = l.set_id and f.path = ?) live
            where text is distinct from before order by number desc limit ?
            """)
        .params(path, most)
        .query((row, _) ->
            new FileVersion(
                row.getLong("number"),
                row.getTimestamp("at").toInstant(),
                row.getObject("made_by", UUID.class),
                row.getString("why"),
                row.getString("text")))
        .list();
  }

  private static Live row(ResultSet row, int number) throws SQLException {
    return new Live(
        row.getLong("number"),
        row.getLong("set_id"),
        row.getString("digest"),
        row.getTimestamp("at").toInstant(),
        row.getObject("made_by", UUID.class),
        row.getObject("approved_by", UUID.class),
        row.getString("why"));
  }

  SortedMap<String, String> files(long set) {
    SortedMap<String, String> files = new TreeMap<>();
    db.sql("select path, encode(text, 'hex') from watch_set_file where set_id = ?")
        .param(set)
        .query(row -> {
          files.put(row.getString(1), row.getString(2));
        });
    return files;
  }

  /** Digest to text, without those that are kept no more. */
  Map<String, String> texts(Collection<String> digests) {
    Map<String, String> texts = new HashMap<>();
    if (!digests.isEmpty()) {
      db.sql(
              """
              select encode(t.digest, 'hex'), t.body
              from unnest(?::text[]) as k (hex) join watch_text t on t.digest = decode(k.hex, 'hex')
              """)
          .param(digests.stream().distinct().toArray(String[]::new))
          .query(row -> {
            texts.put(row.getString(1), row.getString(2));
          });
    }
    return texts;
  }

  /** Keeps a text; its digest. */
  String keep(String text) {
    String digest = Sha256.hex(text);
    db.sql("insert into watch_text (digest, body, kept_at) values (?, ?, ?) on conflict do nothing")
        .params(bytes(digest), text, Timestamp.from(clock.instant()))
        .update();
    return digest;
  }

  void draft(String path, String text, @Nullable UUID by) {
    db.sql(
            """
            insert into watch_draft (path, text, saved_at, saved_by) values (?, ?, ?, ?)
            on conflict (path) do update
            set text = excluded.text, saved_at = excluded.saved_at, saved_by = excluded.saved_by
            """)
        .param(path)
        .param(bytes(text))
        .param(Timestamp.from(clock.instant()))
        .param(by)
        .update();
  }

  /** How large the draft is, but for one file. */
  record Size(long rules, long lists, long bytes) {}

  Size size(String without) {
    return db.sql(
            """
            select count(*) filter (where d.path like 'rules/%'),
                   count(*) filter (where d.path not like 'rules/%'),
                   coalesce(sum(octet_length(t.body)), 0)
            from watch_draft d join watch_text t on t.digest = d.text where d.path <> ?
            """)
        .param(without)
        .query((row, _) -> new Size(row.getLong(1), row.getLong(2), row.getLong(3)))
        .single();
  }

  void dropDraft(String path) {
    db.sql("delete from watch_draft where path = ?").param(path).update();
  }

  /** Lets go of texts that nothing named for some days. */
  void sweep() {
    db.sql(
            """
            delete from watch_text t
            where kept_at < ?
              and not exists (select 1 from watch_draft d where d.text = t.digest)
              and not exists (select 1 from watch_set_file f where f.text = t.digest)
              and not exists (select 1 from watch_proposal_file p where p.before = t.digest)
              and not exists (select 1 from watch_proposal_file p where p.after = t.digest)
            """)
        .param(Timestamp.from(clock.instant().minus(KEPT)))
        .update();
  }

  /**
   * Makes a set live, in the caller's transaction.
   *
   * @param digest of the checked set
   * @return its number
   */
  long makeLive(
      Map<String, String> files,
      String digest,
      @Nullable UUID by,
      @Nullable UUID approvedBy,
      String why,
      RecordId record) {
    long set =
        db.sql("insert into watch_set (digest) values (?) returning id")
            .param(bytes(digest))
            .query(Long.class)
            .single();
    List<Map.Entry<String, String>> all = List.copyOf(files.entrySet());
    db.sql(
            """
            insert into watch_set_file (set_id, path, text)
            select ?, f.path, decode(f.hex, 'hex') from unnest(?::text[], ?::text[]) as f (path, hex)
            """)
        .params(
            set,
            all.stream().map(Map.Entry::getKey).toArray(String[]::new),
            all.stream().map(Map.Entry::getValue).toArray(String[]::new))
        .update();
    return db.sql(
            """
            insert into watch_live (number, set_id, at, made_by, approved_by, why, record)
            select coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ? from watch_live returning number
            """)
        .param(set)
        .param(Timestamp.from(clock.instant()))
        .param(by)
        .param(approvedBy)
        .param(why)
        .param(record.value())
        .query(Long.class)
        .single();
  }

  static byte[] bytes(String digest) {
    return HexFormat.of().parseHex(digest);
  }
}
