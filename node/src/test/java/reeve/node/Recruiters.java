package reeve.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Crimson Dawn of a sample's town, by the town's own truth. */
record Recruiters(Set<String> crimson, List<Recruiter> all) {
  private static final Pattern INVITE =
      Pattern.compile("(?:t\\.me/\\+|signal\\.group/#)crimsondawn-\\d{4}");
  private static final int OPENING = 12;

  /**
   * One who asks people into a messenger.
   *
   * @param calls what it wrote with invites that nobody else names, of each kind of call one
   */
  record Recruiter(String handle, List<String> calls) {
    String invite(int call) {
      return Recruiters.invite(calls.get(call));
    }
  }

  /** Those who write English, who call most first. */
  static Recruiters of(Path town) throws IOException {
    Map<String, String> roles = new HashMap<>();
    for (JsonNode one : lines(town.resolve("truth.ndjson"), "\"account\"")) {
      roles.put(one.path("id").asString(), one.path("role").asString());
    }
    Map<String, String> handles = new HashMap<>();
    Set<String> crimson = new HashSet<>();
    for (JsonNode one : lines(town.resolve("town.ndjson"), "\"type\":\"account\"")) {
      String id = one.path("id").asString();
      if (Set.of("recruiter", "propagandist", "amplifier").contains(roles.get(id))) {
        crimson.add(one.path("handle").asString());
        if (one.path("language").asString("").equals("en")) {
          handles.put(id, one.path("handle").asString());
        }
      }
    }
    List<JsonNode> calls =
        lines(town.resolve("town.ndjson"), "crimsondawn-").stream()
            .filter(post -> INVITE.matcher(post.path("text").asString("")).find())
            .toList();
    Map<String, Set<String>> callers = new HashMap<>();
    calls.forEach(post ->
        callers
            .computeIfAbsent(invite(post.path("text").asString()), _ -> new HashSet<>())
            .add(post.path("account").asString()));
    Map<String, Map<String, String>> own = new LinkedHashMap<>();
    for (JsonNode post : calls) {
      String text = post.path("text").asString();
      String handle = handles.get(post.path("account").asString());
      if (handle != null
          && post.path("visibility").asString().equals("public")
          && callers.getOrDefault(invite(text), Set.of()).size() == 1) {
        own.computeIfAbsent(handle, _ -> new LinkedHashMap<>())
            .putIfAbsent(text.substring(0, OPENING), text);
      }
    }
    List<Recruiter> all = new ArrayList<>();
    own.forEach((handle, texts) -> all.add(new Recruiter(handle, List.copyOf(texts.values()))));
    all.removeIf(one -> one.calls().size() < 2);
    all.sort(Comparator.comparingInt(one -> -one.calls().size()));
    return new Recruiters(crimson, all);
  }

  private static String invite(String text) {
    Matcher found = INVITE.matcher(text);
    return found.find() ? found.group() : "";
  }

  private static List<JsonNode> lines(Path file, String with) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(it -> it.contains(with)).map(JsonMapper.shared()::readTree).toList();
    }
  }
}
