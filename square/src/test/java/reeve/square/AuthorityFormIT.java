package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.authority.AuthorityForms;
import reeve.square.authority.AuthorityForms.Form;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.outbox.Outbox;
import tools.jackson.databind.JsonNode;

/** What becomes of a form that says it is an authority's. */
class AuthorityFormIT {
  private static final Town TOWN = Town.SHARED;
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  /** With limits of its own. */
  private final AuthorityForms forms =
      new AuthorityForms(
          TOWN.bean(Clocked.class), TOWN.bean(TransactionTemplate.class), TOWN.bean(Outbox.class));

  private final HttpClient http = HttpClient.newHttpClient();

  private static Form form(String posts) {
    return new Form(
        "Office of the Vale",
        "DE",
        "REMOVE",
        "VALE-7",
        "Article 3",
        "",
        posts,
        "+49 30 1",
        "Call us.");
  }

  private HttpResponse<String> post(Map<String, String> fields) throws Exception {
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create(TOWN.url() + "/authority")).build(),
            BodyHandlers.ofString());
    Matcher token = TOKEN.matcher(page.body());
    assertThat(token.find()).isTrue();
    String cookie =
        page.headers().allValues("Set-Cookie").stream()
            .map(it -> it.substring(0, it.indexOf(';')))
            .collect(Collectors.joining("; "));
    String body =
        "_csrf="
            + encoded(token.group(1))
            + fields.entrySet().stream()
                .map(it -> "&" + it.getKey() + "=" + encoded(it.getValue()))
                .collect(Collectors.joining());
    return http.send(
        HttpRequest.newBuilder(URI.create(TOWN.url() + "/authority"))
            .header("Cookie", cookie)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aFormBecomesAnEventAndItsReferenceIsAllThatItsWriterGets() throws Exception {
    var answers = new java.util.ArrayList<HttpResponse<String>>();
    List<JsonNode> events =
        TOWN.eventsOf(() -> {
          try {
            answers.add(
                post(
                    Map.of(
                        "wish", "REMOVE",
                        "authority", "Office <b>of</b> the Vale",
                        "state", "DE",
                        "reference", "VALE-7",
                        "posts", " https://a/@x/1 \r\n\r\nhttps://a/@x/2\r\nhttps://a/@x/1",
                        "contact", "+49 30 1")));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    String to = answers.getFirst().headers().firstValue("Location").orElseThrow();
    assertThat(to).matches("/authority/F-[2-9A-Z]{4}-[2-9A-Z]{4}");
    String reference = to.substring(to.lastIndexOf('/') + 1);
    assertThat(events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.get("type").asString()).isEqualTo("authority");
          assertThat(event.get("id").asString()).isEqualTo(reference);
          assertThat(event.get("wish").asString()).isEqualTo("remove");
          assertThat(event.get("authority").asString()).isEqualTo("Office <b>of</b> the Vale");
          assertThat(event.get("posts").size()).isEqualTo(2);
        });
    var page =
        http.send(
            HttpRequest.newBuilder(URI.create(TOWN.url() + to)).build(), BodyHandlers.ofString());
    assertThat(page.body()).contains(reference, "What happens next").doesNotContain("VALE-7");
  }

  @Test
  void whatIsWrongIsSaidAndNothingThatWasWrittenIsLost() throws Exception {
    var answer =
        post(
            Map.of(
                "wish",
                "REMOVE",
                "authority",
                "\"><script>alert(1)</script>",
                "state",
                "DE",
                "reference",
                "VALE-8",
                "text",
                "a long explanation",
                "contact",
                "+49 30 1"));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("Name the account or the posts", "a long explanation", "VALE-8")
        .doesNotContain("<script>alert");
    var unknown =
        http.send(
            HttpRequest.newBuilder(URI.create(TOWN.url() + "/authority/F-1O")).build(),
            BodyHandlers.ofString());
    assertThat(unknown.statusCode()).isEqualTo(404);
  }

  @Test
  void badInputIsRefusedWithWords() {
    assertRefused("Choose the state", with(form("1"), "XX", "REMOVE"));
    assertRefused("Choose what you ask", with(form("1"), "DE", "DELETE EVERYTHING"));
    assertRefused("U+0000", form("1\u00002"));
    assertRefused("at most 100 posts", form("p%d\n".repeat(101).formatted(numbers())));
    assertRefused("at most 10000", form("x".repeat(250_000)));
    assertRefused("at most 500", form("x".repeat(5_001)));
    assertRefused("Name the account", form("  \n "));
  }

  private static Object[] numbers() {
    Object[] numbers = new Object[101];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  private static Form with(Form form, String state, String wish) {
    return new Form(
        form.authority(),
        state,
        wish,
        form.reference(),
        form.ground(),
        form.account(),
        form.posts(),
        form.contact(),
        form.text());
  }

  private void assertRefused(String words, Form form) {
    assertThatThrownBy(() -> forms.take(form, "192.0.2.9"))
        .isInstanceOf(Refusal.class)
        .extracting(refused -> ((Refusal) refused).detail())
        .asString()
        .contains(words);
  }

  @Test
  void aFloodStopsAtItsAddressAndThenForAll() {
    for (int i = 0; i < 10; i++) {
      forms.take(form("https://a/@x/1"), "192.0.2.1");
    }
    assertTooMany("192.0.2.1");
    forms.take(form("https://a/@x/1"), "192.0.2.2");
    for (int i = 0; i < 200; i++) {
      try {
        forms.take(form("https://a/@x/1"), "198.51.100." + i);
      } catch (Refusal e) {
        break;
      }
    }
    assertTooMany("203.0.113.1");
  }

  private void assertTooMany(String from) {
    assertThatThrownBy(() -> forms.take(form("https://a/@x/1"), from))
        .isInstanceOfSatisfying(
            Refusal.class, it -> assertThat(it.fault()).isEqualTo(Fault.TOO_MANY));
  }
}
