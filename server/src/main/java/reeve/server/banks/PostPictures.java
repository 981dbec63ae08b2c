package reeve.server.banks;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.intake.Receiver;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;

/**
 * The pictures of public posts on their way to a look-up: the rows of {@code bank_picture}. Intake
 * only writes them down. Where there is no entry nothing is, and what comes while too many wait is
 * counted and passed over.
 */
@Component
final class PostPictures implements Receiver {
  private final JdbcClient jdbc;
  private final BankSettings settings;
  private final InstantSource clock;

  PostPictures(JdbcClient jdbc, BankSettings settings, InstantSource clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /** A picture of a post that waits. */
  record Waiting(AccountRef account, PostRef post, String sha256, Instant at, int tries) {}

  @Override
  public void receive(List<Event> events) {
    List<Waiting> pictures = new ArrayList<>();
    for (Event event : events) {
      if (event instanceof Event.PostCreated created) {
        Post post = created.post();
        for (Post.Media media : post.media()) {
          pictures.add(new Waiting(post.author(), post.post(), media.sha256(), post.at(), 0));
        }
      }
    }
    if (!pictures.isEmpty() && hasEntries()) {
      put(pictures);
    }
  }

  private boolean hasEntries() {
    return jdbc.sql("SELECT entries > 0 FROM bank_state").query(Boolean.class).single();
  }

  private void put(List<Waiting> pictures) {
    int room = Math.clamp((long) settings.waiting() - waiting(), 0, pictures.size());
    List<Waiting> kept = pictures.subList(0, room);
    if (room < pictures.size()) {
      jdbc.sql("UPDATE bank_passed SET pictures = pictures + ?")
          .param(pictures.size() - room)
          .update();
    }
    jdbc.sql(
            """
            INSERT INTO bank_picture (platform, post, sha256, account, at, next_try)
            SELECT *, :now::timestamptz
            FROM unnest(:platforms::text[], :posts::text[], :hashes::text[], :accounts::text[],
                        :times::timestamptz[])
            ON CONFLICT DO NOTHING
            """)
        .param("now", clock.instant().toString())
        .param("platforms", texts(kept, it -> it.post().platform().value()))
        .param("posts", texts(kept, it -> it.post().nativeId()))
        .param("hashes", texts(kept, Waiting::sha256))
        .param("accounts", texts(kept, it -> it.account().nativeId()))
        .param("times", kept.stream().map(it -> Timestamp.from(it.at())).toArray(Timestamp[]::new))
        .update();
  }

  private static String[] texts(List<Waiting> pictures, Function<Waiting, String> field) {
    return pictures.stream().map(field).toArray(String[]::new);
  }

  List<Waiting> due(int most) {
    return jdbc.sql(
            """
            SELECT platform, account, post, sha256, at, tries FROM bank_picture
            WHERE next_try <= ?::timestamptz ORDER BY next_try LIMIT ?
            """)
        .params(clock.instant().toString(), most)
        .query((row, _) -> {
          var platform = new PlatformId(row.getString(1));
          return new Waiting(
              new AccountRef(platform, row.getString(2)),
              new PostRef(platform, row.getString(3)),
              row.getString(4),
              row.getTimestamp(5).toInstant(),
              row.getInt(6));
        })
        .list();
  }

  void done(Waiting picture) {
    jdbc.sql("DELETE FROM bank_picture WHERE platform = ? AND post = ? AND sha256 = ?")
        .params(picture.post().platform().value(), picture.post().nativeId(), picture.sha256())
        .update();
  }

  /**
   * Puts a picture off.
   *
   * @param next null to give it up
   */
  void later(Waiting picture, @Nullable Instant next, String trouble) {
    jdbc.sql(
            """
            UPDATE bank_picture
            SET tries = tries + 1, next_try = :next::timestamptz, trouble = :trouble
            WHERE platform = :platform AND post = :post AND sha256 = :sha256
            """)
        .param("next", next == null ? null : next.toString())
        .param("trouble", trouble)
        .param("platform", picture.post().platform().value())
        .param("post", picture.post().nativeId())
        .param("sha256", picture.sha256())
        .update();
  }

  /** Tries those again that were given up; how many. */
  int again() {
    return jdbc.sql(
            """
            UPDATE bank_picture SET tries = 0, next_try = ?::timestamptz WHERE next_try IS NULL
            """)
        .param(clock.instant().toString())
        .update();
  }

  long waiting() {
    return jdbc.sql("SELECT count(*) FROM bank_picture WHERE next_try IS NOT NULL")
        .query(Long.class)
        .single();
  }

  long givenUp() {
    return jdbc.sql("SELECT count(*) FROM bank_picture WHERE next_try IS NULL")
        .query(Long.class)
        .single();
  }

  long passed() {
    return jdbc.sql("SELECT pictures FROM bank_passed").query(Long.class).single();
  }
}
