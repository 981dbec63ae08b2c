package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.holds.Holds;
import reeve.square.outbox.OutboxTrim;
import reeve.square.posts.Posts;

/**
 * A square over what older ones left behind: rows as those wrote them, brought to today's shape by
 * way of the first that held. What is in them stands in {@code old/*.sql}.
 */
@Tag("sql")
class UpgradedIT {
  private static final ScratchDatabase DATABASE = ScratchDatabase.fresh();
  private static final AccountId MILLER = new AccountId(7001);

  private static ConfigurableApplicationContext square;
  private static Map<String, String> before;
  private static Map<String, String> after;

  @BeforeAll
  static void upgrade() throws Exception {
    for (String version : List.of("3", "13")) {
      migrate(version);
      fill(version);
    }
    before = rows();
    migrate("latest");
    after = rows();
    var properties = new HashMap<String, Object>(DATABASE.springProperties(Schema.SQUARE));
    properties.put("server.port", "0");
    properties.put("square.secret", "5a".repeat(32));
    square = SquareApplication.start(properties, SquareApplication.class, TestClock.InPlace.class);
  }

  @AfterAll
  static void stop() {
    square.close();
  }

  private static void migrate(String version) {
    Flyway.configure()
        .dataSource(DATABASE.url(), DATABASE.ownerUser(), DATABASE.ownerPassword())
        .locations("classpath:square/db")
        .schemas("square")
        .defaultSchema("square")
        .createSchemas(false)
        .target(version)
        .load()
        .migrate();
  }

  private static void fill(String version) throws Exception {
    try (InputStream in = UpgradedIT.class.getResourceAsStream("/old/" + version + ".sql")) {
      asOwner(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void asOwner(String sql) throws SQLException {
    try (Connection connection = DATABASE.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What stands in each table. */
  private static Map<String, String> rows() throws SQLException {
    var rows = new TreeMap<String, String>();
    try (Connection connection = DATABASE.database().connect();
        var statement = connection.createStatement();
        var tables =
            statement.executeQuery(
                """
                select tablename from pg_tables
                where schemaname = 'square' and tablename <> 'flyway_schema_history'
                """)) {
      while (tables.next()) {
        String table = tables.getString(1);
        try (var each = connection.createStatement();
            var all =
                each.executeQuery(
                    "select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from square."
                        + table
                        + " t")) {
          all.next();
          rows.put(table, all.getString(1));
        }
      }
    }
    return rows;
  }

  private static <T> T bean(Class<T> type) {
    return square.getBean(type);
  }

  private static List<String> kept(long account) {
    return bean(JdbcClient.class)
        .sql("select value ->> 'text' from kept where account_id = ? and part = 'post' order by id")
        .param(account)
        .query(String.class)
        .list();
  }

  private static SquareReceipt obey(AccountId account, long number, SquareAction action) {
    return bean(SquareDoor.class)
        .obey(new SquareOrder(UUID.randomUUID(), account.toString(), number, action));
  }

  @Test
  void everyRowIsAsItWas() {
    assertThat(before.get("posts")).contains("The mill turns again.", "The Crimson Dawn comes.");
    assertThat(before.get("kept")).contains("Burn the granary.");
    assertThat(after).containsAllEntriesOf(before);
  }

  @Test
  void aHoldFromBeforeStandsAndRefusesWhoDeletes() {
    for (String sql :
        List.of(
            "delete from square.kept where account_id = 7002",
            "update square.kept set value = '{}' where account_id = 7002",
            "truncate square.kept",
            "truncate square.holds")) {
      assertThatThrownBy(() -> asOwner(sql)).as(sql).hasMessageContaining("held");
    }
    assertThat(kept(7002)).containsExactly("Burn the granary.");
  }

  @Test
  void aHoldWhoseTimeWasOverEndsAndTellsHowMuchItWas() {
    bean(Holds.class).endLapsed();
    assertThat(kept(7003)).isEmpty();
    assertThat(events(null))
        .filteredOn(it -> it.contains("hold_ended"))
        .singleElement()
        .asString()
        .contains("\"account\":\"7003\"", "\"posts\":1", "\"others\":1");
  }

  @Test
  void anAccountFromBeforeIsHeldAndNothingOfItIsLost() {
    assertThat(obey(new AccountId(7002), 2, new SquareAction.ReleaseHold()))
        .as("orders count on from where they were")
        .isInstanceOf(SquareReceipt.Refused.class);
    assertThat(obey(MILLER, 1, new SquareAction.Hold(Instant.now().plus(Duration.ofDays(90)))))
        .isInstanceOf(SquareReceipt.Done.class);
    Posts posts = bean(Posts.class);
    posts.delete(MILLER, new PostId(8001));
    posts.delete(MILLER, new PostId(8003));
    assertThat(kept(7001))
        .containsExactly("The mill turns again.", "Between us: the mill is for sale.");
    assertThat(
            obey(
                MILLER,
                2,
                new SquareAction.HandOver(
                    Set.of(SquareAction.Category.PUBLIC_POSTS), List.of(), null, null, "VALE-7")))
        .isInstanceOfSatisfying(
            SquareReceipt.HandedOver.class,
            it -> assertThat(it.file()).contains("The mill turns again.").doesNotContain("sale"));
  }

  @Test
  void whoReadsTheOutboxGoesOnFromItsPlaceAndNothingUnreadLeaves() {
    SquareDoor door = bean(SquareDoor.class);
    SquareDoor.OutboxEvent first = door.read(null, 1).events().getFirst();
    assertThat(first.json()).contains("\"number\":1");
    assertThat(events(first.position()))
        .startsWith("{\"type\":\"old\",\"number\":2}", "{\"type\":\"old\",\"number\":3}");
    bean(OutboxTrim.class).round();
    door.readersAt(List.of(new SquareDoor.Reader("intake", first.position())));
    bean(TestClock.class).forward(Duration.ofDays(8));
    door.readersAt(List.of(new SquareDoor.Reader("intake", first.position())));
    bean(TestClock.class).forward(Duration.ofSeconds(1));
    bean(OutboxTrim.class).round();
    assertThat(events(null)).startsWith("{\"type\":\"old\",\"number\":2}");
  }

  private static List<String> events(String after) {
    return bean(SquareDoor.class).read(after, 1_000).events().stream()
        .map(SquareDoor.OutboxEvent::json)
        .toList();
  }
}
