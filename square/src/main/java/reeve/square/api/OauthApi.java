package reeve.square.api;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.oauth.Apps;
import reeve.square.oauth.Caller;
import reeve.square.oauth.Grants;
import reeve.square.oauth.Grants.Granted;
import reeve.square.oauth.Tokens;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/** Applications and tokens. */
@RestController
final class OauthApi {
  private final Apps apps;
  private final Grants grants;
  private final Tokens tokens;
  private final Clocked db;

  OauthApi(Apps apps, Grants grants, Tokens tokens, Clocked db) {
    this.apps = apps;
    this.grants = grants;
    this.tokens = tokens;
    this.db = db;
  }

  @PostMapping("/api/v1/apps")
  @Needs(Who.ANYBODY)
  Map<String, Object> register(Params params) {
    List<String> uris =
        params.list("redirect_uris").stream()
            .flatMap(uri -> Stream.of(uri.split("\\s+")))
            .filter(uri -> !uri.isEmpty())
            .toList();
    var made =
        apps.register(
            params.required("client_name"), uris, params.text("scopes"), params.text("website"));
    var answer = new LinkedHashMap<>(app(made.app()));
    answer.put("client_id", made.app().clientId());
    answer.put("client_secret", made.secret());
    answer.put("client_secret_expires_at", 0);
    return answer;
  }

  @GetMapping("/api/v1/apps/verify_credentials")
  @Needs(Who.APPLICATION)
  Map<String, Object> verify(Caller caller) {
    return apps.find(caller.app()).map(OauthApi::app).orElseThrow();
  }

  private static Map<String, Object> app(Apps.App app) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("id", Long.toString(app.id()));
    shape.put("name", app.name());
    shape.put("website", app.website());
    shape.put("scopes", List.copyOf(app.scopes()));
    shape.put("redirect_uri", String.join("\n", app.redirectUris()));
    shape.put("redirect_uris", app.redirectUris());
    shape.put("vapid_key", "");
    return shape;
  }

  @PostMapping("/oauth/token")
  @Needs(Who.ANYBODY)
  ResponseEntity<Map<String, Object>> token(HttpServletRequest request, Params params) {
    String secret = client(request, params, "client_secret");
    String kind = params.required("grant_type");
    boolean secretNeeded = !kind.equals("authorization_code");
    Apps.App app = grants.client(client(request, params, "client_id"), secret, secretNeeded);
    Granted granted =
        switch (kind) {
          case "authorization_code" ->
              grants.code(
                  app,
                  secret != null,
                  params.required("code"),
                  params.required("redirect_uri"),
                  params.text("code_verifier"));
          case "client_credentials" -> grants.application(app, params.text("scope"));
          case "password" ->
              grants.password(
                  app,
                  params.required("username"),
                  params.required("password"),
                  params.text("scope"),
                  request.getRemoteAddr());
          default ->
              throw Refusal.invalid(
                  "grant_type is authorization_code, client_credentials or password.");
        };
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(
            Map.of(
                "access_token", granted.token(),
                "token_type", "Bearer",
                "scope", String.join(" ", granted.scopes()),
                "created_at", db.instant().getEpochSecond()));
  }

  @PostMapping("/oauth/revoke")
  @Needs(Who.ANYBODY)
  Map<String, Object> revoke(HttpServletRequest request, Params params) {
    Apps.App app =
        grants.client(
            client(request, params, "client_id"), client(request, params, "client_secret"), true);
    tokens.revoke(app, params.required("token"));
    return Map.of();
  }

  /** From the body, or from HTTP Basic (RFC 6749, 2.3.1). */
  private static @Nullable String client(HttpServletRequest request, Params params, String which) {
    String given = params.text(which);
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (given != null || header == null || !header.regionMatches(true, 0, "basic ", 0, 6)) {
      return given;
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon > 0) {
        return which.equals("client_id") ? pair.substring(0, colon) : pair.substring(colon + 1);
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new Refusal(Fault.MALFORMED, "The Authorization header cannot be read.");
  }
}
