package reeve.ledger;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An exchange over HTTP that comes to its end, whatever the other side does. The timeout of a
 * request ends with the headers of its answer: a body that stops in the middle would be waited for
 * without end.
 */
public final class Exchange {
  private Exchange() {}

  /**
   * Sends a request and reads the whole answer.
   *
   * @param most for all of it
   * @throws HttpTimeoutException the answer was not whole by then; nothing of it is read any more
   */
  public static <T> HttpResponse<T> within(
      Duration most, HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, handler);
    try {
      return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + most.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }
}
