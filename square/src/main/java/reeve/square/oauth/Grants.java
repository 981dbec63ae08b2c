package reeve.square.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.accounts.SignIn;
import reeve.square.accounts.Standing;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Digests;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Texts;
import reeve.square.base.Times;

/**
 * Ways to a token: authorization code (RFC 6749, 4.1) with PKCE by S256 (RFC 7636), client
 * credentials, and the password grant that the terminal clients use, which counts failures as any
 * sign-in does.
 */
@Component
public final class Grants {
  private static final Duration CODE = Duration.ofMinutes(10);

  private final Clocked db;
  private final Apps apps;
  private final Tokens tokens;
  private final SignIn signIn;
  private final Standing standing;

  Grants(Clocked db, Apps apps, Tokens tokens, SignIn signIn, Standing standing) {
    this.db = db;
    this.apps = apps;
    this.tokens = tokens;
    this.signIn = signIn;
    this.standing = standing;
  }

  /** A token that was just made; it is told once. */
  public record Granted(String token, Set<String> scopes) {}

  /**
   * What a program asks a person for, as its browser brings it.
   *
   * @param challenge PKCE, method S256; null where the program keeps a secret instead
   */
  public record Request(
      Apps.App app,
      String redirectUri,
      Set<String> scopes,
      @Nullable String state,
      @Nullable String challenge) {}

  /** Checks what a browser brings to {@code /oauth/authorize}. */
  public Request request(
      String clientId,
      String redirectUri,
      @Nullable String scope,
      @Nullable String state,
      @Nullable String challenge,
      @Nullable String method) {
    Apps.App app = apps.find(clientId).orElseThrow(() -> Refusal.notFound("application"));
    if (!app.redirectsTo(redirectUri)) {
      throw Refusal.invalid("This address is not among those that the application registered.");
    }
    if (challenge != null && !challenge.isEmpty() && !"S256".equals(method)) {
      throw Refusal.invalid("code_challenge_method must be S256.");
    }
    if (challenge != null && !challenge.isEmpty() && !challenge.matches("[A-Za-z0-9_-]{43}")) {
      throw Refusal.invalid("code_challenge is 43 characters of base64url.");
    }
    return new Request(
        app,
        redirectUri,
        scopes(app, scope),
        state == null ? null : Texts.within("state", state, 1000),
        challenge == null || challenge.isEmpty() ? null : challenge);
  }

  /** The person agreed: makes a code, good for ten minutes and once. */
  public String authorize(AccountId account, Request request) {
    standing.requirePresent(account);
    String code = Digests.secret();
    db.sql(
            """
            insert into oauth_codes (sha256, app_id, account_id, redirect_uri, scopes, challenge, expires_at)
            values (:hash, :app, :account, :uri, :scopes, :challenge, :expires)
            """)
        .param("hash", Digests.sha256(code))
        .param("app", request.app().id())
        .param("account", account.value())
        .param("uri", request.redirectUri())
        .param("scopes", Scopes.text(request.scopes()))
        .param("challenge", request.challenge())
        .param("expires", Times.sql(db.instant().plus(CODE)))
        .update();
    return code;
  }

  /** A code for a token. */
  public Granted code(
      Apps.App app,
      boolean secretGiven,
      String code,
      String redirectUri,
      @Nullable String verifier) {
    Optional<Code> found =
        db.sql(
                """
                update oauth_codes set used_at = :now
                where sha256 = :hash and app_id = :app and used_at is null and expires_at > :now
                returning account_id, redirect_uri, scopes, challenge
                """)
            .param("hash", Digests.sha256(code))
            .param("app", app.id())
            .query(Code.class)
            .optional();
    Code used = found.orElseThrow(Grants::badCode);
    if (!used.redirectUri().equals(redirectUri)) {
      throw badCode();
    }
    if (used.challenge() == null ? !secretGiven : !matches(used.challenge(), verifier)) {
      throw badCode();
    }
    var account = new AccountId(used.accountId());
    standing.requirePresent(account);
    Set<String> scopes = Scopes.stored(used.scopes());
    return new Granted(tokens.issue(app, account, scopes), scopes);
  }

  /** A token for the application itself: it may register accounts and read what is public. */
  public Granted application(Apps.App app, @Nullable String scope) {
    Set<String> scopes = scopes(app, scope);
    return new Granted(tokens.issue(app, null, scopes), scopes);
  }

  /** A name and a password for a token. */
  public Granted password(
      Apps.App app, String name, String password, @Nullable String scope, String from) {
    Set<String> scopes = scopes(app, scope);
    AccountId account = signIn.check(name, password, from);
    standing.requirePresent(account);
    return new Granted(tokens.issue(app, account, scopes), scopes);
  }

  /**
   * The application behind a client id and secret; the secret may be absent where PKCE stands in.
   */
  public Apps.App client(@Nullable String clientId, @Nullable String secret, boolean secretNeeded) {
    Optional<Apps.App> app = clientId == null ? Optional.empty() : apps.find(clientId);
    if (app.isEmpty() || (secret == null ? secretNeeded : !app.get().secretIs(secret))) {
      throw new Refusal(Fault.NOT_SIGNED_IN, "client_id or client_secret is not right.");
    }
    return app.get();
  }

  private static Set<String> scopes(Apps.App app, @Nullable String scope) {
    if (scope == null || scope.isBlank()) {
      return app.scopes().contains("read") ? Set.of("read") : app.scopes();
    }
    Set<String> wanted = Scopes.parse(scope);
    if (!Scopes.within(wanted, app.scopes())) {
      throw Refusal.invalid("The application did not register for all of these scopes.");
    }
    return wanted;
  }

  private static boolean matches(String challenge, @Nullable String verifier) {
    if (verifier == null || verifier.length() < 43 || verifier.length() > 128) {
      return false;
    }
    String hashed =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.sha256(verifier));
    return Digests.same(
        hashed.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
  }

  private static Refusal badCode() {
    return Refusal.invalid("The code is wrong, used or too old, or does not fit the request.");
  }

  private record Code(
      long accountId, String redirectUri, String scopes, @Nullable String challenge) {}
}
