package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.TownEvents;
import reeve.server.ServerTest;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.policy.Policies;
import reeve.server.record.Records;
import reeve.server.staff.Role;
import reeve.server.watch.BacktestRows.State;
import reeve.server.watch.Plans.Aim;
import reeve.server.watch.backtest.BacktestResult;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;

@ServerTest
final class BacktestingIT {
  private static final Schema SCHEMA = TownEvents.SCHEMA;
  private static final Instant DAY = Instant.parse("2026-10-02T10:00:00Z");
  private static final String RULE =
      """
      rule: many-posts
      owner: analysts
      description: Counts the posts of an account.
      clause: spam/bulk
      event: post.created
      counters:
        posts: {kind: count, key: account.id, window: 24h}
      when: posts >= LEAST
      then: {surface: 3}
      limits: {accounts_per_hour: 100, accounts_per_day: 1000, share_of_events: 1.0}
      """;

  @TempDir private Path dir;
  @Autowired private MockMvc mvc;
  @Autowired private ApplicationContext context;
  @Autowired private BacktestRows rows;
  @Autowired private Records records;
  private final String account = "tried-" + UUID.randomUUID();
  private RuleTown town;
  private Journal journal;
  private Backtesting backtests;

  @BeforeEach
  void threePostsOfOneAndFiveOfAnother() {
    town = new RuleTown(context);
    town.fresh();
    WatchSettings settings =
        new WatchSettings(
            dir,
            DataSize.ofMegabytes(64),
            Duration.ofDays(90),
            DataSize.ofGigabytes(1),
            DataSize.ofMegabytes(8),
            DataSize.ofMegabytes(96));
    journal = new Journal(settings, town.clock);
    posts(account, 3);
    posts("other-" + account, 5);
    backtests =
        new Backtesting(
            context.getBean(Plans.class),
            town.shelf,
            town.store,
            context.getBean(RuleChecks.class),
            rows,
            context.getBean(RuleRecords.class),
            context.getBean(Policies.class),
            journal,
            settings,
            new BacktestSettings(DataSize.ofMegabytes(256), Duration.ofDays(30)),
            context.getBean(TransactionTemplate.class));
  }

  @AfterEach
  void close() {
    backtests.destroy();
    journal.destroy();
  }

  private long sequence;

  private void posts(String by, int count) {
    EventLog log = journal.log().orElseThrow();
    EventBatch batch = log.batch("square");
    for (int i = 0; i < count; i++) {
      Facts facts = new Facts(SCHEMA).clear(SCHEMA.kind("post.created"));
      String id = "square/" + sequence;
      Map.of(
              "event.id",
              id,
              "event.source",
              "square",
              "account.id",
              by,
              "post.id",
              "p" + sequence,
              "post.text",
              "hello <b>there</b>")
          .forEach((path, value) -> facts.set(SCHEMA.at(path).index(), value));
      facts.set(SCHEMA.at("event.at_ms").index(), DAY.plusSeconds(sequence).toEpochMilli());
      batch.add(sequence++, facts);
    }
    log.append(batch).join();
  }

  private BacktestRows.Row ended(UUID id) {
    await().atMost(Duration.ofSeconds(60)).until(() -> !rows.find(id).orElseThrow().runs());
    return rows.find(id).orElseThrow();
  }

  private String page(String url, MockHttpSession session, int status) throws Exception {
    return mvc.perform(get(url).session(session))
        .andExpect(status().is(status))
        .andReturn()
        .getResponse()
        .getContentAsString(StandardCharsets.UTF_8);
  }

  private void draft(int least) {
    town.save("rules/many-posts.yaml", RULE.replace("LEAST", "" + least));
  }

  private void fourAreLive() {
    draft(4);
    GoingLive live = context.getBean(GoingLive.class);
    live.propose(new Aim.One("many-posts"), town.liveNumber(), "To be compared with.", town.lead);
    draft(3);
  }

