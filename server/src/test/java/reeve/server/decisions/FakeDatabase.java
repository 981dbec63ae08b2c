package reeve.server.decisions;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reeve.server.delivery.Answer;
import reeve.server.delivery.Ask;
import reeve.server.delivery.NoAnswer;
import reeve.server.delivery.Outside;
import reeve.server.delivery.TestAnswers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API of the DSA Transparency Database, as its documentation tells it. Each call may fail as
 * somebody else's server can: before it was heard, after it was done, or with an answer of its own.
 */
final class FakeDatabase implements Outside {
  static final String TOKEN = "fictional-token";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How a call goes wrong. */
  enum Fault {
    NONE,
    /** Nobody took the connection. */
    NOT_HEARD,
    /** Heard, done, and the answer lost. */
    DONE_UNANSWERED,
    /** Heard, not done, and no answer. */
    UNDONE_UNANSWERED,
    DONE_500,
    UNDONE_500,
    BUSY_429,
    UNTRUSTED_401,
    /** The caller's process dies before it is heard, and after it was done. */
    KILLED_BEFORE,
    KILLED_AFTER
  }

  /** The caller's process died. */
  static final class Killed extends RuntimeException {}

  private final Schema schema = schema();
  private final Map<String, String> statements = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private boolean vague;

  static Schema schema() {
    try (InputStream in =
        Objects.requireNonNull(
            FakeDatabase.class.getResourceAsStream("/server/decisions/statement.schema.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next calls go wrong so, one each. */
  void next(Fault... wrong) {
    faults.addAll(List.of(wrong));
  }

  /** It refuses without saying which one is wrong. */
  void vague() {
    vague = true;
  }

  /** By puid, once each: it refuses a second one. */
  Map<String, String> statements() {
    return statements;
  }

  List<String> calls() {
    return calls;
  }

  List<Integer> batches() {
    return batches;
  }

  @Override
  public Answer call(Ask ask) throws NoAnswer {
    calls.add(ask.method() + " " + ask.to().getPath());
    Fault fault = faults.isEmpty() ? Fault.NONE : faults.pop();
    if (!("Bearer " + TOKEN).equals(ask.headers().get("Authorization"))) {
      return TestAnswers.of(401, "{\"message\":\"Unauthenticated.\"}");
    }
    return switch (fault) {
      case NONE -> done(ask);
      case NOT_HEARD -> throw TestAnswers.none(false);
      case DONE_UNANSWERED -> {
        done(ask);
        throw TestAnswers.none(true);
      }
      case UNDONE_UNANSWERED -> throw TestAnswers.none(true);
      case DONE_500 -> {
        done(ask);
        yield TestAnswers.of(500, "{\"message\":\"Server Error\"}");
      }
      case UNDONE_500 -> TestAnswers.of(500, "{\"message\":\"Server Error\"}");
      case BUSY_429 -> TestAnswers.of(429, "{\"message\":\"Too Many Attempts.\"}");
      case UNTRUSTED_401 -> TestAnswers.of(401, "{\"message\":\"Unauthenticated.\"}");
      case KILLED_BEFORE -> throw new Killed();
      case KILLED_AFTER -> {
        done(ask);
        throw new Killed();
      }
    };
  }

  private Answer done(Ask ask) {
    String path = ask.to().getPath();
    String asked = "/api/v1/statement/existing-puid/";
    if (ask.method().equals("GET") && path.startsWith(asked)) {
      String puid = path.substring(asked.length());
      return statements.containsKey(puid)
          ? TestAnswers.of(
              302, "{\"message\":\"statement of reason found\",\"puid\":\"" + puid + "\"}")
          : TestAnswers.of(
              404, "{\"message\":\"statement of reason not found\",\"puid\":\"" + puid + "\"}");
    }
    if (ask.method().equals("POST") && path.equals("/api/v1/statements")) {
      return take(JSON.readTree(new String(ask.body(), StandardCharsets.UTF_8)));
    }
    return TestAnswers.of(404, "{\"message\":\"The route could not be found.\"}");
  }

  private Answer take(JsonNode sent) {
    JsonNode list = sent.path("statements");
    batches.add(list.size());
    if (list.isEmpty() || list.size() > 100) {
      return TestAnswers.of(422, "{\"errors\":{\"statements\":[\"between 1 and 100\"]}}");
    }
    List<String> wrong = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      var errors = schema.validate(list.get(i).toString(), InputFormat.JSON);
      if (!errors.isEmpty()) {
        wrong.add("\"statement_" + i + "\":{\"category\":[\"The selected category is invalid.\"]}");
      }
      String puid = list.get(i).path("puid").asString();
      if (statements.containsKey(puid)) {
        known.add("\"" + puid + "\"");
      }
    }
    if (!wrong.isEmpty()) {
      return TestAnswers.of(
          422,
          vague
              ? "{\"message\":\"Something is invalid.\"}"
              : "{\"errors\":{" + String.join(",", wrong) + "}}");
    }
    if (!known.isEmpty()) {
      return TestAnswers.of(
          422,
          "{\"message\":\"The identifier(s) given are not unique within this platform.\","
              + "\"errors\":{\"existing_puids\":["
              + String.join(",", known)
              + "]}}");
    }
    list.forEach(it -> statements.put(it.path("puid").asString(), it.toString()));
    return TestAnswers.of(201, "{\"statements\":[]}");
  }
}
