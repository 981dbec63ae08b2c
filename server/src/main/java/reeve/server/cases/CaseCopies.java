package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** What is kept of a case as evidence: who reported, posts and profile as they were. */
@Component
final class CaseCopies {
  private static final Kind SEALED = new Kind("cases.sealed", 1);

  private final JdbcClient db;
  private final CaseFinder cases;
  private final CaseLog log;
  private final Copied copied;
  private final EvidenceRows evidence;
  private final ResemblanceRows resemblances;
  private final Records records;
  private final InstantSource clock;

  CaseCopies(
      JdbcClient db,
      CaseFinder cases,
      CaseLog log,
      Copied copied,
      EvidenceRows evidence,
      ResemblanceRows resemblances,
      Records records,
      InstantSource clock) {
    this.db = db;
    this.cases = cases;
    this.log = log;
    this.copied = copied;
    this.evidence = evidence;
    this.resemblances = resemblances;
    this.records = records;
    this.clock = clock;
  }

  List<Witness> witnesses(CaseId id) {
    return db.sql(
            """
            select p.platform, p.native_id, array_agg(r.native_id order by r.at) as reports,
                   (array_agg(r.record order by r.at))[1] as record
            from report r join reporter p on p.id = r.reporter
            where r.case_id = ? and p.native_id <> ?
            group by p.id order by min(r.at)
            """)
        .params(id.value(), Docket.ANONYMOUS)
        .query((row, _) ->
            new Witness(
                new AccountRef(new PlatformId(row.getString(1)), row.getString(2)),
                List.of(CaseRow.strings(row.getArray(3))),
                new RecordId(row.getObject("record", UUID.class))))
        .list();
  }

  List<FlaggedPost> flagged(CaseId id) {
    return db
        .sql(
            """
            select f.body, f.flagged_at, f.sealed, d.at as deleted_at
            from flagged_post f join cases c on c.id = f.case_id
            left join deleted_post d on d.platform = c.platform and d.native_id = f.native_id
            where f.case_id = ?
            """)
        .param(id.value())
        .query(this::flaggedPost)
        .list()
        .stream()
        .sorted(Comparator.comparing((FlaggedPost flagged) -> flagged.post().at()).reversed())
        .toList();
  }

  List<FlaggedPost> kept(CaseId id) {
    Map<PostRef, FlaggedPost> kept = new LinkedHashMap<>();
    flagged(id).forEach(flagged -> kept.put(flagged.post().post(), flagged));
    db.sql(
            """
            select k.at, k.posts from capture k
            join cases c on c.platform = k.platform and c.account = k.account
            where c.id = ? order by k.at desc limit 20
            """)
        .param(id.value())
        .query((row, _) -> {
          Instant at = row.getTimestamp("at").toInstant();
          for (Post post : copied.posts(row.getString("posts"))) {
            boolean sealed = post.text().isEmpty() && post.media().isEmpty();
            kept.putIfAbsent(post.post(), new FlaggedPost(post, at, null, sealed));
          }
          return at;
        })
        .list();
    return kept.values().stream()
        .sorted(Comparator.comparing((FlaggedPost flagged) -> flagged.post().at()).reversed())
        .toList();
  }

  private FlaggedPost flaggedPost(ResultSet row, int number) throws SQLException {
    var deleted = row.getTimestamp("deleted_at");
    return new FlaggedPost(
        copied.post(row.getString("body")),
        row.getTimestamp("flagged_at").toInstant(),
        deleted == null ? null : deleted.toInstant(),
        row.getBoolean("sealed"));
  }

  Set<PostRef> needed(Collection<PostRef> posts) {
    if (posts.size() > 10_000) {
      throw new IllegalArgumentException("at most 10,000 posts at once");
    }
    return new HashSet<>(
        db.sql(
                """
                select k.platform, k.native_id
                from unnest(:platforms::text[], :posts::text[]) as k (platform, native_id)
                where exists (select from flagged_post f join cases c on c.id = f.case_id
                              where f.native_id = k.native_id and not f.sealed
                                and c.platform = k.platform)
                """)
            .param(
                "platforms", posts.stream().map(p -> p.platform().value()).toArray(String[]::new))
            .param("posts", posts.stream().map(PostRef::nativeId).toArray(String[]::new))
            .query((row, _) -> new PostRef(new PlatformId(row.getString(1)), row.getString(2)))
            .list());
  }

  Optional<Profile> profile(AccountRef account) {
    return db.sql("select profile from account where platform = ? and native_id = ?")
        .params(account.platform().value(), account.nativeId())
        .query(String.class)
        .optional()
        .map(copied::profile);
  }

  Map<CaseId, Facts> facts(Collection<CaseId> ids) {
    Map<CaseId, Facts> facts = new HashMap<>();
    db.sql(
            """
            select c.id, c.opened_at, a.profile,
                   array(select distinct e.rule || chr(10) || e.clause from evidence e
                          where e.case_id = c.id and not e.over_limit) as rules
            from cases c
            left join account a on a.platform = c.platform and a.native_id = c.account
            where c.id = any (?)
            """)
        .param(ids.stream().map(CaseId::value).toArray(Long[]::new))
        .query(row -> {
          facts.put(new CaseId(row.getLong("id")), facts(row));
        });
    return facts;
  }

  private Facts facts(ResultSet row) throws SQLException {
    String kept = row.getString("profile");
    Profile profile = kept == null ? null : copied.profile(kept);
    List<Facts.Surfacer> rules = new ArrayList<>();
    for (String rule : CaseRow.strings(row.getArray("rules"))) {
      int end = rule.indexOf('\n');
      rules.add(new Facts.Surfacer(rule.substring(0, end), rule.substring(end + 1)));
    }
    return new Facts(
        row.getTimestamp("opened_at").toInstant(),
        profile == null ? null : profile.followers(),
        profile == null ? null : profile.posts(),
        rules);
  }

  void seal(CaseId id, List<PostRef> posts, Actor.Staff by) {
    Case of = cases.lock(id);
    List<String> pictures = new ArrayList<>();
    for (FlaggedPost flagged : flagged(id)) {
      if (posts.contains(flagged.post().post())) {
        flagged.post().media().forEach(media -> pictures.add(media.sha256()));
        empty(id, flagged.post());
      }
    }
    evidence.seal(id.value(), posts).forEach(record -> records.erase(new RecordId(record)));
    resemblances
        .seal(id.value(), of.account())
        .forEach(record -> records.erase(new RecordId(record)));
    Seals.captured(db, copied, of.account(), posts).forEach(pictures::add);
    db.sql(
            """
            update picture set state = 'sealed', bytes = null
            where platform = ? and account = ? and sha256 = any (?)
            """)
        .params(
            of.account().platform().value(),
            of.account().nativeId(),
            pictures.toArray(String[]::new))
        .update();
    log.add(id.value(), clock.instant(), "Posts were sealed.");
    records.append(
        new Entry(
            SEALED,
            of.account(),
            by,
            of.opened(),
            Map.of("case", id.value()),
            Map.of("posts", posts.stream().map(PostRef::nativeId).toList())));
  }

  private void empty(CaseId id, Post post) {
    db.sql("update flagged_post set sealed = true, body = ? where case_id = ? and native_id = ?")
        .params(copied.write(Seals.emptied(post)), id.value(), post.post().nativeId())
        .update();
  }
}
