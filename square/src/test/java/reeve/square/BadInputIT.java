package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Answer;
import reeve.square.Town.Person;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that are broken, too large or strange. */
class BadInputIT {
  private static final Town TOWN = Town.SHARED;
  private final Person person = TOWN.person("sender");

  @Test
  void aBrokenRequestIsAProblemThatSaysWhatIsWrong() {
    problem(400, send("application/json", "{\"status\":"));
    problem(400, send("application/json", "[1]"));
    problem(400, send("application/json", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
    problem(400, send("application/x-www-form-urlencoded", "status=%ff"));
    problem(400, send("application/x-www-form-urlencoded", "status=%4"));
    problem(415, send("text/plain", "status=hello"));
    problem(400, send("nonsense", "status=hello"));
    problem(422, send("application/json", "{\"status\":\"a\\u0000b\"}"));
    problem(422, send("application/json", "{\"status\":\"a\\ud800b\"}"));
    problem(413, send("application/json", "{\"status\":\"" + "x".repeat(70_000) + "\"}"));
    problem(400, send("application/json", "[".repeat(5000)));
    problem(404, TOWN.get(person, "/api/v1/nothing"));
    problem(404, TOWN.get(person, "/api/v1/statuses/abc"));
    problem(404, TOWN.get(person, "/api/v1/statuses/99999999999999999999"));
    problem(405, TOWN.send(TOWN.request(person.token(), "/api/v1/statuses").DELETE()));
    problem(422, TOWN.get(person, "/api/v1/timelines/home?limit=x"));
    problem(422, TOWN.get(person, "/api/v1/timelines/home?max_id=x"));
    assertThat(TOWN.get(person, "/api/v1/accounts/" + person.id() + "/statuses").ids()).isEmpty();
  }

  @Test
  void aPictureThatIsNoneIsAProblem() {
    problem(422, upload("image/png", "not a picture".getBytes(StandardCharsets.UTF_8)));
    problem(422, upload("image/jpeg", PicturesTest.png(5, 5)));
    problem(413, upload("image/png", new byte[(8 << 20) + 100]));
    assertThat(upload("image/png", PicturesTest.png(5, 5)).status()).isEqualTo(200);
  }

  private Answer upload(String type, byte[] bytes) {
    byte[] head =
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\nContent-Type: "
                + type
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII);
    return TOWN.send(
        TOWN.request(person.token(), "/api/v2/media")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArrays(List.of(head, bytes, tail))));
  }

  @Test
  void otherSitesMayCallTheApiButNotThePages() {
    var preflight =
        TOWN.send(
            TOWN.request(null, "/api/v1/statuses")
                .header("Origin", "https://client.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
    var answer =
        TOWN.send(
            TOWN.request(person.token(), "/api/v1/timelines/home")
                .header("Origin", "https://client.example")
                .GET());
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("Link");
    assertThat(Integer.parseInt(answer.header("X-RateLimit-Remaining"))).isPositive();
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void everyNaughtyStringIsKeptAsItIsOrRefusedWithAReason() throws IOException {
    Optional<Path> data = data();
    if (data.isEmpty()) {
      System.out.println("data absent: naughty strings");
      return;
    }
    JsonNode all;
    try (var in = new GZIPInputStream(Files.newInputStream(data.get()))) {
      all = TOWN.bean(JsonMapper.class).readTree(in);
    }
    for (JsonNode one : all) {
      String text = one.asString();
      Answer posted = TOWN.post(person, "/api/v1/statuses", Map.of("status", text));
      assertThat(posted.status()).as(text).isIn(200, 422);
      if (posted.status() == 200) {
        assertThat(posted.json().get("content").asString())
            .doesNotContainIgnoringCase("<script")
            .doesNotContainIgnoringCase("<img")
            .doesNotContainIgnoringCase("javascript:alert(1)\"");
        String id = posted.json().get("id").asString();
        assertThat(
                TOWN.send(TOWN.request(person.token(), "/api/v1/statuses/" + id).DELETE())
                    .json()
                    .get("text")
                    .asString())
            .isEqualTo(text.strip());
      }
      for (Answer answer :
          List.of(
              TOWN.post(
                  person,
                  "/api/v1/reports",
                  Map.of("account_id", text, "status_ids", List.of(text), "comment", text)),
              TOWN.send(
                  TOWN.request(person.token(), "/api/v1/accounts/update_credentials")
                      .header("Content-Type", "application/json")
                      .method(
                          "PATCH",
                          BodyPublishers.ofString(
                              TOWN.bean(JsonMapper.class)
                                  .writeValueAsString(
                                      Map.of(
                                          "display_name", text,
                                          "note", text,
                                          "fields_attributes",
                                              List.of(Map.of("name", text, "value", text))))))),
              TOWN.get(
                  person,
                  "/api/v2/search?q="
                      + java.net.URLEncoder.encode(text, StandardCharsets.UTF_8)))) {
        assertThat(answer.status()).as(text + ": " + answer.text()).isIn(200, 404, 422);
      }
    }
  }

  private static Optional<Path> data() {
    return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
        .map(p -> p.resolve("shared/data/unicode/naughty-strings.json.gz"))
        .filter(Files::exists)
        .findFirst();
  }

  private Answer send(String type, String body) {
    return send(type, body.getBytes(StandardCharsets.UTF_8));
  }

  private Answer send(String type, byte[] body) {
    return TOWN.send(
        TOWN.request(person.token(), "/api/v1/statuses")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static void problem(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("type").asString()).startsWith("urn:reeve:square:");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("detail").asString()).endsWith(".");
    assertThat(answer.json().get("error").asString()).isNotBlank();
  }
}
