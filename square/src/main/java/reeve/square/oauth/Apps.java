package reeve.square.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.base.Clocked;
import reeve.square.base.Digests;
import reeve.square.base.Refusal;
import reeve.square.base.Texts;

/** Programs that members use; anyone may register one. */
@Component
public final class Apps {
  /** Where a program without an address of its own has the code shown to the person. */
  public static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  private static final Set<String> NEVER = Set.of("javascript", "data", "vbscript", "blob", "file");

  private final Clocked db;

  Apps(Clocked db) {
    this.db = db;
  }

  /** A registered program. */
  public record App(
      long id,
      String name,
      @Nullable String website,
      List<String> redirectUris,
      Set<String> scopes,
      String clientId,
      String secretSha256) {

    public boolean redirectsTo(String uri) {
      return redirectUris.contains(uri);
    }

    boolean secretIs(String secret) {
      return Digests.same(Digests.sha256(secret), HexFormat.of().parseHex(secretSha256));
    }
  }

  /** A program that was just registered; the secret is told once. */
  public record Registered(App app, String secret) {}

  public Registered register(
      String name, List<String> redirectUris, @Nullable String scopes, @Nullable String website) {
    if (redirectUris.isEmpty() || redirectUris.size() > 10) {
      throw Refusal.invalid("redirect_uris names one to ten addresses.");
    }
    redirectUris.forEach(Apps::requireAddress);
    String secret = Digests.secret();
    var app =
        new App(
            db.nextId(),
            named(name),
            website == null || website.isBlank() ? null : website(website),
            redirectUris,
            Scopes.parse(scopes == null ? "" : scopes),
            Digests.secret(),
            Digests.hex(Digests.sha256(secret)));
    db.sql(
            """
            insert into apps (id, name, website, redirect_uris, scopes, client_id, secret_sha256, created_at)
            values (:id, :name, :website, :uris, :scopes, :client, :secret, :now)
            """)
        .param("id", app.id())
        .param("name", app.name())
        .param("website", app.website())
        .param("uris", redirectUris.toArray(String[]::new))
        .param("scopes", Scopes.text(app.scopes()))
        .param("client", app.clientId())
        .param("secret", HexFormat.of().parseHex(app.secretSha256()))
        .update();
    return new Registered(app, secret);
  }

  public Optional<App> find(String clientId) {
    return read("client_id = :key", Texts.clean("client_id", clientId));
  }

  public Optional<App> find(long id) {
    return read("id = :key", id);
  }

  private Optional<App> read(String where, Object key) {
    return db.sql("select * from apps where " + where)
        .param("key", key)
        .query((row, n) ->
            new App(
                row.getLong("id"),
                row.getString("name"),
                row.getString("website"),
                List.of((String[]) row.getArray("redirect_uris").getArray()),
                Scopes.stored(row.getString("scopes")),
                row.getString("client_id"),
                Digests.hex(row.getBytes("secret_sha256"))))
        .optional();
  }

  private static String named(String name) {
    String line = Texts.line("client_name", name, 60);
    if (line.isEmpty()) {
      throw Refusal.invalid("client_name has 1 to 60 characters.");
    }
    return line;
  }

  private static String website(String address) {
    String line = Texts.line("website", address, 500);
    if (!line.startsWith("https://") && !line.startsWith("http://")) {
      throw Refusal.invalid("website is an address with http or https.");
    }
    return line;
  }

  private static void requireAddress(String uri) {
    if (uri.equals(OUT_OF_BAND)) {
      return;
    }
    try {
      var parsed = new URI(Texts.within("redirect_uris", uri, 500));
      String scheme = parsed.getScheme();
      if (scheme != null
          && !NEVER.contains(scheme.toLowerCase(Locale.ROOT))
          && parsed.getRawFragment() == null) {
        return;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw Refusal.invalid("An address in redirect_uris is no absolute URI without a fragment.");
  }
}
