package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Person;
import reeve.square.base.Visibility;
import reeve.square.door.SquareAction;
import tools.jackson.databind.JsonNode;

/** Flags, as those who send them and those who read them see them. */
@Tag("sql")
class ReportsIT {
  private static final Town TOWN = Town.SHARED;

  private final Person subject = TOWN.person("subject");
  private final Person reporter = TOWN.person("reporter");

  @Test
  void aFlagArrivesWithWhatWasFlaggedAndACaptureBeforeTheFirst() {
    var post = TOWN.post(subject, "Join us, @" + reporter.handle());
    var secret = TOWN.post(subject, "psst @" + reporter.handle(), Visibility.DIRECT, null);
    TOWN.follow(reporter, subject);
    var events =
        TOWN.eventsOf(() -> {
          var answer =
              TOWN.post(
                  reporter,
                  "/api/v1/reports",
                  Map.of(
                      "account_id", subject.id().toString(),
                      "status_ids", List.of(post.id().toString(), secret.id().toString()),
                      "rule_ids", List.of("1"),
                      "comment", "Look"));
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.json().get("category").asString()).isEqualTo("violation");
          assertThat(answer.json().get("action_taken").asBoolean()).isFalse();
          report(reporter, Map.of("account_id", subject.id().toString()), 200);
        });
    assertThat(events)
        .extracting(e -> e.get("type").asString())
        .containsExactly("capture", "report", "report");
    JsonNode capture = events.get(0);
    assertThat(capture.get("account").get("handle").asString()).isEqualTo(subject.handle());
    assertThat(capture.get("account").get("followers").asInt()).isOne();
    assertThat(capture.get("recent")).hasSize(1);
    JsonNode flag = events.get(1);
    assertThat(flag.get("posts")).hasSize(2);
    assertThat(flag.get("posts").get(1).get("visibility").asString()).isEqualTo("direct");
    assertThat(flag.get("reach").asInt()).isOne();
    assertThat(flag.get("reporter").asString()).isEqualTo(reporter.id().toString());
    assertThat(flag.get("reporterSince").asString()).endsWith("Z");
  }

  @Test
  void anAccountIsCapturedAgainAfterTenMinutes() {
    var body = Map.of("account_id", subject.id().toString());
    assertThat(types(() -> report(reporter, body, 200))).containsExactly("capture", "report");
    assertThat(types(() -> report(reporter, body, 200))).containsExactly("report");
    TOWN.clock().forward(Duration.ofMinutes(11));
    assertThat(types(() -> report(reporter, body, 200))).containsExactly("capture", "report");
  }

  @Test
  void aFormIsTakenAsWellAsJson() {
    var post = TOWN.post(subject, "spam");
    var answer =
        TOWN.send(
            TOWN.request(reporter.token(), "/api/v1/reports/")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "account_id=%s&status_ids[]=%s&category=spam&comment=caf%%C3%%A9&forward=false"
                            .formatted(subject.id(), post.id()))));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("comment").asString()).isEqualTo("café");
    assertThat(answer.json().get("status_ids").get(0).asString()).isEqualTo(post.id().toString());
  }

  @Test
  void aFlagThatIsNotRightIsRefusedWithAReason() {
    String id = subject.id().toString();
    var others = TOWN.post(reporter, "my own");
    var hidden = TOWN.post(subject, "followers", Visibility.PRIVATE, null);
    report(reporter, Map.of(), 422);
    report(reporter, Map.of("account_id", "12"), 404);
    report(reporter, Map.of("account_id", "nobody"), 404);
    report(reporter, Map.of("account_id", reporter.id().toString()), 422);
    report(reporter, Map.of("account_id", id, "category", "bad"), 422);
    report(reporter, Map.of("account_id", id, "rule_ids", List.of("77")), 422);
    report(reporter, Map.of("account_id", id, "comment", "x".repeat(1001)), 422);
    report(reporter, Map.of("account_id", id, "comment", "x".repeat(1000)), 200);
    report(reporter, flagging(id, others.id().toString()), 422);
    report(reporter, flagging(id, hidden.id().toString()), 422);
    report(reporter, flagging(id, "5"), 422);
    TOWN.order(subject, new SquareAction.Suspend(null));
    report(subject, Map.of("account_id", reporter.id().toString()), 403);
  }

  private static Map<String, Object> flagging(String account, String post) {
    return Map.of("account_id", account, "status_ids", List.of(post));
  }

  @Test
  void flagsOfManyAtOnceAreEachAnsweredForAndEachToldOnce() throws Exception {
    var post = TOWN.post(subject, "flag me");
    var reporters = new ArrayList<Person>();
    for (int i = 0; i < 40; i++) {
      reporters.add(TOWN.person("flagger"));
    }
    ConcurrentMap<String, Integer> answered = new ConcurrentHashMap<>();
    var events =
        TOWN.eventsOf(() -> {
          var threads = new ArrayList<Thread>();
          for (Person one : reporters) {
            threads.add(
                Thread.ofVirtual()
                    .start(() -> {
                      for (int i = 0; i < 5; i++) {
                        // Every fifth names a post that is not there; the rest are good.
                        String named = i == 4 ? "5" : post.id().toString();
                        var answer =
                            TOWN.post(
                                one, "/api/v1/reports", flagging(subject.id().toString(), named));
                        assertThat(answer.status()).isEqualTo(i == 4 ? 422 : 200);
                        if (i < 4) {
                          answered.merge(answer.json().get("id").asString(), 1, Integer::sum);
                        }
                      }
                    }));
          }
          threads.forEach(ReportsIT::join);
        });
    var told = new HashSet<String>();
    for (JsonNode event : events) {
      if (event.get("type").asString().equals("report")) {
        assertThat(told.add(event.get("id").asString())).isTrue();
      }
    }
    assertThat(answered).hasSize(160);
    assertThat(told).isEqualTo(answered.keySet());
    assertThat(events).filteredOn(e -> e.get("type").asString().equals("capture")).hasSize(1);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void report(Person who, Map<String, ?> body, int status) {
    var answer = TOWN.post(who, "/api/v1/reports", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (status != 200) {
      assertThat(answer.json().get("detail").asString()).isNotBlank();
      assertThat(answer.json().get("error").asString()).isNotBlank();
    }
  }

  private static List<String> types(Runnable act) {
    return TOWN.eventsOf(act).stream().map(event -> event.get("type").asString()).toList();
  }
}
