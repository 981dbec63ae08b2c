package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.postgres.Schema;
import reeve.square.base.Clocked;
import reeve.square.base.Settings;
import reeve.square.base.Settings.SignUpMode;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareDoor.Reader;
import reeve.square.outbox.OutboxTrim;

/** When events leave the outbox, and for whom they stay. */
@Tag("sql")
class OutboxTrimIT {
  private static final Town TOWN = Town.SHARED;
  private static final SquareDoor DOOR = TOWN.bean(SquareDoor.class);

  /** Behind all that was written before the test. */
  private String start;

  @BeforeEach
  void nobodyReads() throws Exception {
    write("start");
    start = Town.end(DOOR);
    forget();
  }

  @AfterEach
  void forget() {
    TOWN.jdbc().sql("delete from outbox_marks").update();
  }

  private static Connection writer() throws Exception {
    var database = TOWN.database();
    Connection connection =
        DriverManager.getConnection(
            database.url(), database.user(Schema.SQUARE), database.password(Schema.SQUARE));
    connection.setAutoCommit(false);
    return connection;
  }

  private static void insert(Connection connection, String body) throws Exception {
    try (var statement = connection.prepareStatement("insert into outbox (body) values (?)")) {
      statement.setString(1, body);
      statement.executeUpdate();
    }
  }

  /** An event of its own transaction; where it lies. */
  private static String write(String body) throws Exception {
    try (Connection writer = writer()) {
      insert(writer, body);
      writer.commit();
    }
    return Town.end(DOOR);
  }

  private static void told(String... cursors) {
    DOOR.readersAt(
        Arrays.stream(cursors).map(cursor -> new Reader("r " + cursor, cursor)).toList());
  }

  private static void daysLater(int days) {
    TOWN.jdbc()
        .sql(
            """
            update outbox_marks set at = at - make_interval(days => :days),
              waits = waits - make_interval(days => :days)
            """)
        .param("days", days)
        .update();
  }

  private static SquareDoor.OutboxRun run() {
    TOWN.clock().forward(Duration.ofSeconds(1));
    TOWN.bean(OutboxTrim.class).round();
    return DOOR.outboxRuns(1).getFirst();
  }

  /** What a reader that begins at the start of the test still gets. */
  private List<String> left() {
    return DOOR.read(start, 100).events().stream().map(event -> event.json()).toList();
  }

  @Test
  void whatAllHaveReadLeavesSomeDaysLaterAndNothingElse() throws Exception {
    String one = write("one");
    String two = write("two");
    String three = write("three");
    told(three, two);
    run();
    assertThat(left()).containsExactly("one", "two", "three");
    daysLater(6);
    told(three, three);
    run();
    assertThat(left()).as("a week is not over").containsExactly("one", "two", "three");
    daysLater(2);
    told(three, three);
    var run = run();
    assertThat(left()).as("then, one of them had read two").containsExactly("three");
    assertThat(run.removed()).isGreaterThanOrEqualTo(2);
    assertThat(run.trouble()).isNull();
    assertThat(DOOR.read(one, 10).events())
        .as("who reads from before gets what is left")
        .hasSize(1);
    daysLater(7);
    assertThat(run().removed()).isOne();
    assertThat(left()).isEmpty();
  }

  @Test
  void whoHasNotBegunHoldsEverythingBack() throws Exception {
    String one = write("one");
    assertThat(run().trouble()).startsWith("Nobody has said yet");
    told(one);
    daysLater(8);
    told(one, null);
    var run = run();
    assertThat(run.removed()).isZero();
    assertThat(run.trouble()).as("it came just now").isNull();
    daysLater(8);
    told(one, null);
    assertThat(run().trouble()).contains("r null", "since");
    assertThat(left()).containsExactly("one");
    told();
    daysLater(8);
    assertThat(run().trouble()).startsWith("Nobody has said since");
    assertThat(left()).as("nobody at all tells nothing").containsExactly("one");
  }

