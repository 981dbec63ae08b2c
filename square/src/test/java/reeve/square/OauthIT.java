package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Answer;
import reeve.square.accounts.SignUp;
import reeve.square.base.AccountId;
import reeve.square.base.Digests;
import reeve.square.base.Fault;
import reeve.square.door.SquareAction;
import reeve.square.oauth.Apps;
import reeve.square.oauth.Grants;

/** How programs get their tokens. */
class OauthIT {
  private static final Town TOWN = Town.SHARED;
  private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-1";
  private static final String CHALLENGE =
      Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.sha256(VERIFIER));

  private final Apps.Registered client =
      TOWN.bean(Apps.class)
          .register(
              "Client",
              List.of(Apps.OUT_OF_BAND, "https://client.example/back"),
              "read write:statuses",
              "https://client.example");

  @Test
  void aRegisteredProgramGetsAnIdAndASecret() {
    var answer =
        TOWN.post(
            null,
            "/api/v1/apps/",
            Map.of("client_name", "App", "redirect_uris", Apps.OUT_OF_BAND, "scopes", "read"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("client_id").asString()).hasSize(43);
    assertThat(answer.json().get("client_secret").asString()).hasSize(43);
    for (String bad :
        List.of("javascript:alert(1)", "not an address", "/relative", "data:text/html,x")) {
      assertThat(
              TOWN.post(null, "/api/v1/apps", Map.of("client_name", "App", "redirect_uris", bad))
                  .status())
          .as(bad)
          .isEqualTo(422);
    }
  }

  @Test
  void aCodeIsGoodOnceForTheProgramThatAskedAndTheOneWhoKnowsTheVerifier() {
    var person = TOWN.person("granter");
    String code = code(person.id(), Apps.OUT_OF_BAND, CHALLENGE);
    assertThat(exchange(code, Map.of("code_verifier", "x".repeat(43))).status()).isEqualTo(422);
    String again = code(person.id(), Apps.OUT_OF_BAND, CHALLENGE);
    Answer answer = exchange(again, Map.of("code_verifier", VERIFIER));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.json().get("scope").asString()).isEqualTo("read");
    assertThat(exchange(again, Map.of("code_verifier", VERIFIER)).json().get("error").asString())
        .isEqualTo("invalid_grant");
    String token = answer.json().get("access_token").asString();
    assertThat(bearer(token, "/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
    String other = code(person.id(), "https://client.example/back", CHALLENGE);
    assertThat(exchange(other, Map.of("code_verifier", VERIFIER)).status())
        .as("another address than the code was made for")
        .isEqualTo(422);
    revoke(token);
    assertThat(bearer(token, "/api/v1/accounts/verify_credentials").status()).isEqualTo(401);
  }

  @Test
  void aCodeWithoutAChallengeNeedsTheSecret() {
    var person = TOWN.person("granter");
    String code = code(person.id(), Apps.OUT_OF_BAND, null);
    assertThat(exchange(code, Map.of()).status()).isEqualTo(422);
    String again = code(person.id(), Apps.OUT_OF_BAND, null);
    assertThat(exchange(again, Map.of("client_secret", "wrong")).status()).isEqualTo(401);
    assertThat(exchange(again, Map.of("client_secret", client.secret())).status()).isEqualTo(200);
  }

  @Test
  void aRequestForMoreThanTheProgramRegisteredIsRefused() {
    Refusing.invalid(() -> request(Apps.OUT_OF_BAND, "write", CHALLENGE, "S256"));
    Refusing.invalid(() -> request("https://evil.example/", "read", CHALLENGE, "S256"));
    Refusing.invalid(() -> request(Apps.OUT_OF_BAND, "read", CHALLENGE, "plain"));
    Refusing.notFound(
        () -> TOWN.bean(Grants.class).request("none", Apps.OUT_OF_BAND, "read", null, null, null));
    assertThat(request(Apps.OUT_OF_BAND, "write:statuses", CHALLENGE, "S256").scopes())
        .isEqualTo(Set.of("write:statuses"));
  }

  @Test
  void aProgramActsForItselfWithItsCredentialsAlone() {
    var answer =
        token(Map.of("grant_type", "client_credentials", "client_secret", client.secret()));
    assertThat(answer.status()).isEqualTo(200);
    String token = answer.json().get("access_token").asString();
    assertThat(bearer(token, "/api/v1/apps/verify_credentials").json().get("name").asString())
        .isEqualTo("Client");
    assertThat(bearer(token, "/api/v1/timelines/home").status()).isEqualTo(401);
    assertThat(token(Map.of("grant_type", "client_credentials", "client_secret", "no")).status())
        .isEqualTo(401);
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (client.app().clientId() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8));
    assertThat(
            TOWN.send(
                    TOWN.request(null, "/oauth/token?grant_type=client_credentials")
                        .header("Authorization", "Basic " + basic)
                        .POST(BodyPublishers.noBody()))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aPasswordOpensTheDoorAndTooManyWrongOnesCloseIt() {
    signUp("pat", "correct horse");
    assertThat(password("pat@example.org", "correct horse").status()).isEqualTo(200);
    assertThat(password("@Pat", "correct horse").status()).isEqualTo(200);
    assertThat(password("nobody@example.org", "correct horse").status()).isEqualTo(401);
    for (int i = 0; i < 10; i++) {
      assertThat(password("pat@example.org", "wrong").status()).isEqualTo(401);
    }
    var barred = password("pat@example.org", "correct horse");
    assertThat(barred.status()).isEqualTo(429);
    assertThat(Integer.parseInt(barred.header("Retry-After"))).isBetween(1, 900);
    TOWN.clock().forward(java.time.Duration.ofMinutes(15));
    assertThat(password("pat@example.org", "correct horse").status()).isEqualTo(200);
  }

  @Test
  void aSuspendedPersonGetsNoTokenButTheAddressThatTellsWhy() {
    var id = signUp("gone", "correct horse");
    TOWN.order(new Town.Person(id, "gone", ""), new SquareAction.Suspend(null));
    var answer = password("gone@example.org", "correct horse");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().get("error_description").asString())
        .contains(TOWN.url() + "/me/standing");
  }

  @Test
  void whatIsNotRightAtSignUpIsRefused() {
    signUp("taken", "correct horse");
    for (var bad :
        List.of(
            wish("taken", "new@example.org", "long enough", true),
            wish("TAKEN", "new@example.org", "long enough", true),
            wish("fresh", "taken@example.org", "long enough", true),
            wish("admin", "new@example.org", "long enough", true),
            wish("with space", "new@example.org", "long enough", true),
            wish("x".repeat(31), "new@example.org", "long enough", true),
            wish("fresh", "no address", "long enough", true),
            wish("fresh", "new@example.org", "short", true),
            wish("fresh", "new@example.org", "long enough", false))) {
      Refusing.with(Fault.INVALID, () -> TOWN.bean(SignUp.class).signUp(bad));
    }
  }

  private static SignUp.Wish wish(String handle, String mail, String password, boolean agreed) {
    return new SignUp.Wish(handle, mail, password, null, agreed, "192.0.2.3", null);
  }

  private static AccountId signUp(String handle, String password) {
    return TOWN.bean(SignUp.class).signUp(wish(handle, handle + "@example.org", password, true));
  }

  private Grants.Request request(String uri, String scope, String challenge, String method) {
    return TOWN.bean(Grants.class)
        .request(client.app().clientId(), uri, scope, "state", challenge, method);
  }

  private String code(AccountId account, String uri, String challenge) {
    return TOWN.bean(Grants.class).authorize(account, request(uri, "read", challenge, "S256"));
  }

  private Answer exchange(String code, Map<String, String> more) {
    var form = new HashMap<>(more);
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", Apps.OUT_OF_BAND);
    return token(form);
  }

  private Answer password(String name, String password) {
    return token(
        Map.of(
            "grant_type",
            "password",
            "client_secret",
            client.secret(),
            "username",
            name,
            "password",
            password,
            "scope",
            "read"));
  }

  private Answer token(Map<String, String> form) {
    return form("/oauth/token", form);
  }

  private void revoke(String token) {
    assertThat(
            form("/oauth/revoke", Map.of("token", token, "client_secret", client.secret()))
                .status())
        .isEqualTo(200);
  }

  private Answer form(String path, Map<String, String> form) {
    var all = new HashMap<>(form);
    all.put("client_id", client.app().clientId());
    String body =
        all.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return TOWN.send(
        TOWN.request(null, path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private static Answer bearer(String token, String path) {
    return TOWN.send(TOWN.request(token, path).GET());
  }
}
