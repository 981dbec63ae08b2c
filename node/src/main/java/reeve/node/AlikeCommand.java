package reeve.node;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running Reeve who is like some accounts. */
@Command(
    name = "alike",
    mixinStandardHelpOptions = true,
    description =
        "Asks a running Reeve who is like some accounts, and prints why. It needs an API key that"
            + " may read (desk, API keys).")
final class AlikeCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameters(
      arity = "1..*",
      paramLabel = "ACCOUNT",
      description = "the platform's id of an account; 200 at the most")
  private List<String> accounts = List.of();

  @Option(
      names = "--desk",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8081",
      description = "the desk's address (default: ${DEFAULT-VALUE})")
  private String desk = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:REEVE_API_KEY}",
      description = "the API key (default: the environment's REEVE_API_KEY)")
  private @Nullable String key;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "1 to 500 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Option(names = "--json", description = "print the answer as it came")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (key == null || key.isBlank()) {
      throw new Failure(
          "Give an API key that may read with --key or in REEVE_API_KEY. An administrator makes one"
              + " on the desk, under API keys, for the platform of the accounts.");
    }
    if (accounts.size() > 200) {
      throw new Failure(
          "A search begins with 200 accounts at the most, and here are %,d."
              .formatted(accounts.size()));
    }
    HttpResponse<String> answer = asked();
    JsonNode body = read(answer.body());
    if (answer.statusCode() != 200) {
      String detail = body.path("detail").asString("");
      throw new Failure(
          detail.isEmpty()
              ? "The desk at %s answered %d.".formatted(desk, answer.statusCode())
              : detail);
    }
    if (json) {
      System.out.println(answer.body());
    } else {
      tell(body);
    }
    return 0;
  }

  private HttpResponse<String> asked() throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return client.send(
          HttpRequest.newBuilder(address())
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + key)
              .header("Accept", "application/json")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(
          "No desk answers at %s. Start one with ./reeve up, or name it with --desk."
              .formatted(desk),
          e);
    }
  }

  private URI address() {
    StringBuilder address =
        new StringBuilder(desk.replaceAll("/+$", ""))
            .append("/api/v1/accounts/")
            .append(encoded(accounts.getFirst()))
            .append("/alike?limit=")
            .append(limit);
    accounts.stream().skip(1).forEach(it -> address.append("&seed=").append(encoded(it)));
    return URI.create(address.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonNode read(String body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      return JsonMapper.shared().createObjectNode();
    }
  }

  private static void tell(JsonNode body) {
    JsonNode all = body.path("alike");
    if (all.isEmpty()) {
      System.out.println("Nobody is alike.");
    }
    for (JsonNode one : all) {
      System.out.printf(
          "%3d %%  @%s  %s/%s%n",
          one.path("percent").asInt(),
          one.path("handle").asString(""),
          one.path("platform").asString(""),
          one.path("id").asString(""));
      for (JsonNode reason : one.path("reasons")) {
        System.out.printf(
            "       %s %s%n",
            reason.path("conduct").asBoolean() ? "did  " : "trait",
            reason.path("words").asString(""));
      }
      for (JsonNode words : one.path("against")) {
        System.out.printf("       but   %s%n", words.asString(""));
      }
    }
    JsonNode unknown = body.path("unknown");
    if (!unknown.isEmpty()) {
      System.err.printf("Nothing is known of %s.%n", unknown);
    }
  }
}
