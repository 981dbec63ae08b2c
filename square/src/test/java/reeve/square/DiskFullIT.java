package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Answer;
import reeve.square.Town.Person;

/** PostgreSQL says in its own words that there is no room left; the next write works again. */
class DiskFullIT {
  private static final Town TOWN = Town.SHARED;

  private final Person person = TOWN.person("writer");
  private final Person other = TOWN.person("other");

  @Test
  void whatHasNoRoomIsRefusedAndNothingOfItStaysUntilThereIsRoomAgain() throws Exception {
    List<String> tables = List.of("posts", "reports", "pictures", "outbox");
    fill(tables);
    var events =
        TOWN.eventsOf(() -> {
          noRoom(write());
          noRoom(flag());
          noRoom(upload());
          assertThat(TOWN.get(person, "/api/v1/timelines/home").status())
              .as("reading goes on")
              .isEqualTo(200);
        });
    assertThat(events).isEmpty();
    free(tables);
    assertThat(TOWN.get(null, "/api/v1/accounts/" + person.id() + "/statuses").ids()).isEmpty();
    assertThat(
            TOWN.eventsOf(() -> {
              assertThat(write().status()).isEqualTo(200);
              assertThat(flag().status()).isEqualTo(200);
              assertThat(upload().status()).isEqualTo(200);
            }))
        .extracting(event -> event.get("type").asString())
        .containsExactly("post_created", "capture", "report");
  }

  private Answer write() {
    return TOWN.post(person, "/api/v1/statuses", Map.of("status", "Fresh bread"));
  }

  private Answer flag() {
    return TOWN.post(person, "/api/v1/reports", Map.of("account_id", other.id().toString()));
  }

  private Answer upload() {
    return TOWN.send(
        TOWN.request(person.token(), "/api/v2/media")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(
                BodyPublishers.ofByteArrays(
                    List.of(
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\nContent-Type: image/png\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII),
                        PicturesTest.png(7, 7),
                        "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII)))));
  }

  private static void noRoom(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("type").asString()).isEqualTo("urn:reeve:square:unavailable");
    assertThat(answer.json().get("detail").asString()).contains("no room");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
  }

  private static void fill(List<String> tables) throws SQLException {
    run(
        """
        create function square.no_room() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file: No space left on device' using errcode = '53100';
        end $$
        """);
    for (String table : tables) {
      run(
          "create trigger no_room before insert on square.%s execute function square.no_room()"
              .formatted(table));
    }
  }

  private static void free(List<String> tables) throws SQLException {
    for (String table : tables) {
      run("drop trigger no_room on square." + table);
    }
    run("drop function square.no_room()");
  }

  private static void run(String sql) throws SQLException {
    try (var owner = TOWN.database().database().connect();
        var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