  @Test
  void theDraftIsTriedOnWhatHappenedBesideWhatIsLive() throws Exception {
    fourAreLive();
    UUID id = backtests.start(new Aim.One("many-posts"), null, null, town.lead);
    assertThat(ended(id).words()).isNull();
    assertThat(ended(id).state()).isEqualTo(State.DONE);
    BacktestResult result = rows.result(id).orElseThrow();
    assertThat(result.candidate().surfaced()).isEqualTo(2);
    assertThat(result.difference().candidate()).isEqualTo(1);
    assertThat(result.difference().onlyCandidate())
        .extracting(BacktestResult.Account::id)
        .containsExactly(account);
    await().until(() -> folders() == 0);
    assertThat(town.kinds()).contains("watch.backtest-started");

    MockHttpSession lead = town.desk.session(town.lead);
    MockHttpSession reviewer = town.desk.session(Role.REVIEWER);
    assertThat(page("/rules/backtests", reviewer, 200)).contains("Rule many-posts", "done");
    assertThat(page("/rules/backtests/" + id, reviewer, 200))
        .contains("Beside what is live", "many-posts", "without a case", "Hits over time")
        .doesNotContain(account, "Look at some hits");
    assertThat(page("/rules/backtests/" + id + "/sample?rule=many-posts", lead, 200))
        .contains(account, "square/2");
    page("/rules/backtests/" + id + "/sample?rule=many-posts", reviewer, 403);
    assertThat(records.about(new AccountRef(new PlatformId("square"), account), 5))
        .extracting(recorded -> recorded.kind().name())
        .contains("staff.viewed");
    assertThat(page("/rules/propose?what=rule&rule=many-posts", lead, 200))
        .contains("would have surfaced", "/rules/backtests/" + id);
  }

  private long folders() throws IOException {
    try (var all = Files.list(dir.resolve("backtests"))) {
      return all.count();
    }
  }

  @Test
  void oneRunsAtATimeAndIsCancelled() throws Exception {
    draft(3);
    UUID id = backtests.start(new Aim.One("many-posts"), null, null, town.lead);
    assertThatThrownBy(() -> backtests.start(new Aim.Whole(true), null, null, town.lead))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("runs already");
    assertThat(page("/rules/backtests/" + id, town.desk.session(Role.REVIEWER), 200))
        .contains("/progress", "in another process");
    backtests.cancel(id);
    assertThat(ended(id).state()).isEqualTo(State.CANCELLED);
    await().until(() -> !backtests.here(id));
    assertThatThrownBy(() -> backtests.cancel(id)).isInstanceOf(Refused.class);
    UUID empty =
        backtests.start(new Aim.One("many-posts"), DAY.plus(Duration.ofDays(9)), null, town.lead);
    assertThat(ended(empty))
        .satisfies(row -> {
          assertThat(row.state()).isEqualTo(State.FAILED);
          assertThat(row.words()).isNotBlank();
        });
  }

  @Test
  void whatAStopOfTheServerBrokeOffIsSaidToHaveFailed() {
    UUID id = UUID.randomUUID();
    rows.add(id, journal.id(), town.lead.id().value(), "Rule x", "0".repeat(64), null, null);
    assertThat(backtests.find(id).orElseThrow())
        .satisfies(row -> {
          assertThat(row.state()).isEqualTo(State.FAILED);
          assertThat(row.words()).contains("server stopped");
        });
    UUID elsewhere = UUID.randomUUID();
    rows.add(elsewhere, "another", town.lead.id().value(), "y", "0".repeat(64), null, null);
    assertThat(backtests.find(elsewhere).orElseThrow().runs()).isTrue();
    rows.ended(elsewhere, State.FAILED, "over");
  }

  @Test
  void wrongPeriodsAndRulesGetAClearAnswer() throws Exception {
    draft(3);
    assertThatThrownBy(
            () -> backtests.start(new Aim.One("many-posts"), DAY, DAY.minusSeconds(1), town.lead))
        .hasMessageContaining("ends before it begins");
    assertThatThrownBy(() -> backtests.start(new Aim.One("none"), null, null, town.lead))
        .hasMessageContaining("no rule 'none'");
    MockHttpSession lead = town.desk.session(town.lead);
    mvc.perform(post("/rules/backtests").param("from", "soon").session(lead).with(csrf()))
        .andExpect(status().isBadRequest());
    assertThat(page("/rules/backtests", lead, 200)).contains("keeps no events");
    page("/rules/backtests/" + UUID.randomUUID(), lead, 404);
  }
}
