package reeve.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.server.platform.Subject;
import reeve.server.record.RecordStream;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.record.Told;
import reeve.server.staff.Lease;
import reeve.server.watch.log.Erasable;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogException;

/**
 * Takes sealed posts out of what the watch keeps, moments after they were sealed: the event log,
 * the verdicts, and what rules in shadow found.
 */
@Component
class SealFollower {
  private static final Logger LOG = LoggerFactory.getLogger(SealFollower.class);
  private static final String STREAM = "seals";
  private static final Set<String> KINDS = Set.of("cases.sealed");
  private static final int BATCH = 100;
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final RecordStream stream;
  private final Records records;
  private final Followers followers;
  private final Journal journal;
  private final Patrol patrol;
  private final JdbcClient db;
  private final TransactionOperations transaction;

  SealFollower(
      RecordStream stream,
      Records records,
      Followers followers,
      Journal journal,
      Patrol patrol,
      JdbcClient db,
      TransactionOperations transaction) {
    this.stream = stream;
    this.records = records;
    this.followers = followers;
    this.journal = journal;
    this.patrol = patrol;
    this.db = db;
    this.transaction = transaction;
  }

  Duration round(Lease lease) {
    EventLog log = journal.log().orElse(null);
    if (log == null || !patrol.stands()) {
      return IDLE;
    }
    try {
      return follow(log, lease::confirm) ? Duration.ZERO : IDLE;
    } catch (LogException e) {
      LOG.error("sealed posts could not be taken out of the event log: {}", e.getMessage());
      journal.failed(e);
      return IDLE;
    }
  }

  /** Takes the next sealed posts out; whether there were any. */
  boolean follow(EventLog log, Runnable guard) {
    List<Told> some = stream.after(followers.place(STREAM), KINDS, BATCH);
    if (some.isEmpty()) {
      return false;
    }
    List<Erasable.Post> posts = new ArrayList<>();
    some.forEach(told -> posts.addAll(sealed(told)));
    if (!posts.isEmpty()) {
      try {
        log.erase(posts);
      } catch (IOException e) {
        throw new UncheckedIOException("sealed posts could not be taken out", e);
      }
      patrol.forget(posts.stream().map(Erasable.Post::id).toList(), true);
    }
    transaction.executeWithoutResult(_ -> {
      guard.run();
      posts.forEach(post ->
          db.sql("delete from watch_shadow where platform = ? and post = ?")
              .params(post.source(), post.id())
              .update());
      posts.forEach(post ->
          db.sql("delete from watch_held_event where platform = ? and post = ?")
              .params(post.source(), post.id())
              .update());
      followers.move(STREAM, some.getLast().place());
    });
    return true;
  }

  private List<Erasable.Post> sealed(Told told) {
    Subject subject = told.subject();
    Map<String, Object> half = records.find(told.id()).map(Recorded::privateHalf).orElse(null);
    if (subject == null || half == null || !(half.get("posts") instanceof List<?> ids)) {
      return List.of();
    }
    return ids.stream()
        .map(id -> new Erasable.Post(subject.platform().value(), String.valueOf(id)))
        .toList();
  }
}
