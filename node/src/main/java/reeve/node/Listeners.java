package reeve.node;

/**
 * Where the two listeners listen.
 *
 * @param squareHost the address the square binds to
 * @param deskHost the address the desk binds to; loopback unless the operator said otherwise
 */
record Listeners(String squareHost, int squarePort, String deskHost, int deskPort) {
  Listeners {
    requirePort("--port", squarePort);
    requirePort("--desk-port", deskPort);
    if (squarePort == deskPort && squarePort != 0) {
      throw new Failure(
          "--port and --desk-port are the same; the square and the desk need one each.");
    }
  }

  String squareUrl() {
    return url(squareHost, squarePort);
  }

  String deskUrl() {
    return url(deskHost, deskPort);
  }

  private static String url(String host, int port) {
    String shown = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    return "http://%s:%d".formatted(shown.contains(":") ? "[" + shown + "]" : shown, port);
  }

  private static void requirePort(String option, int port) {
    if (port < 0 || port > 65535) {
      throw new Failure(option + " is a number from 1 to 65535.");
    }
  }
}
