package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Reports;
import reeve.server.decisions.AcknowledgeRows.Cursor;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.OrderState;
import reeve.server.enforcement.Orders;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Platforms;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.record.RecordStream;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.record.Told;

/**
 * Tells those who reported that their report came, with its opening: so that also who is never
 * answered can look whether it stands in the log. Behind intake and not in it, from the records, a
 * batch at a time; a batch, its letters and the place that it ends at are one transaction.
 *
 * <p>Nobody is told of a report that was made before this began, on a sample or imported, or where
 * an answer came first; nor who cannot be told: the anonymous, an authority, and people of a
 * platform without a connector.
 */
@Component
class Acknowledging {
  /** Records of one batch. */
  static final int BATCH = 500;

  /** So many letters each about one report one person gets of a batch; more are put together. */
  static final int LETTERS_EACH = 20;

  /** Reports in one letter at the most. */
  static final int LISTED = 100;

  /** So many letters may be on their way while more are written: a decision waits behind few. */
  static final int ON_THE_WAY = BATCH / 10;

  /** After it left: a withdrawal that began in time may still be on its way into the database. */
  static final Duration LEFT_FOR = Duration.ofMinutes(1);

  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration UNTIL_IT_LEFT = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Set<String> KINDS = Set.of("cases.reported");

  private final AcknowledgeRows rows;
  private final AcknowledgeSettings settings;
  private final RecordStream stream;
  private final Records records;
  private final Reports reports;
  private final Platforms platforms;
  private final Letters letters;
  private final Orders orders;
  private final InstantSource clock;

  Acknowledging(
      AcknowledgeRows rows,
      AcknowledgeSettings settings,
      RecordStream stream,
      Records records,
      Reports reports,
      Platforms platforms,
      Letters letters,
      Orders orders,
      InstantSource clock) {
    this.rows = rows;
    this.settings = settings;
    this.stream = stream;
    this.records = records;
    this.reports = reports;
    this.platforms = platforms;
    this.letters = letters;
    this.orders = orders;
    this.clock = clock;
  }

  /** A report and its record. */
  private record Received(RecordId record, Reports.Filed report) {}

  /**
   * One batch, where it is time for it.
   *
   * @param guard throws where another process took over
   * @return how long to wait before the next
   */
  @Transactional
  public Duration round(Runnable guard) {
    guard.run();
    Cursor cursor = rows.lock();
    Instant now = clock.instant();
    if (settings.never()) {
      rows.move(new Cursor(cursor.at(), now, cursor.bundle(), cursor.ranAt()));
      return LOOK;
    }
    Instant ranAt = cursor.ranAt();
    if (ranAt != null && now.isBefore(ranAt.plus(settings.every()))) {
      return LOOK;
    }
    return onTheWay(cursor.bundle()) > ON_THE_WAY ? PACE : batch(cursor, now);
  }

  private long onTheWay(@Nullable UUID bundle) {
    return bundle == null
        ? 0
        : orders.of(bundle).stream().filter(order -> order.state() == OrderState.DUE).count();
  }

  private Duration batch(Cursor cursor, Instant now) {
    List<Told> page = stream.after(cursor.at(), KINDS, BATCH);
    Map<RecordId, Reports.Filed> found = found(page, cursor.since());
    Map<RecordId, Instant> answered = answered(found);
    List<Received> owed = new ArrayList<>();
    Place to = cursor.at();
    boolean waits = false;
    for (Told told : page) {
      Reports.Filed report = found.get(told.id());
      Instant left = answered.get(told.id());
      if (left != null && left.plus(LEFT_FOR).isAfter(now)) {
        waits = true;
        break;
      }
      if (report != null && left == null && report.open()) {
        owed.add(new Received(told.id(), report));
      }
      to = told.place();
    }
    UUID bundle = owed.isEmpty() ? cursor.bundle() : write(owed, now);
    boolean more = waits || page.size() == BATCH;
    rows.move(new Cursor(to, cursor.since(), bundle, more ? cursor.ranAt() : now));
    return waits ? UNTIL_IT_LEFT : more ? PACE : LOOK;
  }

  /** The reports whose reporter can be told. */
  private Map<RecordId, Reports.Filed> found(List<Told> page, @Nullable Instant since) {
    Map<PlatformId, Map<String, RecordId>> named = new HashMap<>();
    for (Told told : page) {
      if (told.word("origin").equals("live")
          && (since == null || !told.at().isBefore(since))
          && told.subject() instanceof AccountRef account
          && platforms.find(account.platform()).isPresent()
          && records.find(told.id()).map(Recorded::privateHalf).orElse(Map.of()).get("report")
              instanceof String id) {
        named.computeIfAbsent(account.platform(), _ -> new HashMap<>()).put(id, told.id());
      }
    }
    Map<RecordId, Reports.Filed> found = new HashMap<>();
    named.forEach((platform, ids) ->
        reports
            .byPeople(platform, ids.keySet())
            .forEach((id, report) -> {
              RecordId record = ids.get(id);
              if (record != null) {
                found.put(record, report);
              }
            }));
    return found;
  }

  private Map<RecordId, Instant> answered(Map<RecordId, Reports.Filed> found) {
    List<RecordId> ids = List.copyOf(found.keySet());
    List<Reports.Filed> filed = List.copyOf(found.values());
    Map<RecordId, Instant> answered = new HashMap<>();
    rows.answered(filed).forEach((place, left) -> answered.put(ids.get(place), left));
    return answered;
  }

  /** Returns the bundle of the letters. */
  private UUID write(List<Received> owed, Instant now) {
    Map<AccountRef, List<Received>> each = new LinkedHashMap<>();
    for (Received one : owed) {
      each.computeIfAbsent(one.report().reporter(), _ -> new ArrayList<>()).add(one);
    }
    UUID bundle = UUID.randomUUID();
    List<Letter> single = new ArrayList<>();
    List<RecordId> opened = new ArrayList<>();
    List<Letter> written = new ArrayList<>();
    List<RecordId> causes = new ArrayList<>();
    each.forEach((reporter, all) -> {
      if (all.size() > LETTERS_EACH) {
        for (int from = 0; from < all.size(); from += LISTED) {
          List<Received> part = all.subList(from, Math.min(all.size(), from + LISTED));
          written.add(listing(reporter, part));
          causes.add(part.getFirst().record());
        }
      } else {
        for (Received one : all) {
          single.add(letter(reporter, Wording.received(named(one), one.report().at())));
          opened.add(one.record());
        }
      }
    });
    written.addAll(letters.opening(single, new ArrayList<@Nullable RecordId>(opened)));
    causes.addAll(opened);
    letters.keep(bundle, written, now);
    List<Issue> issues = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      issues.add(written.get(i).issue(bundle, causes.get(i)));
    }
    orders.issue(issues, now);
    return bundle;
  }

  private Letter listing(AccountRef reporter, List<Received> all) {
    Map<RecordId, String> named = new LinkedHashMap<>();
    all.forEach(one -> named.put(one.record(), Wording.item(named(one), one.report().at())));
    return letters.opening(letter(reporter, Wording.received(named.values())), named);
  }

  private static String named(Received one) {
    return one.report().handle();
  }

  private static Letter letter(AccountRef to, Wording.Text text) {
    return Letter.to(to, Letter.Audience.REPORTER, null, text.title(), text.body(), null);
  }
}
