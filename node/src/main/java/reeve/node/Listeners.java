package reeve.node;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

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

  /**
   * Looks before anything is started whether both can listen.
   *
   * @throws Failure where a port is taken, or an address is not this machine's
   */
  void requireFree() {
    requireFree("--listen", squareHost, squarePort);
    requireFree("--desk-listen", deskHost, deskPort);
  }

  private void requireFree(String option, String host, int port) {
    try (var socket = new ServerSocket()) {
      // As the listeners do: a port of connections that have just ended is free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (BindException e) {
      throw ("" + e.getMessage()).contains("in use")
          ? taken(port)
          : new Failure(
              "Nothing can listen at %s, port %d (%s: %s). Name an address of this machine and a port that you may use."
                  .formatted(host, port, option, e.getMessage()));
    } catch (IOException e) {
      throw new Failure("%s %s is no address: %s".formatted(option, host, e.getMessage()), e);
    }
  }

  Failure taken(int port) {
    return new Failure(
        "Port %d is in use by another program. Choose another with %s."
            .formatted(port, port == deskPort ? "--desk-port" : "--port"));
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
