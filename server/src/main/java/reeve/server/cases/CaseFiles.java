package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;
import reeve.server.policy.Policies;
import reeve.server.policy.Policy;
import reeve.server.policy.PolicyId;

/** Gathers what the case page shows, with a fixed number of indexed reads. */
@Component
final class CaseFiles {
  private static final int REPORTS_MOST = 200;
  private static final int POSTS_MOST = 60;
  private static final int CAPTURES_MOST = 10;
  private static final Duration CAPTURED_BEFORE = Duration.ofMinutes(15);

  private final JdbcClient db;
  private final Cases cases;
  private final Routing routing;
  private final Policies policies;
  private final Copied copied;
  private final CaseEvidence evidence;
  private final CaseLog log;
  private final InstantSource clock;

  CaseFiles(
      JdbcClient db,
      Cases cases,
      Routing routing,
      Policies policies,
      Copied copied,
      CaseEvidence evidence,
      CaseLog log,
      InstantSource clock) {
    this.db = db;
    this.cases = cases;
    this.routing = routing;
    this.policies = policies;
    this.copied = copied;
    this.evidence = evidence;
    this.log = log;
    this.clock = clock;
  }

  /**
   * The file of a case.
   *
   * @param weights whether the reader may see what the reporters' words weigh
   */
  CaseFile of(Case of, boolean weights) {
    List<Report> reports = reports(of.id().value());
    Map<Long, String> letters = letters(reports);
    List<Capture> captures = captures(of);
    CaseEvidence.Found found = evidence.of(of);
    Profile profile = captures.isEmpty() ? null : captures.getFirst().profile();
    return new CaseFile(
        of,
        routing.title(of.queue()),
        of.policies().stream().map(this::title).toList(),
        profile,
        changes(profile, cases.profile(of.account()).orElse(null)),
        CaseTerms.of(of, profile, of.policies().stream().map(this::title).findFirst()),
        groups(of, reports, letters, weights),
        Math.max(0, of.reports() - reports.size()),
        found,
        posts(of, captures, reports, letters, found.byPost()),
        earlier(of),
        log.since(of.id().value(), Instant.EPOCH));
  }

  private String title(PolicyId id) {
    return policies.current(id).map(Policy::title).orElse(id.value());
  }

  private record Report(
      long reporter,
      Instant at,
      String category,
      List<String> rules,
      String comment,
      List<String> posts,
      double weight,
      @Nullable String because) {}

  private List<Report> reports(long caseId) {
    return db.sql(
            """
            select reporter, at, category, rules, comment, posts, weight, because
            from report where case_id = ? order by at, native_id limit ?
            """)
        .params(caseId, REPORTS_MOST)
        .query((row, _) ->
            new Report(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                List.of(CaseRow.strings(row.getArray(4))),
                row.getString(5),
                List.of(CaseRow.strings(row.getArray(6))),
                row.getDouble(7),
                row.getString(8)))
        .list();
  }

  private static Map<Long, String> letters(List<Report> reports) {
    Map<Long, String> letters = new HashMap<>();
    for (Report report : reports) {
      letters.computeIfAbsent(report.reporter(), _ -> letter(letters.size()));
    }
    return letters;
  }

  /** A to Z, then AA, AB... */
  static String letter(int place) {
    String last = String.valueOf((char) ('A' + place % 26));
    return place < 26 ? last : letter(place / 26 - 1) + last;
  }

  private List<CaseFile.Group> groups(
      Case of, List<Report> reports, Map<Long, String> letters, boolean weights) {
    Map<String, List<CaseFile.Said>> groups = new LinkedHashMap<>();
    for (Report report : reports) {
      CaseFile.Said said =
          new CaseFile.Said(
              letters.getOrDefault(report.reporter(), "?"),
              report.at(),
              report.comment(),
              note(report.because()),
              weights && report.because() == null
                  ? String.format(Locale.ROOT, "%.2f", report.weight())
                  : null);
      for (String title : titles(of, report)) {
        groups.computeIfAbsent(title, _ -> new ArrayList<>()).add(said);
      }
    }
    return groups.entrySet().stream()
        .map(group -> new CaseFile.Group(group.getKey(), group.getValue()))
        .toList();
  }

  private List<String> titles(Case of, Report report) {
    List<String> titles = new ArrayList<>();
    for (String rule : report.rules()) {
      titles.add(
          policies
              .forRule(of.account().platform(), rule)
              .flatMap(policies::current)
              .map(Policy::title)
              .orElse("Square rule " + rule));
    }
    if (titles.isEmpty()) {
      titles.add(
          switch (report.category()) {
            case "spam" -> "Spam";
            case "legal" -> "Against the law";
            case "violation" -> "Against a rule, none named";
            default -> "Something else";
          });
    }
    return titles;
  }

  private static @Nullable String note(@Nullable String because) {
    if (because == null) {
      return null;
    }
    return switch (because) {
      case "again" -> "spoke before";
      case "hourly" -> "many reports this hour";
      case "together" -> "counts as one with others";
      default -> "the account itself";
    };
  }

  private record Capture(Profile profile, List<Post> posts) {}

