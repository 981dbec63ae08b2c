package reeve.square.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import reeve.square.base.Origin;
import reeve.square.base.PostId;
import reeve.square.base.Times;
import reeve.square.outbox.Event;
import reeve.square.outbox.Shapes;

/** Writes imported reports and tells of them, each with what its subject looked like. */
final class Flags {
  /** How often an account is captured at the most (docs/events.md). */
  private static final Duration CAPTURED = Duration.ofMinutes(10);

  private static final int RECENT = 20;

  private final Connection connection;
  private final String town;
  private final Origin origin;
  private final Shapes shapes;
  private final Map<Long, Instant> captured = new HashMap<>();

  Flags(Connection connection, String town, Origin origin, Shapes shapes) {
    this.connection = connection;
    this.town = town;
    this.origin = origin;
    this.shapes = shapes;
  }

  void write(List<Draft.NewReport> reports, List<Event> events) throws SQLException {
    if (reports.isEmpty()) {
      return;
    }
    insert(reports);
    Map<Long, Event.AccountShape> accounts =
        shapes.accounts(
            reports.stream()
                .flatMap(r -> Stream.of(r.reporter(), r.subject()))
                .distinct()
                .toList());
    Map<Long, List<Event.PostShape>> recent =
        shapes.recent(reports.stream().map(Draft.NewReport::subject).distinct().toList(), RECENT);
    for (Draft.NewReport report : reports) {
      Event.AccountShape subject = found(accounts, report.subject());
      Instant at = report.line().at();
      Instant last = captured.get(report.subject());
      if (last == null || last.plus(CAPTURED).isBefore(at)) {
        captured.put(report.subject(), at);
        events.add(
            new Event.Captured(at, subject, recent.getOrDefault(report.subject(), List.of())));
      }
      events.add(event(report, subject, found(accounts, report.reporter())));
    }
  }

  /** Forgets, after a batch was taken back, what it told. */
  void forget() {
    captured.clear();
  }

  private Event event(
      Draft.NewReport report, Event.AccountShape subject, Event.AccountShape reporter) {
    List<Event.PostShape> posts = new ArrayList<>();
    for (long post : report.posts()) {
      posts.add(shapes.post(new PostId(post)));
    }
    TownLine.Report line = report.line();
    return new Event.ReportFiled(
        Times.iso(line.at()),
        origin.word(),
        Long.toString(report.id()),
        Long.toString(report.reporter()),
        reporter.createdAt(),
        Long.toString(report.subject()),
        posts,
        word(line.category()),
        line.rules(),
        line.comment(),
        subject.followers());
  }

  private static Event.AccountShape found(Map<Long, Event.AccountShape> accounts, long id) {
    Event.AccountShape shape = accounts.get(id);
    if (shape == null) {
      throw new IllegalStateException("an account of this import is gone: " + id);
    }
    return shape;
  }

  private static String word(TownLine.Category category) {
    return category.name().toLowerCase(Locale.ROOT);
  }

  private void insert(List<Draft.NewReport> reports) throws SQLException {
    String sql =
        """
        insert into reports (id, reporter, subject, posts, category, rules, rule_version, comment,
          origin, at, town, native_id)
        values (?, ?, ?, ?, ?, ?, (select max(version) from square_rules), ?, ?, ?, ?, ?)
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Draft.NewReport report : reports) {
        TownLine.Report line = report.line();
        insert.setLong(1, report.id());
        insert.setLong(2, report.reporter());
        insert.setLong(3, report.subject());
        insert.setArray(4, connection.createArrayOf("bigint", report.posts().toArray()));
        insert.setString(5, word(line.category()));
        insert.setArray(6, connection.createArrayOf("text", line.rules().toArray()));
        insert.setString(7, line.comment());
        insert.setString(8, origin.word());
        insert.setObject(9, Times.sql(line.at()));
        insert.setString(10, town);
        insert.setString(11, line.id());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
