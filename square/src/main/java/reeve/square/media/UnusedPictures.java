package reeve.square.media;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.Clocked;
import reeve.square.base.Clockwork;
import reeve.square.base.Settings;
import reeve.square.base.Times;
import reeve.square.door.SquareDoor.PictureRun;

/**
 * Removes pictures some days after the last post or profile that showed them was deleted, and
 * uploads that no post took. The days leave whoever moderates the time to copy a picture as
 * evidence; those copies are bytes of their own. What an order took away stays, since it may come
 * back: removed posts, cleared profiles, suspended accounts; so does what is kept under a hold, and
 * a sealed picture in any case.
 */
@Component
public final class UnusedPictures extends Clockwork {
  /** So many are removed in one transaction at the most. */
  static final int MOST = 500;

  private static final Logger LOG = LoggerFactory.getLogger(UnusedPictures.class);
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration RUNS_KEPT = Duration.ofDays(30);

  /** Nothing shows picture {@code i}, and nothing that may come back does. */
  private static final String UNUSED =
      """
      i.sealed_at is null
        and not exists (select from media m where m.sha256 = i.sha256)
        and not exists (select from accounts a where a.avatar = i.sha256)
        and not exists (select from taken t where t.part = 'field' and t.item = 'avatar'
          and t.undone_at is null and t.value #>> '{}' = i.sha256)
        and not exists (select from kept k where k.pictures @> array[i.sha256])
      """;

  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Duration keep;

  UnusedPictures(Clocked db, TransactionTemplate transaction, Settings settings) {
    super("unused-pictures", FIRST);
    this.db = db;
    this.transaction = transaction;
    this.keep = settings.keepPictures();
  }

  /** The newest runs. */
  public List<PictureRun> runs(int most) {
    return db.sql(
            """
            select at, unused, removed, bytes, trouble from picture_sweeps
            order by at desc limit :most
            """)
        .param("most", most)
        .query((row, n) ->
            new PictureRun(
                row.getTimestamp("at").toInstant(),
                row.getInt("unused"),
                row.getInt("removed"),
                row.getLong("bytes"),
                row.getString("trouble")))
        .list();
  }

  /** Runs once, unless another process does just now; says how long to wait before the next run. */
  @Override
  public Duration round() {
    PictureRun run;
    try {
      run = transaction.execute(status -> mine() ? sweep() : null);
    } catch (RuntimeException e) {
      LOG.warn("pictures that nothing shows were not removed; the next run tries again", e);
      run = new PictureRun(db.instant(), 0, 0, 0, String.valueOf(e.getMessage()));
    }
    if (run == null) {
      return EVERY;
    }
    remember(run);
    return run.removed() == MOST ? SOON : EVERY;
  }

  private boolean mine() {
    return db.sql("select pg_try_advisory_xact_lock(hashtext('square.pictures'), 0)")
        .query(Boolean.class)
        .single();
  }

  private PictureRun sweep() {
    db.sql(MediaStore.DROP_LOOSE)
        .param("before", Times.sql(db.instant().minus(MediaStore.LOOSE)))
        .update();
    db.sql(
            "update pictures i set unused_since = null where unused_since is not null and not ("
                + UNUSED
                + ")")
        .update();
    int unused =
        db.sql("update pictures i set unused_since = :now where unused_since is null and " + UNUSED)
            .update();
    List<Long> removed =
        db.sql(
                """
                delete from pictures where sha256 in (
                  select i.sha256 from pictures i where i.unused_since <= :before and
                """
                    + UNUSED
                    + " limit :most for update skip locked)"
                    + " returning octet_length(bytes) + octet_length(preview)")
            .param("before", Times.sql(db.instant().minus(keep)))
            .param("most", MOST)
            .query((row, n) -> row.getLong(1))
            .list();
    long bytes = removed.stream().mapToLong(Long::longValue).sum();
    return new PictureRun(db.instant(), unused, removed.size(), bytes, null);
  }

  private void remember(PictureRun run) {
    db.sql(
            """
            insert into picture_sweeps (at, unused, removed, bytes, trouble)
            values (:at, :unused, :removed, :bytes, :trouble)
            on conflict (at) do nothing
            """)
        .param("at", Times.sql(run.at()))
        .param("unused", run.unused())
        .param("removed", run.removed())
        .param("bytes", run.bytes())
        .param("trouble", run.trouble())
        .update();
    db.sql("delete from picture_sweeps where at < :before")
        .param("before", Times.sql(db.instant().minus(RUNS_KEPT)))
        .update();
  }
}
