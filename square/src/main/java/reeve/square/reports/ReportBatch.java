package reeve.square.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.square.accounts.Standing;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Times;
import reeve.square.outbox.Event;
import reeve.square.outbox.Event.PostShape;
import reeve.square.outbox.Outbox;
import reeve.square.outbox.Shapes;
import reeve.square.reports.GroupCommit.Outcome;
import reeve.square.reports.Reports.Filed;
import reeve.square.reports.Reports.Pending;
import reeve.square.sight.Sight;

/**
 * Files many flags in one transaction: who they are between is read in one statement, the flagged
 * posts in a second, and flags and events are written in one statement each.
 */
final class ReportBatch {
  private static final Duration CAPTURE = Duration.ofMinutes(10);

  private static final String PARTIES =
      """
      select t.i, r.state as reporter_state, r.suspended_until > :now as reporter_suspended,
        r.created_at, r.origin, s.state as subject_state
      from unnest((select :reporters)::bigint[], (select :subjects)::bigint[]) with ordinality as t (reporter, subject, i)
        left join accounts r on r.id = t.reporter
        left join accounts s on s.id = t.subject
      order by t.i
      """;

  private static final String POSTS =
      "select t.i, "
          + Shapes.POST_COLUMNS
          + """
          from unnest((select :flags)::int[], (select :reporters)::bigint[],
              (select :subjects)::bigint[], (select :posts)::bigint[]) as t (i, reporter, subject, post)
            join posts p on p.id = t.post and p.account_id = t.subject
            join accounts a on a.id = p.account_id
          where p.boost_of is null and
          """
          + Sight.readable("p", "a", "t.reporter");

  private final Clocked db;
  private final Outbox outbox;
  private final Shapes shapes;
  private final Recent<Long> reach;
  private final Recent<Boolean> captured;
  private final ThreadLocal<Set<Long>> capturing = ThreadLocal.withInitial(HashSet::new);

  ReportBatch(Clocked db, Outbox outbox, Shapes shapes) {
    this.db = db;
    this.outbox = outbox;
    this.shapes = shapes;
    this.reach = new Recent<>(db.clock(), Duration.ofSeconds(10));
    this.captured = new Recent<>(db.clock(), CAPTURE);
  }

  /** What is known of the two sides of a flag. */
  private record Parties(
      @Nullable String reporterState,
      boolean reporterSuspended,
      @Nullable Instant since,
      @Nullable String origin,
      @Nullable String subjectState) {

    @Nullable Refusal refusal() {
      if (reporterState == null || !reporterState.equals("active")) {
        return new Refusal(Fault.NOT_ADMITTED, "This account waits for approval.");
      }
      if (reporterSuspended) {
        return Standing.suspendedRefusal();
      }
      return subjectState == null || !subjectState.equals("active")
          ? Refusal.notFound("account")
          : null;
    }
  }

  /** One outcome for each flag, in their order. In the caller's transaction. */
  List<Outcome<Filed>> file(List<Pending> flags) {
    capturing.get().clear();
    Instant now = db.instant();
    List<Parties> parties = parties(flags);
    List<List<PostShape>> posts = posts(flags);
    var outcomes = new ArrayList<Outcome<Filed>>(flags.size());
    var accepted = new ArrayList<Integer>(flags.size());
    for (int i = 0; i < flags.size(); i++) {
      Flag flag = flags.get(i).flag();
      Refusal refusal = parties.get(i).refusal();
      if (refusal == null && posts.get(i).size() < flag.posts().size()) {
        refusal =
            Refusal.invalid(
                "The report names a post that is not of this account, or that you cannot see.");
      }
      if (refusal == null) {
        accepted.add(i);
        outcomes.add(Outcome.of(new Filed(flags.get(i).id(), now, flag)));
      } else {
        outcomes.add(Outcome.refused(refusal));
      }
    }
    if (!accepted.isEmpty()) {
      write(flags, accepted, parties, posts, now);
    }
    return outcomes;
  }

  /** To be called after the commit: what was captured need not be captured again soon. */
  void committed() {
    capturing.get().forEach(account -> captured.put(account, true));
    capturing.get().clear();
  }

  private List<Parties> parties(List<Pending> flags) {
    return db.sql(PARTIES)
        .param(
            "reporters", flags.stream().map(f -> f.flag().reporter().value()).toArray(Long[]::new))
        .param("subjects", flags.stream().map(f -> f.flag().subject().value()).toArray(Long[]::new))
        .query((row, n) ->
            new Parties(
                row.getString("reporter_state"),
                row.getBoolean("reporter_suspended"),
                Times.orNull(row, "created_at"),
                row.getString("origin"),
                row.getString("subject_state")))
        .list();
  }

  private List<List<PostShape>> posts(List<Pending> flags) {
    var found = new ArrayList<List<PostShape>>(flags.size());
    var index = new ArrayList<Integer>();
    var reporters = new ArrayList<Long>();
    var subjects = new ArrayList<Long>();
    var posts = new ArrayList<Long>();
    for (int i = 0; i < flags.size(); i++) {
      found.add(new ArrayList<>());
      Flag flag = flags.get(i).flag();
      for (var post : flag.posts()) {
        index.add(i);
        reporters.add(flag.reporter().value());
        subjects.add(flag.subject().value());
        posts.add(post.value());
      }
    }
    if (!posts.isEmpty()) {
      db.sql(POSTS)
          .param("flags", index.toArray(Integer[]::new))
          .param("reporters", reporters.toArray(Long[]::new))
          .param("subjects", subjects.toArray(Long[]::new))
          .param("posts", posts.toArray(Long[]::new))
          .query((row, n) -> found.get(row.getInt("i")).add(shapes.post(row)))
          .list();
    }
    return found;
  }

