package reeve.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * Where the user's own PostgreSQL is, given as {@code postgresql://user:password@host:port/name} or
 * as a JDBC URL with the parameters {@code user} and {@code password}.
 *
 * @param jdbc the JDBC URL without user and password
 */
public record DatabaseUrl(String jdbc, Credentials credentials) {

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with what is missing; never with the password
   */
  public static DatabaseUrl parse(String given) {
    String text = given.startsWith("jdbc:") ? given.substring("jdbc:".length()) : given;
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the database URL is not a URL: " + e.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
      throw new IllegalArgumentException(
          "the database URL starts with postgresql://, for example postgresql://reeve:secret@localhost:5432/reeve");
    }
    if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
      throw new IllegalArgumentException("the database URL names a host and a database");
    }
    String user = "";
    String password = "";
    if (uri.getRawUserInfo() != null) {
      String[] parts = uri.getRawUserInfo().split(":", 2);
      user = decode(parts[0]);
      password = parts.length > 1 ? decode(parts[1]) : "";
    }
    var rest = new ArrayList<String>();
    for (String parameter :
        uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
      if (parameter.startsWith("user=")) {
        user = decode(parameter.substring("user=".length()));
      } else if (parameter.startsWith("password=")) {
        password = decode(parameter.substring("password=".length()));
      } else {
        rest.add(parameter);
      }
    }
    if (user.isEmpty()) {
      throw new IllegalArgumentException("the database URL names a user");
    }
    if (rest.stream().noneMatch(p -> p.startsWith("reWriteBatchedInserts="))) {
      rest.add("reWriteBatchedInserts=true");
    }
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    return new DatabaseUrl(
        "jdbc:postgresql://%s:%d%s?%s"
            .formatted(uri.getHost(), port, uri.getRawPath(), String.join("&", rest)),
        new Credentials(user, password));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