  @Test
  void whoWentBackHoldsBackWhatItHasYetToRead() throws Exception {
    String one = write("one");
    String two = write("two");
    told(two);
    daysLater(8);
    told(two, one);
    run();
    assertThat(left()).containsExactly("two");
  }

  @Test
  void whatCommitsLateIsNeverRemovedUnread() throws Exception {
    String first = write("first");
    try (Connection late = writer()) {
      insert(late, "late");
      try (Connection early = writer()) {
        insert(early, "early");
        early.commit();
      }
      assertThat(Town.end(DOOR)).isEqualTo(first);
      told(first);
      daysLater(8);
      run();
      assertThat(DOOR.read(first, 10).events()).isEmpty();
      late.commit();
    }
    daysLater(8);
    run();
    assertThat(left()).containsExactly("late", "early");
    told(Town.end(DOOR));
    daysLater(8);
    run();
    assertThat(left()).isEmpty();
  }

  @Test
  void aPlaceThatWasNeverGivenHoldsEverythingBackAndIsNamed() throws Exception {
    String one = write("one");
    for (String never :
        List.of("9-5-5", "1-9000000000000-1", "nonsense", "1-99999999999999999999-1")) {
      forget();
      told(one, never);
      daysLater(8);
      told(one, never);
      var run = run();
      assertThat(run.removed()).isZero();
      assertThat(run.trouble()).contains("never gave", never);
    }
    assertThat(left()).containsExactly("one");
  }

  @Test
  void inAnotherClusterThePlacesOfTheFormerOneStillCount() throws Exception {
    try {
      // As if restored from a cluster whose transaction ids were far ahead of this one's.
      TOWN.jdbc()
          .sql(
              """
              insert into outbox (epoch, tx, body)
              values (1, '8000000000', 'read'), (1, '9000000000', 'old')
              """)
          .update();
      TOWN.jdbc().sql("insert into outbox_epochs values (2, 'this one')").update();
      String read =
          DOOR.read(start, 10).events().stream()
              .filter(event -> event.json().equals("read"))
              .findFirst()
              .orElseThrow()
              .position();
      told(read);
      try (Connection writer = writer()) {
        insert(writer, "new");
        writer.commit();
      }
      daysLater(8);
      told(read);
      run();
      assertThat(left()).containsExactly("old", "new");
      told(Town.end(DOOR));
      daysLater(8);
      run();
      assertThat(left()).isEmpty();
    } finally {
      TOWN.jdbc().sql("delete from outbox where epoch = 2 or tx >= '8000000000'::xid8").update();
      TOWN.jdbc().sql("delete from outbox_epochs where epoch = 2").update();
    }
  }

  @Test
  void manyLeaveInBoundedSteps() throws Exception {
    TOWN.jdbc()
        .sql("insert into outbox (body) select 'n ' || n from generate_series(1, 12000) n")
        .update();
    told(Town.end(DOOR));
    daysLater(8);
    assertThat(run().removed()).isGreaterThanOrEqualTo(12_000);
    assertThat(left()).isEmpty();
  }

  private static Settings settings(Duration keepEvents) {
    return new Settings(
        "n",
        "d",
        SignUpMode.OPEN,
        "5a".repeat(32),
        null,
        1,
        1,
        1,
        1,
        1,
        Duration.ofDays(1),
        keepEvents);
  }

  @Test
  void forEverIsASettingAndLessThanAnHourIsNone() throws Exception {
    String one = write("one");
    told(one);
    daysLater(30);
    var forEver =
        new OutboxTrim(
            TOWN.bean(Clocked.class),
            TOWN.bean(TransactionTemplate.class),
            settings(Duration.ZERO));
    forEver.told(List.of(new Reader("r", one)));
    forEver.round();
    assertThat(left()).containsExactly("one");
    assertThatThrownBy(() -> settings(Duration.ofMinutes(59)))
        .hasMessageContaining("square.keep-events");
  }
}
