package reeve.ledger.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

/** Serves {@code POST /add-checkpoint} for a witness; TLS is a proxy's work. */
public final class WitnessServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private WitnessServer(HttpServer server) {
    this.server = server;
  }

  /**
   * @param at a port of 0 takes a free one
   * @throws LedgerException {@code UNAVAILABLE}: the address is not to be had
   */
  public static WitnessServer start(Witness witness, InetSocketAddress at) {
    try {
      var started = new WitnessServer(HttpServer.create(at, 0));
      started.server.createContext("/add-checkpoint", exchange -> answer(witness, exchange));
      started.server.setExecutor(started.threads);
      started.server.start();
      return started;
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, at + " cannot be listened on: " + e.getMessage(), e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(Witness witness, HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/add-checkpoint")) {
        send(exchange, 404, "text/plain; charset=utf-8", "There is nothing here.\n");
        return;
      }
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        send(exchange, 405, "text/plain; charset=utf-8", "A checkpoint is sent with POST.\n");
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(Submission.LARGEST + 1);
      Answer answer =
          body.length > Submission.LARGEST
              ? new Answer.Malformed("A submission has at most 64 KiB.")
              : witness.add(body);
      switch (answer) {
        case Answer.Signed signed -> plain(exchange, 200, signed.line().line());
        case Answer.Stale stale -> send(exchange, 409, "text/x.tlog.size", stale.size() + "\n");
        case Answer.UnknownLog _ -> plain(exchange, 404, "This log is not known here.\n");
        case Answer.NotTheirs _ -> plain(exchange, 403, "No key of this log signed it.\n");
        case Answer.BadProof _ ->
            plain(exchange, 422, "It does not continue what was signed here before.\n");
        case Answer.Malformed malformed -> plain(exchange, 400, malformed.words() + "\n");
      }
    } catch (LedgerException e) {
      plain(exchange, 503, e.getMessage() + "\n");
    }
  }

  private static void plain(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", text);
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(1);
    threads.close();
  }
}
