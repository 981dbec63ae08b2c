package reeve.server.decisions;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reeve.server.delivery.Answer;
import reeve.server.delivery.Ask;
import reeve.server.delivery.NoAnswer;
import reeve.server.delivery.Outside;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks with the DSA Transparency Database; what its answers mean stands here alone. */
@Component
class StatementApi {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int WORDS_MOST = 1_000;
  private static final int ANSWER_MOST = 4 << 20;
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);
  private static final String INDEX = "statement_";

  private final Outside outside;
  private final StatementSettings settings;

  StatementApi(Outside outside, StatementSettings settings) {
    this.outside = outside;
    this.settings = settings;
  }

  /** What became of a batch. */
  sealed interface Reply {
    /** It has all of them. */
    record Taken() implements Reply {}

    /** It has none of them; those at these places are wrong, and why. */
    record Wrong(Map<Integer, String> places) implements Reply {}

    /** It has none of this batch anew, and had these before. */
    record Known(Set<String> puids) implements Reply {}

    /** It has none of them, and says not which one is wrong. */
    record Refused(String words) implements Reply {}

    /** It has none of them, and would take none now. */
    record Later(String words, Duration asked) implements Reply {}

    /** Whether it has them is not known. */
    record Unknown(String words) implements Reply {}
  }

  /** Whether it has a statement. */
  sealed interface Presence {
    record There() implements Presence {}

    record NotThere() implements Presence {}

    record Later(String words, Duration asked) implements Presence {}
  }

  /** Sends 1 to 100 statements: it takes all of them or none. */
  Reply send(List<StatementRows.Row> batch) {
    byte[] body =
        batch.stream()
            .map(StatementRows.Row::body)
            .collect(Collectors.joining(",", "{\"statements\":[", "]}"))
            .getBytes(StandardCharsets.UTF_8);
    Answer answer;
    try {
      answer =
          outside.call(
              signed(Ask.post(at("/statements"), "application/json", body))
                  .within(Duration.ofMinutes(1))
                  .most(ANSWER_MOST));
    } catch (IOException e) {
      return new Reply.Later(NO_TOKEN, Duration.ZERO);
    } catch (NoAnswer e) {
      String words = String.valueOf(e.getMessage());
      return e.mayHaveArrived() ? new Reply.Unknown(words) : new Reply.Later(words, Duration.ZERO);
    }
    return switch (answer.status()) {
      case 201 -> new Reply.Taken();
      case 422 -> wrong(answer);
      case 400, 413 -> new Reply.Refused(words(answer));
      case 401, 403, 404, 429 -> new Reply.Later(words(answer), asked(answer));
      default -> new Reply.Unknown(words(answer));
    };
  }

  /** Asks for one that may have been taken. */
  Presence find(String puid) {
    try {
      Answer answer = outside.call(signed(Ask.get(at("/statement/existing-puid/" + puid))));
      return switch (answer.status()) {
        case 302, 200 -> new Presence.There();
        // An API that is not there answers so, too, but not with this puid.
        case 404 ->
            answer.text().contains(puid)
                ? new Presence.NotThere()
                : new Presence.Later(words(answer), Duration.ZERO);
        default -> new Presence.Later(words(answer), asked(answer));
      };
    } catch (IOException e) {
      return new Presence.Later(NO_TOKEN, Duration.ZERO);
    } catch (NoAnswer e) {
      return new Presence.Later(String.valueOf(e.getMessage()), Duration.ZERO);
    }
  }

  private static final String NO_TOKEN =
      "The file of server.decisions.dsa.token-file cannot be read.";

  private URI at(String path) {
    return URI.create(settings.url() + path);
  }

  private Ask signed(Ask ask) throws IOException {
    String token = Files.readString(Path.of(settings.tokenFile())).strip();
    return ask.with("Authorization", "Bearer " + token).with("Accept", "application/json");
  }

  private static Reply wrong(Answer answer) {
    JsonNode errors;
    try {
      errors = JSON.readTree(answer.body()).path("errors");
    } catch (JacksonException e) {
      return new Reply.Refused(words(answer));
    }
    Set<String> known = new HashSet<>();
    errors.path("existing_puids").forEach(it -> known.add(it.asString("")));
    if (!known.isEmpty()) {
      return new Reply.Known(known);
    }
    Map<Integer, String> places = new HashMap<>();
    for (Map.Entry<String, JsonNode> error : errors.properties()) {
      String name = error.getKey();
      if (name.matches(INDEX + "[0-9]{1,3}")) {
        places.put(
            Integer.parseInt(name.substring(INDEX.length())), plain(error.getValue().toString()));
      }
    }
    return places.isEmpty() ? new Reply.Refused(words(answer)) : new Reply.Wrong(places);
  }

  private static String words(Answer answer) {
    return plain("The database answered " + answer.status() + ": " + answer.text());
  }

  private static String plain(String text) {
    return PlainText.beginning(PlainText.of(text.replaceAll("\\s+", " ")), WORDS_MOST);
  }

  private static Duration asked(Answer answer) {
    return answer
        .header("Retry-After")
        .filter(it -> it.matches("[0-9]{1,9}"))
        .map(it -> Duration.ofSeconds(Long.parseLong(it)))
        .map(it -> it.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : it)
        .orElse(Duration.ZERO);
  }
}
