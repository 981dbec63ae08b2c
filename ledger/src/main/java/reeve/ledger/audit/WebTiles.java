package reeve.ledger.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import reeve.ledger.Exchange;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.Tiles;

/** A log's files over HTTP. Of each at most {@link Resource#largest} bytes are read. */
public final class WebTiles implements Tiles {
  /** For each try. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int TRIES = 3;

  private final String prefix;
  private final Duration patience;
  private final HttpClient client;

  /**
   * @param prefix of the log; a slash at its end may be missing
   */
  public WebTiles(URI prefix) {
    this(prefix, PATIENCE);
  }

  WebTiles(URI prefix, Duration patience) {
    this.patience = patience;
    String text = prefix.toString();
    this.prefix = text.endsWith("/") ? text : text + "/";
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  @Override
  public Optional<byte[]> read(Resource resource) {
    URI uri = URI.create(prefix + resource.path());
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip, identity").build();
    IOException last = new IOException("not tried");
    for (int i = 0; i < TRIES; i++) {
      try {
        HttpResponse<byte[]> answer =
            Exchange.within(
                patience,
                client,
                request,
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), resource.largest()));
        switch (answer.statusCode()) {
          case 200 -> {
            return Optional.of(plain(answer, resource.largest()));
          }
          case 404, 410 -> {
            return Optional.empty();
          }
          default -> last = new IOException("status " + answer.statusCode());
        }
      } catch (IOException e) {
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LedgerException(LedgerProblem.UNAVAILABLE, "Interrupted.", e);
      }
    }
    throw new LedgerException(
        LedgerProblem.UNAVAILABLE, uri + " cannot be read: " + last.getMessage(), last);
  }

  private static byte[] plain(HttpResponse<byte[]> answer, int largest) throws IOException {
    if (!answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
      return answer.body();
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return in.readNBytes(largest);
    }
  }
}
