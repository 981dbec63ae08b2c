package reeve.server.cases;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Event.PostDeleted;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;

/** Keeps what accounts looked like: captures, latest profiles, deletions, wanted pictures. */
@Component
final class Captures {
  private static final Duration LATELY = Duration.ofMinutes(10);

  private final JdbcTemplate jdbc;
  private final Copied copied;
  private final InstantSource clock;

  Captures(JdbcTemplate jdbc, Copied copied, InstantSource clock) {
    this.jdbc = jdbc;
    this.copied = copied;
    this.clock = clock;
  }

  void keep(List<Captured> captures) {
    Columns.of(captures)
        .text(c -> c.profile().account().platform().value())
        .text(c -> c.profile().account().nativeId())
        .as("timestamptz", c -> c.meta().at())
        .text(c -> copied.write(c.profile()))
        .text(c -> copied.write(c.recent()))
        .update(
            jdbc,
            """
            insert into capture (platform, account, at, profile, posts)
            select * from unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[])
            """);
    Map<AccountRef, Profile> last = new LinkedHashMap<>();
    captures.forEach(c -> last.put(c.profile().account(), c.profile()));
    profileColumns(List.copyOf(last.values()))
        .update(
            jdbc,
            """
            insert into account (platform, native_id, handle, profile)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[])
            on conflict (platform, native_id)
            do update set handle = excluded.handle, profile = excluded.profile
            """);
    List<Wanted> pictures = new ArrayList<>();
    for (Captured capture : captures) {
      AccountRef account = capture.profile().account();
      if (capture.profile().avatar() != null) {
        pictures.add(new Wanted(account, capture.profile().avatar(), "image/*"));
      }
      capture.recent().forEach(post -> addPictures(account, post, pictures));
    }
    want(pictures);
  }

  /** Keeps the first of each account, where none was kept within ten minutes before it. */
  void keepUnlessLately(List<Captured> captures) {
    Map<AccountRef, Captured> firsts = new LinkedHashMap<>();
    captures.forEach(c -> firsts.putIfAbsent(c.profile().account(), c));
    Columns.of(List.copyOf(firsts.values()))
        .text(c -> c.profile().account().platform().value())
        .text(c -> c.profile().account().nativeId())
        .as("timestamptz", c -> c.meta().at().minus(LATELY))
        .query(
            jdbc,
            """
            select k.platform, k.account
            from unnest(?::text[], ?::text[], ?::timestamptz[]) as k (platform, account, since)
            where exists (select from capture c where c.platform = k.platform
                          and c.account = k.account and c.at > k.since)
            """,
            (row, _) -> new AccountRef(new PlatformId(row.getString(1)), row.getString(2)))
        .forEach(firsts::remove);
    keep(List.copyOf(firsts.values()));
  }

  /** Follows the profile of an account of which a case knows; others are passed over. */
  void follow(List<Profile> profiles) {
    Map<AccountRef, Profile> last = new LinkedHashMap<>();
    profiles.forEach(profile -> last.put(profile.account(), profile));
    profileColumns(List.copyOf(last.values()))
        .update(
            jdbc,
            """
            update account a set handle = k.handle, profile = k.profile
            from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                 as k (platform, native_id, handle, profile)
            where a.platform = k.platform and a.native_id = k.native_id
            """);
  }

  private Columns<Profile> profileColumns(List<Profile> profiles) {
    return Columns.of(profiles)
        .text(p -> p.account().platform().value())
        .text(p -> p.account().nativeId())
        .text(p -> Storable.text(p.handle()))
        .text(copied::write);
  }

  void delete(List<PostDeleted> deletions) {
    Columns.of(deletions)
        .text(d -> d.post().platform().value())
        .text(d -> d.post().nativeId())
        .text(d -> d.author().nativeId())
        .as("timestamptz", d -> d.meta().at())
        .update(
            jdbc,
            """
            insert into deleted_post (platform, native_id, account, at)
            select k.platform, k.native_id, k.account, k.at
            from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[])
                 as k (platform, native_id, account, at)
            where exists (select from account a
                          where a.platform = k.platform and a.native_id = k.account)
            on conflict do nothing
            """);
  }

  /** A picture to be copied. */
  record Wanted(AccountRef account, String sha256, String type) {
    private static final Comparator<Wanted> BY_KEY =
        Comparator.comparing((Wanted one) -> one.account().platform().value())
            .thenComparing(one -> one.account().nativeId())
            .thenComparing(Wanted::sha256);
  }

  static void addPictures(AccountRef account, Post post, List<Wanted> to) {
    post.media().forEach(media -> to.add(new Wanted(account, media.sha256(), media.type())));
  }

  /** In the order of keys, so that no two who want the same wait for each other. */
  void want(List<Wanted> pictures) {
    var now = clock.instant();
    Columns.of(pictures.stream().distinct().sorted(Wanted.BY_KEY).toList())
        .text(p -> p.account().platform().value())
        .text(p -> p.account().nativeId())
        .text(Wanted::sha256)
        .text(Wanted::type)
        .as("timestamptz", _ -> now)
        .update(
            jdbc,
            """
            insert into picture (platform, account, sha256, type, next_try)
            select k.platform, k.account, k.sha256, k.type, k.next_try
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                 as k (platform, account, sha256, type, next_try)
            where k.sha256 ~ '^[0-9a-f]{64}$'
            on conflict do nothing
            """);
  }
}
