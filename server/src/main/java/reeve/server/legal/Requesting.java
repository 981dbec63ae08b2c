package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.Docket;
import reeve.server.decisions.PlainText;
import reeve.server.legal.RemovalOrder.Source;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/**
 * What an authority asks to look at and does not order: a report like any other, judged under the
 * server's policies, and told to the holder as an authority's.
 */
@Component
class Requesting {
  static final Kind RECEIVED = new Kind("legal.request-received", 1);
  static final Kind ANSWERED = new Kind("legal.request-answered", 1);

  private static final int COMMENT_MOST = 1_000;
  private static final int TRIES = 3;

  private final AuthorityRows authorities;
  private final RequestRows rows;
  private final Naming naming;
  private final Platforms platforms;
  private final Docket docket;
  private final Cases cases;
  private final LegalSettings settings;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Requesting(
      AuthorityRows authorities,
      RequestRows rows,
      Naming naming,
      Platforms platforms,
      Docket docket,
      Cases cases,
      LegalSettings settings,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.authorities = authorities;
    this.rows = rows;
    this.naming = naming;
    this.platforms = platforms;
    this.docket = docket;
    this.cases = cases;
    this.settings = settings;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * What it says.
   *
   * @param receivedAt when it came; null where it came just now
   * @param account by name or id
   * @param posts addresses or ids, possibly none
   */
  record Written(
      UUID authority,
      String reference,
      String ground,
      @Nullable Instant receivedAt,
      PlatformId platform,
      String account,
      List<String> posts) {}

  /** One that was read, whose posts and account were looked for; not filed yet. */
  record Looked(Sound request, Set<PostRef> named, List<Event.Captured> seen, Instant at) {}

  /** Files it as a report; one that comes twice changes nothing. */
  Request take(Written written, Source source, Member by) {
    Looked looked = look(written, source);
    return filing(() -> enter(looked, by));
  }

  /** Checks it and looks at its account. Asks the platform; not for a transaction. */
  Looked look(Written written, Source source) {
    Instant now = clock.instant();
    Instant received = Registry.moment(written.receivedAt(), now);
    if (received.isAfter(now)) {
      throw Registry.bad("The time of receipt lies ahead.");
    }
    String reference = Registry.text(written.reference(), 200, "Write its reference.");
    String ground = Registry.text(written.ground(), 2_000, "Write what it says is wrong.");
    String typed = Registry.text(written.account(), 200, "Write which account it is about.");
    List<String> posts =
        written.posts().stream().map(PlainText::of).filter(it -> !it.isEmpty()).distinct().toList();
    if (posts.size() > settings.postsMost()) {
      throw Registry.bad("It names at most %d posts.".formatted(settings.postsMost()));
    }
    requireVerified(authorities.find(written.authority()).orElseThrow(Registry::none));
    AccountRef account = naming.account(written.platform(), typed);
    Set<PostRef> named =
        naming.read(written.platform(), typed, posts).stream()
            .map(RemovalOrder.Named::post)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    List<Event.Captured> seen = seen(account);
    return new Looked(
        new Sound(
            UUID.randomUUID(),
            written.authority(),
            reference,
            ground,
            received,
            account,
            posts,
            source),
        named,
        seen,
        now);
  }

  /** One that may be filed. */
  record Sound(
      UUID id,
      UUID authority,
      String reference,
      String ground,
      Instant receivedAt,
      AccountRef account,
      List<String> posts,
      Source source) {
    /** Whether the other one says the same. */
    boolean isOf(Request other) {
      return other.account().equals(account)
          && other.ground().equals(ground)
          && Set.copyOf(other.posts()).equals(Set.copyOf(posts));
    }

    Request in(CaseId of) {
      return new Request(
          id, authority, reference, ground, receivedAt, account, posts, of, source, null, "");
    }
  }

  /** Work that files in a transaction of its own, once more where the case moved meanwhile. */
  Request filing(Supplier<Request> work) {
    for (int tried = 1; ; tried++) {
      try {
        return transaction.execute(t -> work.get());
      } catch (Docket.CaseMoved e) {
        if (tried == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Files it, within {@link #filing}.
   *
   * @throws Refused where the authority had another one under its reference
   */
  Request enter(Looked looked, Member by) {
    Sound request = looked.request();
    List<Event.Captured> seen = looked.seen();
    Instant now = looked.at();
    Authority authority = authorities.lock(request.authority()).orElseThrow(Registry::none);
    requireVerified(authority);
    Request known = rows.known(authority.id(), request.reference()).orElse(null);
    if (known != null) {
      if (!request.isOf(known)) {
        throw Registry.bad(
            ("Another report of this authority bears the reference, in case %s. Write yours with"
                    + " an addition, such as \"%s (2)\".")
                .formatted(known.caseId(), request.reference()));
      }
      return known;
    }
    AccountRef account = request.account();
    String report = "authority-" + request.id();
    List<Event> events = new ArrayList<>(seen);
    events.add(
        new Event.ReportFiled(
            new Event.Meta(account.platform(), report, now, Origin.LIVE),
            report,
            new AccountRef(account.platform(), Docket.AUTHORITY),
            Instant.EPOCH,
            account,
            posts(looked.named(), seen),
            Event.Category.LEGAL,
            Set.of(),
            comment(request),
            seen.stream().mapToLong(it -> it.profile().followers()).findFirst().orElse(0)));
    docket.enter(events);
    CaseId of = cases.holding(account.platform(), report).orElseThrow();
    Request filed = request.in(of);
    rows.add(filed, Registry.actor(by), record(filed, authority, by));
    return filed;
  }

  private RecordId record(Request filed, Authority authority, Member by) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("request", filed.id().toString());
    told.put("authority", authority.id().toString());
    told.put("reference", filed.reference());
    told.put("ground", filed.ground());
    told.put("receivedAt", filed.receivedAt().toString());
    told.put("source", filed.source().code());
    told.put("case", filed.caseId().value());
    told.put("posts", filed.posts());
    return records.append(
        new Entry(
            RECEIVED,
            filed.account(),
            by.id().actor(),
            null,
            Figures.of(authority, Figures.REQUEST),
            told));
  }

  private static List<Post> posts(Set<PostRef> named, List<Event.Captured> seen) {
    return seen.stream()
        .flatMap(it -> it.recent().stream())
        .filter(it -> named.contains(it.post()))
        .toList();
  }

  private static String comment(Sound request) {
    return PlainText.beginning(
        "An authority asks to look at this, which binds nobody: "
            + request.ground()
            + (request.posts().isEmpty() ? "" : "\nPosts: " + String.join(", ", request.posts())),
        COMMENT_MOST);
  }

  private List<Event.Captured> seen(AccountRef account) {
    Platform platform = platforms.find(account.platform()).orElse(null);
    if (platform == null) {
      return List.of();
    }
    try {
      return platform.capture(List.of(account));
    } catch (PlatformUnavailable e) {
      throw new Refused(
          LegalProblem.NO_ANSWER, "The platform did not answer, so nothing is filed. Try again.");
    }
  }

  private static void requireVerified(Authority authority) {
    if (!authority.stands()) {
      throw new Refused(
          LegalProblem.NOT_VERIFIED,
          "Nobody has verified this authority. A message that claims to be theirs sets nothing off.");
    }
  }

  /** Notes that a person told the authority what became of it. */
  @Transactional
  void answered(UUID id, String how, Member by) {
    Request it =
        rows.lock(id)
            .orElseThrow(() ->
                new Refused(LegalProblem.NO_SUCH_REQUEST, "There is no request at this address."));
    Registry.requireOther(by, List.of(it.account()));
    String words = Registry.text(how, 500, "Say to which contact the answer went, and how.");
    rows.answered(id, words, clock.instant());
    records.append(
        new Entry(
            ANSWERED,
            it.account(),
            by.id().actor(),
            null,
            Map.of(),
            Map.of("request", id.toString(), "how", words)));
  }
}