  private List<Capture> captures(Case of) {
    Instant to = of.outcome() == null ? clock.instant() : of.outcome().at();
    return db.sql(
            """
            select profile, posts from capture
            where platform = ? and account = ? and at between ?::timestamptz and ?::timestamptz
            order by at desc limit ?
            """)
        .params(
            of.account().platform().value(),
            of.account().nativeId(),
            of.openedAt().minus(CAPTURED_BEFORE).toString(),
            to.plusSeconds(60).toString(),
            CAPTURES_MOST)
        .query((row, _) ->
            new Capture(copied.profile(row.getString(1)), copied.posts(row.getString(2))))
        .list();
  }

  private static List<String> changes(@Nullable Profile then, @Nullable Profile now) {
    if (then == null || now == null) {
      return List.of();
    }
    List<String> changes = new ArrayList<>();
    change(changes, "Name", then.handle(), now.handle());
    change(changes, "Display name", then.displayName(), now.displayName());
    change(changes, "Bio", then.bio(), now.bio());
    change(changes, "Location", then.location(), now.location());
    if (!then.fields().equals(now.fields())) {
      changes.add("Fields were changed.");
    }
    if (!Objects.equals(then.avatar(), now.avatar())) {
      changes.add("The picture was changed.");
    }
    if (then.state() != now.state()) {
      changes.add("Now " + now.state().name().toLowerCase(Locale.ROOT) + ".");
    }
    return changes;
  }

  private static void change(List<String> changes, String what, String then, String now) {
    if (!then.equals(now)) {
      changes.add(now.isEmpty() ? what + " was emptied." : what + " now: " + now);
    }
  }

  private List<CaseFile.ShownPost> posts(
      Case of,
      List<Capture> captures,
      List<Report> reports,
      Map<Long, String> letters,
      Map<String, List<String>> rules) {
    List<FlaggedPost> flagged = cases.flagged(of.id());
    Map<String, Instant> deleted = deleted(of.account());
    boolean some =
        Stream.concat(
                flagged.stream().map(FlaggedPost::post),
                captures.stream().flatMap(capture -> capture.posts().stream()))
            .anyMatch(post -> !post.media().isEmpty());
    Map<String, String> pictures = some ? pictures(of.account()) : Map.of();
    Map<String, Set<String>> by = flaggedBy(reports, letters);
    List<CaseFile.ShownPost> shown = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (FlaggedPost post : flagged) {
      String id = post.post().post().nativeId();
      seen.add(id);
      shown.add(
          new CaseFile.ShownPost(
              post.post(),
              true,
              List.copyOf(by.getOrDefault(id, Set.of())),
              rules.getOrDefault(id, List.of()),
              post.deletedAt(),
              post.sealed(),
              pictures(post.post(), pictures)));
    }
    for (Capture capture : captures) {
      for (Post post : capture.posts()) {
        String id = post.post().nativeId();
        if (seen.add(id)) {
          boolean sealed = post.text().isEmpty() && post.media().isEmpty();
          shown.add(
              new CaseFile.ShownPost(
                  post,
                  false,
                  List.of(),
                  List.of(),
                  deleted.get(id),
                  sealed,
                  pictures(post, pictures)));
        }
      }
    }
    return shown.stream()
        .sorted(
            Comparator.comparing((CaseFile.ShownPost post) -> !post.flagged())
                .thenComparing(post -> post.post().at(), Comparator.reverseOrder()))
        .limit(POSTS_MOST)
        .sorted(Comparator.comparing((CaseFile.ShownPost post) -> post.post().at()).reversed())
        .toList();
  }

  private static Map<String, Set<String>> flaggedBy(
      List<Report> reports, Map<Long, String> letters) {
    Map<String, Set<String>> by = new HashMap<>();
    for (Report report : reports) {
      String letter = letters.getOrDefault(report.reporter(), "?");
      for (String post : report.posts()) {
        by.computeIfAbsent(post, _ -> new java.util.TreeSet<>()).add(letter);
      }
    }
    return by;
  }

  private Map<String, Instant> deleted(AccountRef account) {
    Map<String, Instant> deleted = new HashMap<>();
    db.sql("select native_id, at from deleted_post where platform = ? and account = ?")
        .params(account.platform().value(), account.nativeId())
        .query(row -> {
          deleted.put(row.getString(1), row.getTimestamp(2).toInstant());
        });
    return deleted;
  }

  private Map<String, String> pictures(AccountRef account) {
    Map<String, String> states = new HashMap<>();
    db.sql("select sha256, state from picture where platform = ? and account = ?")
        .params(account.platform().value(), account.nativeId())
        .query(row -> {
          states.put(row.getString(1), row.getString(2));
        });
    return states;
  }

  private static List<CaseFile.Picture> pictures(Post post, Map<String, String> states) {
    return post.media().stream()
        .map(media -> {
          String state = states.getOrDefault(media.sha256(), "missing");
          String why =
              switch (state) {
                case "wanted" -> "being copied";
                case "too large" -> "too large to copy";
                case "too many" -> "more pictures than are copied";
                case "sealed" -> "sealed";
                default -> "no copy could be made";
              };
          return new CaseFile.Picture(
              media.sha256(), media.description(), state.equals("kept"), why);
        })
        .toList();
  }

  private List<CaseFile.Earlier> earlier(Case of) {
    return cases.history(of.account()).stream()
        .filter(other -> !other.id().equals(of.id()))
        .map(other ->
            new CaseFile.Earlier(
                other.id().value(),
                other.openedAt(),
                other.outcome() == null
                    ? other.state() == Case.State.MERGED ? "taken up in a later case" : "open"
                    : other.outcome().words()))
        .toList();
  }
}
