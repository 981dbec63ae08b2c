package reeve.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Starts a Reeve over nothing, asks each listener for its first page and stops: what the JVM loaded
 * by then is what an ahead-of-time cache (JEP 514) keeps for the starts to come.
 */
@Command(name = "warm", hidden = true, description = "A short run for the ahead-of-time cache.")
final class WarmCommand implements Callable<Integer> {
  private static final Memory MEMORY = new Memory(1024);

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("reeve-warm-");
    System.setProperty("reeve.logs", dir.resolve("logs").toString());
    try (var data = DataDirectory.open(dir);
        var databases = Databases.open(data, null, MEMORY);
        var reeve =
            Reeve.start(
                data,
                databases,
                MEMORY,
                Settings.read(dir.resolve("reeve.yaml"), Map.of()),
                new Listeners("127.0.0.1", 0, "127.0.0.1", 0),
                false,
                null);
        var client = HttpClient.newHttpClient()) {
      for (int port : new int[] {reeve.squarePort(), reeve.deskPort()}) {
        var first = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
        int status = client.send(first, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status >= 500) {
          throw new Failure("the first page answered " + status);
        }
      }
    } finally {
      delete(dir);
    }
    return 0;
  }

  private static void delete(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
