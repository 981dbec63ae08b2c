package reeve.square.web;

import jakarta.servlet.http.HttpServletRequest;

/** Addresses of the square. */
public final class Paths {
  /** The page that tells a suspended account why, and takes its appeal. */
  public static final String STANDING = "/me/standing";

  /**
   * What browsers allow on every page: scripts, styles and pictures come from the square itself,
   * and pages are framed by nobody.
   */
  public static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private Paths() {}

  /** Whether programs call this address, with tokens, and not browsers with a session. */
  static boolean api(HttpServletRequest request) {
    return api(request.getRequestURI());
  }

  static boolean api(String path) {
    return path.startsWith("/api/")
        || path.startsWith("/oauth/token")
        || path.startsWith("/oauth/revoke");
  }

  /** {@code http://host:port} as the request names it. */
  public static String base(HttpServletRequest request) {
    String scheme = request.getScheme();
    int port = request.getServerPort();
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + request.getServerName() + (usual ? "" : ":" + port);
  }
}
