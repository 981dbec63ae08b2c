package reeve.server.likeness;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.signals.media.Pdq;

/**
 * The pictures that were shown, as rows: a picture is named by the first known one that looks like
 * it, and by its own bytes until somebody looked at it, and where it cannot be read.
 */
@Component
class KnownPictures {
  /** So many pictures wait to be looked at; more are known by their bytes alone, and counted. */
  static final int WAITING_MOST = 50_000;

  /** So many showings wait for a name; of others the account keeps the picture by its bytes. */
  static final int SHOWN_MOST = 200_000;

  /** A showing that waited so long waits for nothing that comes. */
  private static final Duration SHOWN_KEPT = Duration.ofDays(30);

  private final JdbcClient db;
  private final InstantSource clock;

  KnownPictures(JdbcClient db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * Somebody shows a picture.
   *
   * @param account as the index names it
   * @param avatar whether it is the account's own, and none of a post
   */
  record Shown(String account, boolean avatar, String sha256, String platform) {}

  /**
   * How much more may wait.
   *
   * @param pictures to be looked at
   * @param showings for the name of their picture
   */
  record Room(long pictures, long showings) {}

  Room room() {
    return db.sql(
            """
            select (select count(*) from likeness_picture where next_try is not null),
                   (select count(*) from likeness_shown)
            """)
        .query((row, _) -> new Room(WAITING_MOST - row.getLong(1), SHOWN_MOST - row.getLong(2)))
        .single();
  }

  /**
   * Takes down what was shown, and gives the names of the pictures that go by another one.
   *
   * @param log whose index learns of the others later, by {@link #named}
   */
  @Transactional
  public Map<String, String> meet(String log, List<Shown> shown, Room room) {
    if (room.pictures() > 0) {
      db.sql(
              """
              insert into likeness_picture (sha256, platform, next_try)
              select distinct on (s) s, p, ?::timestamptz from unnest(?::text[], ?::text[]) u (s, p)
              on conflict do nothing
              """)
          .params(
              clock.instant().toString(),
              column(shown, Shown::sha256),
              column(shown, Shown::platform))
          .update();
    }
    if (room.showings() > 0) {
      db.sql(
              """
              insert into likeness_shown (log, sha256, account, avatar, at)
              select distinct ?, s, a, v = 'true', ?::timestamptz
              from unnest(?::text[], ?::text[], ?::text[]) u (s, a, v)
              join likeness_picture p on p.sha256 = s and p.name is null
              on conflict do nothing
              """)
          .params(
              log,
              clock.instant().toString(),
              column(shown, Shown::sha256),
              column(shown, Shown::account),
              column(shown, one -> Boolean.toString(one.avatar())))
          .update();
    }
    return names(shown);
  }

  /** The names of the pictures that go by another one. */
  Map<String, String> names(List<Shown> shown) {
    Map<String, String> names = new HashMap<>();
    db.sql(
            """
            select sha256, name from likeness_picture
            where sha256 = any (?::text[]) and name <> sha256
            """)
        .param(column(shown, Shown::sha256))
        .query(row -> {
          names.put(row.getString(1), row.getString(2));
        });
    return names;
  }

  /**
   * A showing whose picture has its name now.
   *
   * @param name may be the picture's own
   */
  record Named(String account, boolean avatar, String sha256, String name) {}

  /** Showings before {@link #meet} knew the name. */
  List<Named> named(String log, int most) {
    return db.sql(
            """
            select s.account, s.avatar, s.sha256, p.name from likeness_shown s
            join likeness_picture p on p.sha256 = s.sha256 and p.name is not null
            where s.log = ? limit ?
            """)
        .params(log, most)
        .query((row, _) ->
            new Named(row.getString(1), row.getBoolean(2), row.getString(3), row.getString(4)))
        .list();
  }

  /** The index keeps these names. */
  void settle(String log, Collection<Named> named) {
    db.sql(
            """
            delete from likeness_shown s using unnest(?::text[], ?::text[], ?::text[]) u (p, a, v)
            where s.log = ? and s.sha256 = u.p and s.account = u.a and s.avatar = (u.v = 'true')
            """)
        .params(
            column(named, Named::sha256),
            column(named, Named::account),
            column(named, one -> Boolean.toString(one.avatar())),
            log)
        .update();
  }

  /** A picture that is to be looked at. */
  record Due(String sha256, String platform, int tries) {}

  List<Due> due(int most) {
    return db.sql(
            """
            select sha256, platform, tries from likeness_picture
            where next_try <= ?::timestamptz order by next_try, id limit ?
            """)
        .params(clock.instant().toString(), most)
        .query((row, _) -> new Due(row.getString(1), row.getString(2), row.getInt(3)))
        .list();
  }

  /**
   * Gives a picture its name.
   *
   * @param pdq null where it could not be read, or says nothing
   */
  void name(Due picture, @Nullable Pdq pdq, String name) {
    db.sql(
            """
            update likeness_picture set pdq = :pdq, name = :name, next_try = null
            where sha256 = :sha256
            """)
        .param("pdq", pdq == null ? null : pdq.hex())
        .param("name", name)
        .param("sha256", picture.sha256())
        .update();
  }

  void later(Due picture, Instant next) {
    db.sql(
            """
            update likeness_picture set tries = tries + 1, next_try = ?::timestamptz
            where sha256 = ?
            """)
        .params(next.toString(), picture.sha256())
        .update();
  }

  /** The name that goes with a hash of {@link #firsts}; empty once it was forgotten. */
  Optional<String> first(Pdq pdq) {
    return db.sql("select sha256 from likeness_picture where pdq = ? and name = sha256 limit 1")
        .param(pdq.hex())
        .query(String.class)
        .optional();
  }

  /** The hashes of the pictures that gave others their name, or may yet. */
  Stream<Pdq> firsts() {
    return hashes(
        db.sql("select pdq from likeness_picture where name = sha256 and pdq is not null")
            .query(String.class)
            .list())
        .stream();
  }

  private static List<Pdq> hashes(List<@Nullable String> written) {
    return written.stream().flatMap(it -> it == null ? Stream.empty() : pdq(it).stream()).toList();
  }

  private static Optional<Pdq> pdq(String hex) {
    return Optional.ofNullable(Pdq.of(hex));
  }

  /**
   * Forgets the oldest pictures beyond so many, and showings that wait for nothing.
   *
   * @return the hashes that name nothing from now on
   */
  @Transactional
  public List<Pdq> forget(int most) {
    db.sql("delete from likeness_shown where at < ?::timestamptz")
        .param(clock.instant().minus(SHOWN_KEPT).toString())
        .update();
    return hashes(
        db.sql(
                """
                delete from likeness_picture where id <= (
                  select id from likeness_picture where name is not null
                  order by id desc offset ? limit 1) and name is not null
                returning case when name = sha256 then pdq end
                """)
            .param(most)
            .query(String.class)
            .list());
  }

  /** What pictures look like, of those that could be read. */
  Map<String, Pdq> looks(Collection<String> pictures) {
    Map<String, Pdq> looks = new HashMap<>();
    db.sql(
            """
            select sha256, pdq from likeness_picture
            where sha256 = any (?::text[]) and pdq is not null
            """)
        .param(column(pictures, Function.identity()))
        .query(row -> {
          Pdq pdq = Pdq.of(row.getString(2));
          if (pdq != null) {
            looks.put(row.getString(1), pdq);
          }
        });
    return looks;
  }

  private static <T> String[] column(Collection<T> rows, Function<T, String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }
}
