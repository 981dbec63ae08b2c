package reeve.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.postgres.Database;
import reeve.server.cases.Cases;
import reeve.server.cases.FlaggedPost;
import reeve.server.cases.Grip;
import reeve.server.decisions.Decided;
import reeve.server.decisions.Deciding;
import reeve.server.decisions.DecisionForm;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Ledger;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Role;
import reeve.server.staff.SampleLinks;
import reeve.server.transparency.Transparency;
import reeve.square.base.Origin;
import reeve.square.imports.Format;
import reeve.square.imports.Import;

/**
 * Fills a fresh Reeve with an invented town, and lets one account be suspended there as a reviewer
 * would, so that every kind of visitor has something to see.
 */
final class SampleTown {
  private static final Kind LINKED = new Kind("sample.link-issued", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration CHECKPOINT = Duration.ofSeconds(20);
  private static final Duration LINKS_LAST = Duration.ofDays(7);

  private final DataDirectory data;
  private final Database database;
  private final ConfigurableApplicationContext server;

  SampleTown(DataDirectory data, Database database, ConfigurableApplicationContext server) {
    this.data = data;
    this.database = database;
    this.server = server;
  }

  /** Two accounts of the town that a visitor may sign in as. */
  record Guests(String reporter, String suspended) {}

  /** Whether an earlier start brought everything to its end. */
  boolean stands() {
    return Files.exists(data.path().resolve("town/stands"));
  }

  /**
   * Remembers that everything came to its end; a start that was cut short goes on from where it
   * was.
   */
  void remember() {
    try {
      Files.writeString(data.path().resolve("town/stands"), Instant.now() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the town with a process of its own, which ends before it is imported. */
  Path simulate() {
    Path folder = data.path().resolve("town");
    Path writing = data.path().resolve("town.new");
    if (Files.exists(folder)) {
      return folder.resolve("town.ndjson");
    }
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    try {
      Files.createDirectories(writing);
      var process =
          new ProcessBuilder(
                  java,
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-Djava.awt.headless=true",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "reeve.node.Main",
                  "simulate",
                  "--accounts",
                  "2000",
                  "--posts",
                  "30000",
                  "--seed",
                  "1",
                  "--until",
                  Instant.now().toString(),
                  "--out",
                  writing.toString())
              .redirectErrorStream(true)
              .redirectOutput(data.logs().resolve("simulation.log").toFile())
              .start();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new Failure(
            "The invented town could not be written; see " + data.logs() + "/simulation.log");
      }
      Files.move(writing, folder);
      return folder.resolve("town.ndjson");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The start was interrupted.");
    }
  }

  /** Imports it and returns when every event has reached its case. */
  void move(Path town) {
    ImportCommand.run(
        database,
        new Import.Request(Format.TOWN, List.of(town), "sample", Origin.SAMPLE, data.logs()),
        state -> {});
    await(
        () ->
            one("""
            SELECT coalesce((SELECT events FROM server.stream WHERE platform = 'square'), 0)
                   >= (SELECT count(*) FROM square.outbox)
            """)
                .equals("t"),
        "The town's events did not reach the desk");
  }

  private void await(BooleanSupplier holds, String otherwise) {
    if (!within(PATIENCE, holds)) {
      throw new Failure(otherwise + "; see " + data.logs());
    }
  }

  private static boolean within(Duration patience, BooleanSupplier holds) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return true;
  }

  /** Suspends the recruiter that most people flagged, by way of case, claim and decision. */
  void suspendOne() {
    if (!one("SELECT count(*) FROM server.cases WHERE state = 'closed'").equals("0")) {
      return;
    }
    Cases cases = server.getBean(Cases.class);
    Deciding deciding = server.getBean(Deciding.class);
    Actor.Staff reviewer = server.getBean(SampleLinks.class).member("Robin", Role.REVIEWER);
    Grip grip =
        inTransaction(
            () -> cases.take(cases.open(account(mostFlagged())).orElseThrow().id(), reviewer));
    if (!(grip instanceof Grip.Held held) || held.of().claim() == null) {
      throw new IllegalStateException("the sample's case could not be claimed: " + grip);
    }
    List<String> posts =
        cases.flagged(held.of().id()).stream()
            .map(FlaggedPost::post)
            .map(post -> post.post().nativeId())
            .toList();
    var form =
        new DecisionForm(
            List.of("suspend-permanently"),
            "violent-extremism/recruitment",
            posts,
            List.of(),
            "",
            "no",
            "Your posts ask people to join the Crimson Dawn and to move to its channel.",
            "Decided when the sample town was set up.");
    Decided decided = deciding.decide(held.of().id(), held.of().claim().id(), reviewer, form);
    if (!(decided instanceof Decided.Made)) {
      throw new IllegalStateException("the sample's case could not be decided: " + decided);
    }
  }

  /**
   * Publishes the first checkpoint, and the figures that come with it, instead of at the next full
   * hour: of invented people its time tells nothing. What cannot be published now comes at its hour
   * and stops no start.
   */
  void publish() {
    String due =
        "SELECT count(*) FROM server.order_to_act WHERE state = 'due' AND account = '%s'"
            .formatted(guests().suspended());
    await(() -> one(due).equals("0"), "The square did not carry the first decision out");
    Ledger ledger = server.getBean(Ledger.class);
    if (within(CHECKPOINT, () -> ledger.state().lag().isZero())) {
      long all = ledger.state().size();
      ledger.publishSoon();
      within(CHECKPOINT, () -> published(ledger.state(), all));
    }
    server.getBean(Transparency.class).publish();
  }

  /** Whether so much is published, or there is no point in waiting for it. */
  private static boolean published(Ledger.State ledger, long size) {
    return ledger.published().size() >= size
        || ledger.standing() != Ledger.Standing.RUNNING
        || !ledger.published().refusals().isEmpty();
  }

  /** Who may be visited: the suspended account, and whoever flagged it and most others. */
  Guests guests() {
    String suspended =
        one(
            """
            SELECT account FROM server.cases
            WHERE state = 'closed' AND platform = 'square' ORDER BY closed_at, id LIMIT 1
            """);
    String reporter =
        one(
            """
            SELECT reporter FROM square.reports
            WHERE reporter IN (SELECT reporter FROM square.reports WHERE subject = %s)
            GROUP BY reporter ORDER BY count(*) DESC, reporter LIMIT 1
            """
                .formatted(Long.parseLong(suspended)));
    return new Guests(reporter, suspended);
  }

  /** A one-time link of the square, ordered as any other order to act. */
  String link(String account) {
    String token = Keys.fresh();
    inTransaction(() -> {
      RecordId record =
          server
              .getBean(Records.class)
              .append(
                  new Entry(
                      LINKED,
                      account(account),
                      new Actor.Worker("sample"),
                      null,
                      Map.of(),
                      Map.of()));
      Instant now = Instant.now();
      server
          .getBean(Orders.class)
          .issue(
              List.of(
                  Issue.of(
                      UUID.randomUUID(),
                      account(account),
                      new Action.IssueLink(sha256(token), now.plus(LINKS_LAST)),
                      record)),
              now);
      return record;
    });
    String issued =
        "SELECT count(*) FROM square.one_time_links WHERE token_sha256 = '" + sha256(token) + "'";
    // Behind the account's earlier orders, which may still be in the ten seconds of a withdrawal.
    await(() -> one(issued).equals("1"), "The square did not make a link valid");
    return token;
  }

  /** The recruiter or propagandist whom most people flagged, by the town's own truth. */
  private String mostFlagged() {
    try (var truth = Files.lines(data.path().resolve("town/truth.ndjson"))) {
      String ids =
          String.join(
              ",",
              truth
                  .filter(line -> line.contains("\"recruiter\""))
                  .map(line -> line.replaceAll(".*\"id\":\"([a-z0-9]+)\".*", "'$1'"))
                  .toList());
      return one(
          """
          SELECT c.account FROM server.cases c
          JOIN square.accounts a ON a.id = c.account::bigint
          WHERE c.state = 'open' AND c.platform = 'square' AND a.native_id IN (%s)
            AND EXISTS (SELECT FROM server.flagged_post f WHERE f.case_id = c.id)
          ORDER BY c.reporters DESC, c.id LIMIT 1
          """
              .formatted(ids));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T inTransaction(Supplier<T> work) {
    T result = server.getBean(TransactionTemplate.class).execute(_ -> work.get());
    if (result == null) {
      throw new IllegalStateException("the transaction gave nothing");
    }
    return result;
  }

  private String one(String sql) {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new Failure(
            "The sample town is not whole. Remove " + data.path() + " and start again.");
      }
      return rows.getString(1);
    } catch (SQLException e) {
      throw new Failure("The sample town cannot be read: " + e.getMessage(), e);
    }
  }

  private static AccountRef account(String nativeId) {
    return new AccountRef(PlatformId.SQUARE, nativeId);
  }

  private static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
