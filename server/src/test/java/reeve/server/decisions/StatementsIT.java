package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.networknt.schema.InputFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.decisions.FakeDatabase.Fault;
import reeve.server.decisions.FakeDatabase.Killed;
import reeve.server.decisions.StatementRows.Row;
import reeve.server.decisions.StatementRows.State;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.record.Records;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** From decisions to the DSA Transparency Database, which fails as it likes. */
@ServerTest
final class StatementsIT {
  @TempDir static Path dir;

  @Autowired private ApplicationContext context;
  @Autowired private StatementMaking making;
  @Autowired private StatementRows rows;
  @Autowired private Records records;
  @Autowired private Leases leases;
  @Autowired private TestClock clock;
  @Autowired private TestDesk desk;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;
  @Autowired private MockMvc mvc;

  private final Random random = new Random(7);
  private FakeDatabase database;
  private StatementSettings settings;

  @BeforeEach
  void nothingWaits() throws Exception {
    jdbc.sql("UPDATE decision SET stated = true").update();
    jdbc.sql("DELETE FROM decision_statement").update();
    database = new FakeDatabase();
    Path token = Files.writeString(dir.resolve("token"), FakeDatabase.TOKEN + "\n");
    settings = new StatementSettings("https://dsa.example/api/v1", token.toString(), 150);
  }

