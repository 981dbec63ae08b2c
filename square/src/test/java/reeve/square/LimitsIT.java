package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import reeve.postgres.Schema;
import reeve.square.Town.Answer;
import reeve.square.Town.Person;
import reeve.square.accounts.SignUp;
import reeve.square.base.Fault;

/** What happens at the limits, on a square whose limits are low. */
class LimitsIT {
  private static final int REQUESTS = 5;
  private static final int SIGN_UPS = 2;
  private static final int FLAGS = 8;

  private static final Town TOWN =
      Town.with(
          Map.of(
              "square.requests", REQUESTS, "square.sign-ups", SIGN_UPS, "square.report-queue", 1));

  @Test
  void whoHasAskedTooOftenIsToldWhenToAskAgainAndNobodyElseSuffers() {
    Person eager = TOWN.person("eager");
    for (int left = REQUESTS - 1; left >= 0; left--) {
      Answer answer = home(eager);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("" + REQUESTS);
      assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("" + left);
    }
    Answer refused = home(eager);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.json().get("type").asString()).isEqualTo("urn:reeve:square:too-many");
    assertThat(refused.json().get("detail").asString())
        .isEqualTo("At most 5 requests in five minutes.");
    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 300);
    Instant now = TOWN.clock().instant();
    assertThat(Instant.parse(refused.header("X-RateLimit-Reset")))
        .isBetween(now, now.plus(Duration.ofMinutes(5)));
    assertThat(home(TOWN.person("calm")).status()).isEqualTo(200);

    TOWN.clock().forward(Duration.ofMinutes(5));
    assertThat(home(eager).status()).isEqualTo(200);
  }

  private static Answer home(Person person) {
    return TOWN.get(person, "/api/v1/timelines/home");
  }

  @Test
  void anAddressThatAsksForTooManySignUpsWaitsAnHour() {
    for (int i = 0; i < SIGN_UPS; i++) {
      signUp("crowd" + i, "192.0.2.7");
    }
    Refusing.with(Fault.TOO_MANY, () -> signUp("crowd9", "192.0.2.7"));
    signUp("elsewhere", "192.0.2.8");
    TOWN.clock().forward(Duration.ofHours(1));
    signUp("crowd9", "192.0.2.7");
  }

  private static void signUp(String handle, String from) {
    TOWN.bean(SignUp.class)
        .signUp(
            new SignUp.Wish(
                handle, handle + "@example.org", "long enough", null, true, from, null));
  }

  @Test
  void whileTooManyFlagsWaitOthersAreTurnedAwayAndWhatWasTakenIsKept() throws Exception {
    Person subject = TOWN.person("subject");
    var answers = new ArrayList<Answer>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor();
        var holding = TOWN.database().database().connect(Schema.SQUARE)) {
      var done = new ExecutorCompletionService<Answer>(senders);
      holding.setAutoCommit(false);
      // A flag refers to its subject, and waits as long as somebody else holds that row.
      run(holding, "select from accounts where id = " + subject.id().value() + " for update");
      for (int i = 0; i < FLAGS; i++) {
        Person reporter = TOWN.person("flagger");
        done.submit(() -> flag(reporter, subject));
      }
      // Two commits of two flags at the most are under way, and one waits: the rest is refused.
      for (int i = 0; i < FLAGS - 5; i++) {
        Answer busy = done.take().get();
        answers.add(busy);
        assertThat(busy.status()).as(busy.text()).isEqualTo(429);
        assertThat(busy.header("Retry-After")).isEqualTo("2");
        assertThat(busy.json().get("type").asString()).isEqualTo("urn:reeve:square:busy");
        assertThat(busy.json().get("detail").asString()).contains("send this again");
      }
      holding.rollback();
      while (answers.size() < FLAGS) {
        answers.add(done.take().get());
      }
    }
    List<String> kept =
        TOWN.jdbc()
            .sql("select id::text from reports where subject = :subject")
            .param("subject", subject.id().value())
            .query(String.class)
            .list();
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 200)
        .extracting(answer -> answer.json().get("id").asString())
        .containsExactlyInAnyOrderElementsOf(kept)
        .hasSizeBetween(2, 5);
    assertThat(flag(TOWN.person("later"), subject).status()).isEqualTo(200);
  }

  private static Answer flag(Person reporter, Person subject) {
    return TOWN.post(reporter, "/api/v1/reports", Map.of("account_id", subject.id().toString()));
  }

  private static void run(java.sql.Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