  private void write(
      List<Pending> flags,
      List<Integer> accepted,
      List<Parties> parties,
      List<List<PostShape>> posts,
      Instant now) {
    var subjects =
        accepted.stream()
            .map(i -> flags.get(i).flag().subject().value())
            .collect(Collectors.toCollection(TreeSet::new));
    Map<Long, Long> followers = reach(subjects);
    Set<Long> fresh = insert(accepted.stream().map(flags::get).toList(), parties, accepted);
    var events = new ArrayList<Event>(capture(subjects, now));
    for (int i : accepted) {
      Pending pending = flags.get(i);
      if (!fresh.contains(pending.id())) {
        continue;
      }
      Flag flag = pending.flag();
      Parties of = parties.get(i);
      events.add(
          new Event.ReportFiled(
              Times.iso(now),
              origin(of),
              Long.toString(pending.id()),
              flag.reporter().toString(),
              Times.iso(of.since() == null ? now : of.since()),
              flag.subject().toString(),
              posts.get(i),
              flag.category().word(),
              flag.rules(),
              flag.comment(),
              followers.getOrDefault(flag.subject().value(), 0L)));
    }
    outbox.add(events);
  }

  private static String origin(Parties parties) {
    return parties.origin() == null ? "live" : parties.origin();
  }

  /** Returns the ids that were new: a batch whose commit was in doubt may come again. */
  private Set<Long> insert(List<Pending> flags, List<Parties> parties, List<Integer> accepted) {
    return new HashSet<>(
        db.sql(
                """
                insert into reports
                  (id, reporter, subject, posts, category, rules, rule_version, comment, origin, at)
                select id, reporter, subject, posts::bigint[], category, rules::text[], version, comment, origin, :now
                from unnest((select :ids)::bigint[], (select :reporters)::bigint[],
                  (select :subjects)::bigint[], (select :posts)::text[], (select :categories)::text[],
                  (select :rules)::text[], (select :versions)::int[], (select :comments)::text[],
                  (select :origins)::text[])
                  as t (id, reporter, subject, posts, category, rules, version, comment, origin)
                on conflict (id) do nothing returning id
                """)
            .param("ids", flags.stream().map(Pending::id).toArray(Long[]::new))
            .param(
                "reporters",
                flags.stream().map(f -> f.flag().reporter().value()).toArray(Long[]::new))
            .param(
                "subjects",
                flags.stream().map(f -> f.flag().subject().value()).toArray(Long[]::new))
            .param("posts", flags.stream().map(f -> array(f.flag().posts())).toArray(String[]::new))
            .param(
                "categories",
                flags.stream().map(f -> f.flag().category().word()).toArray(String[]::new))
            .param("rules", flags.stream().map(f -> array(f.flag().rules())).toArray(String[]::new))
            .param("versions", flags.stream().map(Pending::ruleVersion).toArray(Integer[]::new))
            .param("comments", flags.stream().map(f -> f.flag().comment()).toArray(String[]::new))
            .param(
                "origins",
                accepted.stream().map(i -> origin(parties.get(i))).toArray(String[]::new))
            .query((row, n) -> row.getLong(1))
            .list());
  }

  /** An array literal of ids, which are digits. */
  private static String array(List<?> ids) {
    return ids.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
  }

  private Map<Long, Long> reach(Set<Long> subjects) {
    var known = new HashMap<Long, Long>();
    var unknown = new ArrayList<Long>();
    for (Long subject : subjects) {
      Long count = reach.get(subject);
      if (count == null) {
        unknown.add(subject);
      } else {
        known.put(subject, count);
      }
    }
    if (!unknown.isEmpty()) {
      db.sql(
              """
              select t.id, greatest(coalesce(a.source_followers, 0),
                (select count(*) from follows f where f.target = t.id)) as reach
              from unnest((select :ids)::bigint[]) as t (id) join accounts a on a.id = t.id
              """)
          .param("ids", unknown.toArray(Long[]::new))
          .query((row, n) -> {
            reach.put(row.getLong("id"), row.getLong("reach"));
            return known.put(row.getLong("id"), row.getLong("reach"));
          })
          .list();
    }
    return known;
  }

  /** The subjects in rising order, so that two batches cannot wait for each other in a circle. */
  private List<Event.Captured> capture(Set<Long> subjects, Instant now) {
    Long[] due = subjects.stream().filter(id -> captured.get(id) == null).toArray(Long[]::new);
    if (due.length == 0) {
      return List.of();
    }
    List<Long> taken =
        db.sql(
                """
                insert into captures (account_id, at)
                select id, :now from unnest((select :due)::bigint[]) with ordinality as t (id, i) order by t.i
                on conflict (account_id) do update set at = excluded.at where captures.at <= :before
                returning account_id
                """)
            .param("due", due)
            .param("before", Times.sql(now.minus(CAPTURE)))
            .query((row, n) -> row.getLong(1))
            .list();
    if (taken.isEmpty()) {
      return List.of();
    }
    capturing.get().addAll(taken);
    return shapes.captured(taken, now);
  }
}
