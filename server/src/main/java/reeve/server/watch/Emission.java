package reeve.server.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.rules.source.RuleSource.Then;
import reeve.server.cases.Acting;
import reeve.server.cases.Readings;
import reeve.server.cases.RuleRef;
import reeve.server.cases.Surfaced;
import reeve.server.cases.Surfacing;
import reeve.server.cases.Tagged;
import reeve.server.cases.VerdictId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Measure;
import reeve.server.watch.run.Finding;

/**
 * Carries verdicts on: those of live rules into cases, those in shadow into their own rows, both
 * into counts by the hour. All of a batch and the position behind it are one transaction.
 */
@Component
final class Emission {
  private static final Logger LOG = LoggerFactory.getLogger(Emission.class);

  /** A rule that acts surfaces too, with this weight. */
  private static final int ACTING = 3;

  private final Surfacing surfacing;
  private final Acting acting;
  private final Portraits portraits;
  private final Trips trips;
  private final ShadowHits shadows;
  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final InstantSource clock;

  Emission(
      Surfacing surfacing,
      Acting acting,
      Portraits portraits,
      Trips trips,
      ShadowHits shadows,
      JdbcClient db,
      TransactionOperations transaction,
      InstantSource clock) {
    this.surfacing = surfacing;
    this.acting = acting;
    this.portraits = portraits;
    this.trips = trips;
    this.shadows = shadows;
    this.db = db;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** How far a verdict log was carried on: the first position that was not. */
  long position(String log) {
    return db.sql("select position from watch_emitted where log = ?")
        .param(log)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /**
   * Carries a stretch of a verdict log on.
   *
   * @param log names it
   * @param to the position behind the stretch
   */
  void emit(Watching.Stage stage, String log, List<Finding> findings, long to) {
    List<About> told = findings.stream().map(Emission::about).filter(it -> it != null).toList();
    Map<AccountRef, Captured> captured =
        stage == Watching.Stage.LIVE
            ? portraits.of(
                told.stream().filter(Emission::surfaces).map(About::account).distinct().toList())
            : Map.of();
    transaction.executeWithoutResult(_ -> {
      switch (stage) {
        case LIVE -> live(told, captured);
        case SHADOW -> shadows.keep(told);
      }
      count(stage, findings);
      db.sql(
              """
              insert into watch_emitted (log, position, at) values (:log, :to, :now::timestamptz)
              on conflict (log) do update set position = excluded.position, at = excluded.at
              """)
          .param("log", log)
          .param("to", to)
          .param("now", clock.instant().toString())
          .update();
    });
  }

  /** A verdict on an account. */
  record About(Finding finding, AccountRef account, Origin origin) {}

  /** Null where the verdict names nobody, or by an id that none can have: it is counted alone. */
  private static @Nullable About about(Finding finding) {
    if (finding.account() == null) {
      return null;
    }
    try {
      return new About(
          finding,
          new AccountRef(new PlatformId(finding.platform()), finding.account()),
          Origin.valueOf(finding.origin().toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      LOG.warn("a verdict of {} opens no case: {}", finding.rule(), e.getMessage());
      return null;
    }
  }

  private static boolean surfaces(About about) {
    return !(about.finding().then() instanceof Then.Tag);
  }

  private void live(List<About> told, Map<AccountRef, Captured> captured) {
    List<Surfaced> surfaced = new ArrayList<>();
    List<Tagged> tagged = new ArrayList<>();
    List<Acting.Act> acts = new ArrayList<>();
    for (About about : told) {
      Captured capture = captured.get(about.account());
      switch (about.finding().then()) {
        case Then.Surface surface -> surfaced.add(surfaced(about, surface.weight(), capture));
        case Then.Tag tag -> tagged.add(tagged(about, tag));
        case Then.Act act -> {
          Surfaced seen = surfaced(about, ACTING, capture);
          if (trips.mayAct(about.finding(), act)) {
            acts.add(new Acting.Act(seen, measure(act), act.days()));
          } else {
            surfaced.add(seen);
          }
        }
      }
    }
    if (!surfaced.isEmpty()) {
      surfacing.surface(surfaced);
    }
    if (!tagged.isEmpty()) {
      surfacing.tag(tagged);
    }
    if (!acts.isEmpty()) {
      acting.act(acts);
    }
  }

  private static Measure measure(Then.Act act) {
    return switch (act.measure()) {
      case LIMIT -> Measure.LIMIT;
      case SUSPEND -> Measure.SUSPEND_TEMPORARILY;
    };
  }

  static RuleRef rule(Finding finding) {
    return new RuleRef(finding.rule(), finding.version(), finding.ruleSet(), finding.description());
  }

  private static Surfaced surfaced(About about, int weight, @Nullable Captured capture) {
    Finding finding = about.finding();
    return new Surfaced(
        new VerdictId(finding.id()),
        rule(finding),
        ClauseId.parse(finding.clause()),
        about.account(),
        about.origin(),
        finding.event(),
        finding.at(),
        weight,
        finding.overLimit(),
        readings(finding),
        post(about, capture),
        capture);
  }

  /** What it read, with the times since when young counters count. */
  static Readings readings(Finding finding) {
    Map<String, @Nullable Object> counters = new LinkedHashMap<>(finding.counters());
    finding.since().forEach((name, at) -> counters.put(name + " counts since", at.toString()));
    return new Readings(finding.values(), counters);
  }

  private static Tagged tagged(About about, Then.Tag tag) {
    Finding finding = about.finding();
    Finding.Written post = finding.post();
    return new Tagged(
        new VerdictId(finding.id()),
        rule(finding),
        about.account(),
        tag.post() && post != null ? new PostRef(about.account().platform(), post.id()) : null,
        tag.tag(),
        finding.at(),
        Duration.ofDays(tag.days()));
  }

  /** The post as the platform has it, or as the event told it. */
  private static @Nullable Post post(About about, @Nullable Captured capture) {
    Finding.Written written = about.finding().post();
    if (written == null) {
      return null;
    }
    PostRef ref = new PostRef(about.account().platform(), written.id());
    if (capture != null) {
      for (Post recent : capture.recent()) {
        if (recent.post().equals(ref)) {
          return recent;
        }
      }
    }
    return new Post(
        ref,
        about.account(),
        about.finding().at(),
        written.text(),
        written.language(),
        Post.Visibility.valueOf(written.visibility().toUpperCase(Locale.ROOT)),
        about.origin(),
        null,
        List.of(),
        List.of());
  }

  private record Hour(String rule, String version, Instant at) {}

  private record Counts(Hour hour, long hits, long over) {
    Counts and(Counts other) {
      return new Counts(hour, hits + other.hits, over + other.over);
    }
  }

  private void count(Watching.Stage stage, List<Finding> findings) {
    // In one order, so that two processes never wait for each other in a ring.
    Map<String, Counts> hours = new TreeMap<>();
    for (Finding finding : findings) {
      Hour hour =
          new Hour(finding.rule(), finding.version(), finding.at().truncatedTo(ChronoUnit.HOURS));
      hours.merge(hour.toString(), new Counts(hour, 1, finding.overLimit() ? 1 : 0), Counts::and);
    }
    List<Counts> rows = List.copyOf(hours.values());
    db.sql(
            """
            insert into watch_hour as h (stage, rule, version, hour, hits, over_limit)
            select :stage, * from unnest(:rules::text[], :versions::text[], :hours::timestamptz[],
                                         :hits::bigint[], :overs::bigint[])
            on conflict (stage, rule, version, hour) do update
            set hits = h.hits + excluded.hits, over_limit = h.over_limit + excluded.over_limit
            """)
        .param("stage", stage.code())
        .param("rules", rows.stream().map(row -> row.hour().rule()).toArray(String[]::new))
        .param("versions", rows.stream().map(row -> row.hour().version()).toArray(String[]::new))
        .param("hours", rows.stream().map(row -> row.hour().at().toString()).toArray(String[]::new))
        .param("hits", rows.stream().map(row -> "" + row.hits()).toArray(String[]::new))
        .param("overs", rows.stream().map(row -> "" + row.over()).toArray(String[]::new))
        .update();
  }
}