  @Test
  void aDecisionThatRestrictsMakesOneStatementAndOneThatWasWithdrawnNone() {
    var town = new TestTown(context);
    Member reviewer = town.member(Role.REVIEWER);
    Reported suspended = town.reported(2);
    DecisionId id = town.suspended(suspended, reviewer);
    Reported withdrawn = town.reported(1);
    town.withdraw(
        town.made(withdrawn, reviewer, TestTown.form(TestTown.RECRUITMENT, "You asked.", "limit")),
        reviewer);
    Reported warned = town.reported(1);
    town.decided(warned, reviewer, TestTown.form(TestTown.SPAM, "You posted much.", "warn"));
    Reported clean = town.reported(1);
    town.decided(clean, reviewer, TestTown.form("", "", DecisionForm.NO_VIOLATION));

    making.make();
    assertThat(all()).as("a minute must pass after it left").isEmpty();
    clock.forward(Duration.ofMinutes(2));
    while (making.make() > 0) {
      // Until all were looked at.
    }
    assertThat(all())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.decision()).isEqualTo(id);
          assertThat(row.body())
              .contains(
                  "\"decision_account\":\"DECISION_ACCOUNT_TERMINATED\"",
                  "\"source_type\":\"SOURCE_ARTICLE_16\"",
                  "\"content_type\":[\"CONTENT_TYPE_TEXT\"]",
                  "One post was relied on.");
          assertThat(row.puid()).doesNotContain(id.toString());
        });
    // Taken back later: it was in force meanwhile, and the database knows no reversal.
    town.undo(id, town.member(Role.LEAD));
    making.make();
    assertThat(all()).hasSize(1);
  }

  @Test
  void nothingThatNamesAnybodyStandsInAStatement() {
    var town = new TestTown(context);
    Member reviewer = town.member(Role.REVIEWER);
    Reported reported = town.reported(1);
    String names =
        "Annika Valeborn, @annika@town.example, annika@valeborn.example, +49 30 5550199,"
            + " 7 Millrace Lane, 12345 Valeborn, https://town.example/@annika, 192.0.2.7 ";
    DecisionId id =
        town.decided(
            reported,
            reviewer,
            new DecisionForm(
                List.of("remove-posts", "clear-field", "suspend-temporarily"),
                TestTown.RECRUITMENT,
                List.of(reported.postId()),
                List.of("BIO", "AVATAR"),
                "7",
                "no",
                names,
                names));
    String handle =
        jdbc.sql("SELECT handle FROM decision WHERE id = ?")
            .param(id.value())
            .query(String.class)
            .single();
    clock.forward(Duration.ofMinutes(2));
    making.make();
    Row row = all().getFirst();
    assertThat(FakeDatabase.schema().validate(row.body(), InputFormat.JSON)).isEmpty();
    String body = row.body().replace(row.puid(), "");
    for (String word : names.split("[ ,]+")) {
      if (word.length() > 2) {
        assertThat(body).doesNotContainIgnoringCase(word);
      }
    }
    assertThat(body)
        .contains("\"content_type\":[\"CONTENT_TYPE_TEXT\",\"CONTENT_TYPE_IMAGE\"]")
        .contains("\"end_date_account_restriction\":")
        .doesNotContain(
            "@", "://", handle, reported.account().nativeId(), reported.postId(), "Crimson");
  }

  @Test
  void everyStatementArrivesOnceWhateverFailsAtWhicheverCall() {
    for (Fault first : Fault.values()) {
      for (Fault second : Fault.values()) {
        jdbc.sql("DELETE FROM decision_statement").update();
        database = new FakeDatabase();
        add(3);
        database.next(first, second);
        deliver();
        assertThat(database.statements()).as(first + ", " + second).hasSize(3);
        assertThat(all()).as(first + ", " + second).allMatch(it -> it.state() == State.SENT);
      }
    }
  }

  @Test
  void everyStatementArrivesOnceWhereverTheProcessDies() {
    for (int at = 0; at < 4; at++) {
      for (Fault fault : List.of(Fault.NONE, Fault.DONE_UNANSWERED, Fault.UNDONE_500)) {
        jdbc.sql("DELETE FROM decision_statement").update();
        database = new FakeDatabase();
        add(2);
        database.next(fault);
        // Each transaction is one step: what it would have written is lost.
        var dying = new Dying(at);
        StatementSending sending = sending();
        for (int i = 0; i < 4; i++) {
          try {
            sending.round(dying);
            clock.forward(Duration.ofSeconds(40));
          } catch (Killed e) {
            break;
          }
        }
        deliver();
        assertThat(database.statements()).as(fault + " at " + at).hasSize(2);
        assertThat(all()).allMatch(it -> it.state() == State.SENT);
      }
    }
  }

  @Test
  void oneThatIsWrongHoldsUpNoOtherAndIsKeptWithWhatTheDatabaseSays() throws Exception {
    for (boolean vague : new boolean[] {false, true}) {
      jdbc.sql("DELETE FROM decision_statement").update();
      database = new FakeDatabase();
      if (vague) {
        database.vague();
      }
      add(6);
      List<Row> all = all();
      List<Row> wrong = List.of(all.get(1), all.get(4));
      for (Row row : wrong) {
        jdbc.sql(
                "UPDATE decision_statement SET body = replace(body, 'STATEMENT_CAT', 'CAT') WHERE puid = ?")
            .param(row.puid())
            .update();
      }
      deliver();
      assertThat(database.statements()).hasSize(4);
      assertThat(rows.in(State.FAILED))
          .hasSize(2)
          .allMatch(it -> it.words().contains("invalid"))
          .extracting(Row::puid)
          .containsExactlyInAnyOrder(wrong.get(0).puid(), wrong.get(1).puid());
    }
    mvc.perform(get("/statements").session(desk.session(Role.LEAD)))
        .andExpect(content().string(containsString("is invalid")))
        .andExpect(content().string(not(containsString("Make anew"))));
  }

  @Test
  void oneThatWasRefusedIsMadeAnewAndSentOrIsDroppedWithAReason() throws Exception {
    var town = new TestTown(context);
    Member reviewer = town.member(Role.REVIEWER);
    Reported mended = town.reported(1);
    Reported dropped = town.reported(1);
    DecisionId toMend = town.suspended(mended, reviewer);
    DecisionId toDrop = town.suspended(dropped, reviewer);
    clock.forward(Duration.ofMinutes(2));
    making.make();
    jdbc.sql("UPDATE decision_statement SET body = replace(body, 'STATEMENT_CAT', 'CAT')").update();
    deliver();
    assertThat(rows.in(State.FAILED)).hasSize(2);
    var administrator = desk.session(Role.ADMINISTRATOR);
    mvc.perform(post("/statements/{id}/again", toMend.value()).with(csrf()).session(administrator))
        .andExpect(redirectedUrl("/statements?list=waiting"));
    mvc.perform(
            post("/statements/{id}/drop", toDrop.value())
                .param("why", "It was a test of the square.")
                .with(csrf())
                .session(administrator))
        .andExpect(redirectedUrl("/statements"));
    mvc.perform(
            post("/statements/{id}/drop", toDrop.value())
                .param("why", "Again.")
                .with(csrf())
                .session(administrator))
        .andExpect(status().isNotFound());
    deliver();
    assertThat(database.statements()).hasSize(1);
    assertThat(rows.in(State.SENT)).extracting(Row::decision).containsExactly(toMend);
    assertThat(rows.in(State.DROPPED)).extracting(Row::decision).containsExactly(toDrop);
  }

  @Test
  void twoHundredAndFiftyGoInThreeCallsAndNoMoreThanTheDatabaseTakes() {
    add(250);
    deliver();
    assertThat(database.batches()).containsExactly(100, 100, 50);
    assertThat(sendingWith(channelOff()).round(new Dying(99))).isPositive();
    StatementSending sending = sending();
    add(1);
    assertThat(sending.round(new Dying(99))).isBetween(Duration.ofMillis(5), Duration.ofMillis(50));
    add(1);
    database.next(Fault.BUSY_429);
    sending.round(new Dying(99));
    int calls = database.calls().size();
    sending.round(new Dying(99));
    assertThat(database.calls()).as("it rests").hasSize(calls);
  }

  @Test
  void nothingLeavesWhileTheChannelIsOffAndAllCanBeDownloaded() throws Exception {
    add(2);
    StatementSending off = sendingWith(channelOff());
    off.round(new Dying(99));
    assertThat(database.calls()).isEmpty();
    String lines =
        mvc.perform(get("/statements/export").session(desk.session(Role.LEAD)))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();
    assertThat(lines.lines())
        .hasSize(2)
        .allMatch(it -> FakeDatabase.schema().validate(it, InputFormat.JSON).isEmpty());
    mvc.perform(get("/statements?list=waiting").session(desk.session(Role.LEAD)))
        .andExpect(content().string(containsString("No address is set up")));
  }

  private void add(int count) {
    Map<DecisionId, String> made = new HashMap<>();
    while (made.size() < count) {
      String puid = "p-" + UUID.randomUUID();
      StatementForm.json(TestStatements.random(random), puid)
          .ifPresent(body -> {
            DecisionId id = new DecisionId(UUID.randomUUID());
            made.put(id, puid);
            rows.add(id, puid, body, clock.instant());
          });
    }
  }

  /** Lets processes run, each new one after the one before died, until nothing waits. */
  private void deliver() {
    StatementSending sending = sending();
    for (int i = 0; i < 200 && open() > 0; i++) {
      try (Lease lease = leases.take("dsa-delivery", Duration.ofMinutes(1)).orElseThrow()) {
        sending.round(lease);
      } catch (Killed e) {
        sending = sending();
      }
      clock.forward(Duration.ofSeconds(20));
    }
    assertThat(open()).as("all came to an end").isZero();
  }

  private long open() {
    return jdbc.sql("SELECT count(*) FROM decision_statement WHERE state IN ('waiting', 'asked')")
        .query(Long.class)
        .single();
  }

  private List<Row> all() {
    return new ArrayList<>(rows.after(null, 1_000));
  }

  private StatementSending sending() {
    return sendingWith(channel -> true);
  }

  private static reeve.server.delivery.Channels channelOff() {
    return channel -> false;
  }

  private StatementSending sendingWith(reeve.server.delivery.Channels channels) {
    return new StatementSending(
        rows,
        new StatementApi(database, settings),
        channels,
        records,
        settings,
        clock,
        transaction);
  }

  /** A lease of a process that dies in its step of this number. */
  private static final class Dying implements Lease {
    private int left;

    Dying(int steps) {
      this.left = steps;
    }

    @Override
    public String name() {
      return "dying";
    }

    @Override
    public long number() {
      return 1;
    }

    @Override
    public boolean beat() {
      return true;
    }

    @Override
    public void confirm() {
      if (left-- == 0) {
        throw new Killed();
      }
    }

    @Override
    public void close() {}
  }
}
