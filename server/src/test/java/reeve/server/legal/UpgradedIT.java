package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.server.FakePlatform;
import reeve.server.ServerApplication;
import reeve.server.TestClock;
import reeve.server.enforcement.TestWorker;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordCheck;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.record.TestRecords;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;

/**
 * A server over what older ones left behind: rows as those wrote them, brought to today's shape by
 * way of two shapes between. What is in them stands in {@code old/*.sql}.
 */
final class UpgradedIT {
  private static final ScratchDatabase DATABASE = ScratchDatabase.fresh();
  private static final FakePlatform PLATFORM = new FakePlatform();

  @TempDir static Path dir;

  private static ConfigurableApplicationContext server;
  private static JdbcClient jdbc;
  private static Map<String, Long> before;
  private static Map<String, Long> after;

  @BeforeAll
  static void upgrade() throws Exception {
    for (String version : List.of("144", "200")) {
      TestRecords.migrate(DATABASE, version);
      fill(version);
    }
    before = rows();
    server = start();
    after = rows();
    jdbc = server.getBean(JdbcClient.class);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void fill(String version) throws Exception {
    try (InputStream in = UpgradedIT.class.getResourceAsStream("/old/" + version + ".sql");
        var connection = DATABASE.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Its own migrations bring the tables to the latest shape. */
  private static ConfigurableApplicationContext start() {
    Map<String, Object> given = new HashMap<>(DATABASE.springProperties(Schema.SERVER));
    given.put("server.port", "0");
    given.put("server.staff.loops", "false");
    given.put("server.keys.staff[0]", "7e".repeat(32));
    given.put("server.keys.files[0]", "9c".repeat(32));
    given.put("server.ledger.dir", dir.resolve("ledger").toString());
    given.put("server.ledger.keys", dir.resolve("keys").toString());
    given.put("server.bundle.dir", dir.resolve("bundles").toString());
    given.put("server.bundle.key", dir.resolve("keys/evidence.pem").toString());
    given.put("server.bundle.public-dir", dir.resolve("public").toString());
    return ServerApplication.start(
        given,
        List.of(PLATFORM),
        context ->
            ((GenericApplicationContext) context)
                .registerBean(
                    "testClock", TestClock.class, TestClock::new, it -> it.setPrimary(true)));
  }

  private static Map<String, Long> rows() throws Exception {
    var rows = new TreeMap<String, Long>();
    try (var connection = DATABASE.database().connect();
        var statement = connection.createStatement();
        var tables =
            statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'server'")) {
      while (tables.next()) {
        String table = tables.getString(1);
        try (var each = connection.createStatement();
            var count = each.executeQuery("SELECT count(*) FROM server." + table)) {
          count.next();
          rows.put(table, count.getLong(1));
        }
      }
    }
    return rows;
  }

  /** The id of what the rows name so. */
  private static UUID id(String name) {
    try {
      var bytes =
          ByteBuffer.wrap(
              MessageDigest.getInstance("MD5").digest(name.getBytes(StandardCharsets.UTF_8)));
      return new UUID(bytes.getLong(), bytes.getLong());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has MD5", e);
    }
  }

  private static AccountRef account(String id) {
    return new AccountRef(PlatformId.SQUARE, id);
  }

  private static List<Action> told(String account) {
    TestWorker.in(server).drain(new Random(1));
    return PLATFORM.ordersOn(account(account)).stream().map(Order::action).toList();
  }

  private static String one(String sql, Object... values) {
    return jdbc.sql(sql)
        .params(values)
        .query((row, _) -> "" + row.getString(1))
        .optional()
        .orElse("");
  }

  private static List<String> all(String sql, Object... values) {
    return jdbc.sql(sql).params(values).query((row, _) -> "" + row.getString(1)).list();
  }

  private interface Round {
    void under(Lease lease) throws Exception;
  }

  private static void round(String name, Round round) throws Exception {
    var leases = server.getBean(Leases.class);
    try (Lease lease = leases.take(name, Duration.ofMinutes(1)).orElseThrow()) {
      round.under(lease);
    }
  }

  @Test
  void nothingIsLost() {
    assertThat(before).containsEntry("decision", 5L).containsEntry("legal_order", 8L);
    before.forEach((table, count) ->
        assertThat(after.getOrDefault(table, -1L)).as(table).isGreaterThanOrEqualTo(count));
    assertThat(all("SELECT state FROM decision ORDER BY case_id"))
        .containsExactly("standing", "withdrawn", "undone", "replaced", "overturned");
    assertThat(all("SELECT audience FROM letter ORDER BY audience"))
        .containsExactly("appellant", "holder", "reporter");
    assertThat(one("SELECT about FROM legal_notification")).isEqualTo("danger");
    assertThat(
            one("SELECT may_order::text || may_report || may_read || may_send_events FROM api_key"))
        .isEqualTo("falsetruetruetrue");
  }

  @Test
  void leadsKeepTheOrdersOfAuthoritiesAndNobodyElseGainsOrLosesARole() {
    Map<String, String> roles = new HashMap<>();
    jdbc.sql("SELECT name, role FROM staff_member")
        .query(row -> {
          roles.put(row.getString(1), row.getString(2));
        });
    assertThat(roles)
        .isEqualTo(
            Map.of(
                "Rika", "REVIEWER",
                "Leto", "LEAD_AND_LEGAL",
                "Gorm", "LEAD_AND_LEGAL",
                "Ada", "ADMINISTRATOR",
                "Sven", "ADMINISTRATOR",
                "guest-1", "GUEST"));
    assertThat(all("SELECT name FROM staff_member WHERE NOT active")).containsExactly("Gorm");
    Map<String, String> links =
        Map.of(
            "invited", "LEAD_AND_LEGAL",
            "anew", "LEAD_AND_LEGAL",
            "used", "LEAD",
            "reviews", "REVIEWER",
            "leads", "ADMINISTRATOR");
    links.forEach((link, role) ->
        assertThat(
                one("SELECT role FROM staff_link WHERE hash = sha256(convert_to(?, 'UTF8'))", link))
            .as(link)
            .isEqualTo(role));
  }

  @Test
  void recordsOfTheFirstFormHoldAndGetTheirPlaceBeforeWhatComesAfter() {
    var transaction = server.getBean(TransactionTemplate.class);
    RecordId later =
        transaction.execute(t ->
            server
                .getBean(Records.class)
                .append(
                    new Entry(
                        new Kind("staff.looked", 1),
                        null,
                        new Actor.Worker("test"),
                        null,
                        Map.of(),
                        Map.of())));
    try (var records = TestRecords.open(DATABASE, dir.resolve("published"), Instant::now)) {
      records.publish();
      RecordCheck.Checked checked = records.recordCheck().check(2);
      assertThat(checked.wrongs()).as("" + checked.told()).isZero();
      assertThat(checked.erased()).isEqualTo(1);
      assertThat(checked.unsequenced()).isZero();
      assertThat(checked.records()).isGreaterThanOrEqualTo(8);
    }
    assertThat(
            one(
                """
                SELECT bool_and((old.tx, old.seq) < (new.tx, new.seq))
                  FROM record old, record new WHERE old.form = 1 AND new.id = ?
                """,
                later.value()))
        .isEqualTo("t");
  }

  @Test
  void whatWasReportedBeforeIsNotAcknowledged() {
    assertThat(
            one(
                """
                SELECT (SELECT (tx, seq) FROM decision_acknowledged)
                     = (SELECT (tx, seq) FROM record WHERE form = 1 ORDER BY tx DESC, seq DESC LIMIT 1)
                """))
        .isEqualTo("t");
  }

  @Test
  void ordersToActGoOnWhereTheyStood() {
    assertThat(told("101")).containsExactly(new Action.Suspend(null));
    assertThat(all("SELECT state FROM order_to_act WHERE account = '101' ORDER BY number"))
        .containsExactly("done", "refused", "superseded", "withdrawn", "done");
  }

  @Test
  void holdsStandOnReachThePlatformAndLapse() throws Exception {
    var holds = server.getBean(PlatformHolds.class);
    var rounds = server.getBean(HoldRounds.class);
    round("legal-platform-holds", holds::round);
    round("legal-holds", rounds::round);
    for (String hold : List.of("stands", "extended", "longer")) {
      assertThat(told(one("SELECT account FROM legal_hold WHERE reference = ?", hold)))
          .as(hold)
          .containsExactly(new Action.Hold(until("reference = '" + hold + "'")));
    }
    assertThat(told("203")).as("released").isEmpty();
    assertThat(told("204")).as("lapsed").isEmpty();
    assertThat(told("206")).as("it was told before").isEmpty();
    assertThat(all("SELECT account FROM legal_hold WHERE removal IS NOT NULL ORDER BY account"))
        .as("what was refused, taken back or is longer ago holds nothing")
        .containsExactly("301", "302", "303", "304");
    for (String held : List.of("301", "303", "304")) {
      Instant received =
          jdbc.sql("SELECT received_at FROM legal_order WHERE reference = ?")
              .param("CV " + held)
              .query((row, _) -> row.getTimestamp(1).toInstant())
              .single();
      Instant until = received.atZone(ZoneOffset.UTC).plusMonths(6).toInstant();
      assertThat(told(held)).containsExactly(new Action.Hold(until));
      assertThat(one("SELECT until = ? FROM held_account WHERE account = ?", time(until), held))
          .isEqualTo("t");
    }
    assertThat(one("SELECT count(*) FROM legal_hold WHERE removal IS NULL AND named <> account"))
        .isEqualTo("0");
    assertThat(all("SELECT words FROM legal_hold_log WHERE hold = ?", id("hold released")))
        .containsExactly("Received, and held.", "Released.");

    jdbc.sql("UPDATE legal_hold SET until = now() - interval '1 hour' WHERE account = '201'")
        .update();
    round("legal-platform-holds", holds::round);
    assertThat(told("201")).hasSize(2).last().isEqualTo(new Action.ReleaseHold());
  }

  private static Instant until(String which) {
    return jdbc.sql("SELECT until FROM legal_hold WHERE " + which)
        .query((row, _) -> row.getTimestamp(1).toInstant())
        .single();
  }

  private static Timestamp time(Instant at) {
    return Timestamp.from(at);
  }

  @Test
  void ordersToRemoveAreWorkedOnAndNoHolderHearsTwice() throws Exception {
    round("legal-clocks", server.getBean(Settling.class)::round);
    assertThat(all("SELECT state FROM legal_order ORDER BY reference"))
        .containsExactly(
            "open",
            "carried-out",
            "carried-out",
            "not-possible",
            "refused",
            "taken-back",
            "carried-out",
            "taken-back");
    assertThat(all("SELECT account FROM legal_notice")).containsExactly("302");
  }

  @Test
  void whoeverChangedAnAuthorityIsNoSecondPersonForIt() {
    Map<String, List<String>> hands =
        Map.of(
            "police", List.of("second"),
            "ministry", List.of("administrator", "second"),
            "office", List.of("administrator", "second"),
            "court", List.of(),
            "bureau", List.of());
    hands.forEach((name, by) -> {
      Authority it = server.getBean(AuthorityRows.class).find(id(name)).orElseThrow();
      assertThat(it.changedBy())
          .as(name)
          .containsExactlyInAnyOrderElementsOf(
              by.stream().map(who -> new Actor.Staff(id(who))).toList());
      assertThat(it.verified() == null ? "nobody" : "" + it.verified().secondPerson())
          .as(name)
          .isEqualTo(name.equals("ministry") ? "nobody" : "" + by.isEmpty());
    });
    assertThat(
            all(
                "SELECT words FROM legal_authority_log WHERE authority = ? ORDER BY id",
                id("court")))
        .containsExactly(
            "Entered.", "Contact added: +00 555 0101", "Verified through +00 555 0101");
  }

  @Test
  void whatMessagesNamedIsKnownAsIfTheyCameToday() {
    Map<UUID, String> said =
        Map.of(
            id("form"), "clerk@court.example\nCall +49 (30) 5550123-456 at night.",
            id("asked"), "Ask Bell@Tower.example about it.",
            id("contact in a letter"), "office@ministry.example",
            id("order 303"), "desk@court.example",
            id("request 401"), "+00 555 0199");
    said.forEach((source, words) ->
        assertThat(all("SELECT key FROM legal_named WHERE source = ?", source))
            .as(words)
            .isNotEmpty()
            .containsExactlyInAnyOrderElementsOf(Mentions.in(words)));
  }

  @Test
  void releasesStayAndEachHolderHearsOfJustWhatLeaves() throws Exception {
    assertThat(
            all(
                """
                SELECT account || CASE WHEN collected_at IS NULL THEN ' awaited' ELSE '' END
                       || CASE WHEN downloaded_at IS NULL THEN '' ELSE ' downloaded' END || review
                  FROM legal_release r
                  JOIN legal_disclosure_account a ON ARRAY[a.account] = r.accounts
                 ORDER BY account
                """))
        .containsExactly("404 awaited", "405", "406 downloaded", "407 downloadedIn order.", "408");
    assertThat(
            one(
                """
                SELECT count(*) FROM legal_disclosure
                 WHERE (proposal IS NULL) <> (proposed_at IS NULL)
                """))
        .isEqualTo("0");

    round("legal-disclosures", server.getBean(Collecting.class)::round);
    assertThat(
            all(
                """
                SELECT account || ' ' || array_to_string(data, ',') FROM legal_disclosure_notice
                 WHERE data_from IS NULL ORDER BY account
                """))
        .as("of 405 another release was dropped before, and 404 is silent")
        .containsExactly("405 subscriber", "406 subscriber", "407 subscriber", "408 subscriber");
    assertThat(all("SELECT reference FROM legal_disclosure WHERE told_at IS NOT NULL ORDER BY 1"))
        .containsExactly("BV 405", "BV 406", "BV 407", "BV 408");

    var transaction = server.getBean(TransactionTemplate.class);
    Disclosure dropped = server.getBean(DisclosureRows.class).find(id("request 402")).orElseThrow();
    transaction.executeWithoutResult(t ->
        server
            .getBean(Telling.class)
            .nothing(dropped, List.of(), new RecordId(id("decided")), Instant.now()));
    assertThat(
            all("SELECT title FROM legal_disclosure_notice WHERE account = '402' ORDER BY number"))
        .hasSize(2)
        .last()
        .isEqualTo("Nothing of your account is handed over");
  }
}
