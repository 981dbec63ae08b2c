package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Answer;
import reeve.square.Town.Person;
import reeve.square.base.AccountId;
import reeve.square.base.Settings.SignUpMode;
import reeve.square.door.SquareAction;
import reeve.square.oauth.Apps;

/** Who gets in where people approve sign-ups, and where nobody is taken. */
class SignUpModesIT {
  private static final String PASSWORD = "correct horse";

  @Test
  void whoAsksWaitsUntilTheyAreApprovedAndIsTold() {
    Town town = Town.with(Map.of("square.sign-up", SignUpMode.APPROVAL.name()));
    assertThat(town.get(null, "/api/v2/instance").json().get("registrations").toString())
        .contains("\"approval_required\":true", "\"enabled\":true");
    assertThat(signUp(town, "silent", null).json().get("detail").asString())
        .isEqualTo("Say in a sentence why you want to join.");

    var events =
        town.eventsOf(() -> {
          Answer asked = signUp(town, "willing", "I bake bread");
          assertThat(asked.status()).isEqualTo(403);
          assertThat(asked.json().get("type").asString())
              .isEqualTo("urn:reeve:square:not-admitted");
        });
    assertThat(events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.get("type").asString()).isEqualTo("account_created");
          assertThat(event.get("account").get("state").asString()).isEqualTo("pending");
        });
    assertThat(signIn(town, "willing"))
        .satisfies(refused -> {
          assertThat(refused.status()).isEqualTo(403);
          assertThat(refused.text()).contains("waits for approval");
        });
    assertThat(town.get(null, "/api/v1/accounts/lookup?acct=willing").status()).isEqualTo(404);
    assertThat(signUp(town, "WILLING", "Me again").status())
        .as("the handle is kept")
        .isEqualTo(422);

    town.order(account(town, "willing"), new SquareAction.ApproveSignUp());
    assertThat(signIn(town, "willing").status()).isEqualTo(200);
    assertThat(town.get(null, "/api/v1/accounts/lookup?acct=willing").status()).isEqualTo(200);
    assertThat(page(town)).contains("name=\"reason\"");

    signUp(town, "unwanted", "Cheap watches");
    town.order(account(town, "unwanted"), new SquareAction.RefuseSignUp("It advertises."));
    assertThat(signIn(town, "unwanted").status()).as("nothing of theirs is kept").isEqualTo(401);
    assertThat(town.get(null, "/api/v1/accounts/lookup?acct=unwanted").status()).isEqualTo(404);
  }

  @Test
  void aClosedSquareTakesNobodyAndSaysSo() {
    Town town = Town.with(Map.of("square.sign-up", SignUpMode.CLOSED.name()));
    Person member = town.person("member");
    assertThat(
            town.eventsOf(() -> {
              Answer refused = signUp(town, "late", "Please");
              assertThat(refused.status()).isEqualTo(403);
              assertThat(refused.json().get("detail").asString())
                  .isEqualTo("This square takes no new members now.");
            }))
        .isEmpty();
    assertThat(town.get(null, "/api/v2/instance").json().get("registrations").toString())
        .contains("\"enabled\":false");
    assertThat(page(town)).contains("takes no new members").doesNotContain("name=\"password\"");
    assertThat(town.post(member, "/api/v1/statuses", Map.of("status", "still here")).status())
        .isEqualTo(200);
  }

  private static Answer signUp(Town town, String handle, String reason) {
    var wish = new HashMap<String, Object>();
    wish.put("username", handle);
    wish.put("email", handle.toLowerCase(java.util.Locale.ROOT) + "@example.org");
    wish.put("password", PASSWORD);
    wish.put("agreement", true);
    if (reason != null) {
      wish.put("reason", reason);
    }
    return town.post(
        new Person(new AccountId(1), "app", town.appToken()), "/api/v1/accounts", wish);
  }

  private static Answer signIn(Town town, String handle) {
    var client = town.bean(Apps.class).register("Client", List.of(Apps.OUT_OF_BAND), "read", null);
    return town.post(
        null,
        "/oauth/token",
        Map.of(
            "grant_type",
            "password",
            "client_id",
            client.app().clientId(),
            "client_secret",
            client.secret(),
            "username",
            handle + "@example.org",
            "password",
            PASSWORD,
            "scope",
            "read"));
  }

  private static Person account(Town town, String handle) {
    long id =
        town.jdbc()
            .sql("select id from accounts where handle = :handle")
            .param("handle", handle)
            .query(Long.class)
            .single();
    return new Person(new AccountId(id), handle, "");
  }

  private static String page(Town town) {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(town.url() + "/sign-up")).build(),
              BodyHandlers.ofString())
          .body();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
