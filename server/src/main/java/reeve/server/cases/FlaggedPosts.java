package reeve.server.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.cases.LatelyKept.PostInCase;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;

/** Keeps the posts that reports and verdicts are about, as they were. */
@Component
final class FlaggedPosts {
  private final JdbcTemplate jdbc;
  private final Captures captures;
  private final Copied copied;
  private final LatelyKept lately;

  FlaggedPosts(JdbcTemplate jdbc, Captures captures, Copied copied, LatelyKept lately) {
    this.jdbc = jdbc;
    this.captures = captures;
    this.copied = copied;
    this.lately = lately;
  }

  /** A post that was named in a case at some time, and the case's account. */
  record Named(long caseId, AccountRef account, Post post, Instant at) {}

  private record Flagged(PostInCase post, String body, Instant at) {}

  private static final Comparator<Flagged> BY_KEY =
      Comparator.comparingLong((Flagged one) -> one.post().caseId())
          .thenComparing(one -> one.post().post().post().nativeId());

  void keep(List<Named> named) {
    Map<PostInCase, Flagged> flagged = new HashMap<>();
    List<Captures.Wanted> pictures = new ArrayList<>();
    for (Named one : named) {
      var inCase = new PostInCase(one.caseId(), one.post());
      if (!lately.knows(inCase) && !flagged.containsKey(inCase)) {
        flagged.put(inCase, new Flagged(inCase, copied.write(one.post()), one.at()));
        Captures.addPictures(one.account(), one.post(), pictures);
      }
    }
    // Pictures first, as where captures are kept, and both in the order of their keys: whoever
    // keeps the same then waits for the other and not in a ring.
    captures.want(pictures);
    Columns.of(flagged.values().stream().sorted(BY_KEY).toList())
        .bigint(f -> f.post().caseId())
        .text(f -> f.post().post().post().nativeId())
        .bytes(f -> Copied.digest(f.body()))
        .as("timestamptz", Flagged::at)
        .text(Flagged::body)
        .text(f ->
            Filing.lines(f.post().post().mentions().stream().map(AccountRef::nativeId).toList()))
        .update(
            jdbc,
            """
            insert into flagged_post (case_id, native_id, digest, flagged_at, body, mentions)
            select case_id, native_id, digest, flagged_at, body, string_to_array(mentions, E'\\n')
            from unnest(?::bigint[], ?::text[], ?::bytea[], ?::timestamptz[], ?::text[], ?::text[])
                 as k (case_id, native_id, digest, flagged_at, body, mentions)
            on conflict do nothing
            """);
    lately.kept(flagged.keySet());
  }
}
