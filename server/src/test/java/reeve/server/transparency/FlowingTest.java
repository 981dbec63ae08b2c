package reeve.server.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class FlowingTest {
  @Test
  void aBodyThatStopsInTheMiddleIsNotWaitedFor() throws Exception {
    var end = new CountDownLatch(1);
    HttpServer hanging =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hanging.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    hanging.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      InputStream answer =
          client
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + hanging.getAddress().getPort()))
                      .build(),
                  HttpResponse.BodyHandlers.ofInputStream())
              .body();
      try (var body = new Flowing(answer, Duration.ofMillis(300))) {
        assertThat(body.readNBytes(4)).asString().isEqualTo("half");
        assertThatThrownBy(body::read).isInstanceOf(InterruptedIOException.class);
      }
    } finally {
      end.countDown();
      hanging.stop(0);
    }
  }
}
