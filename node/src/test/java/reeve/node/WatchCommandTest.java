package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.simulation.Simulate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules over files, as somebody on the command line runs them. */
final class WatchCommandTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path STARTER = Path.of("../server/src/main/resources/server/watch/starter");
  private static final Set<String> SOUGHT =
      Set.of("propagandist", "amplifier", "recruiter", "spammer");

  @TempDir private Path dir;

  private record Ended(int code, List<String> lines, String said) {}

  private static Ended reeve(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var lines = new ByteArrayOutputStream();
    var said = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      int code = Main.run(arguments);
      return new Ended(
          code,
          lines.toString(StandardCharsets.UTF_8).lines().toList(),
          said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static Ended watch(String format, Path... files) {
    var arguments = new java.util.ArrayList<String>();
    arguments.addAll(
        List.of("watch", "--rules", STARTER.toString(), "--counters", "64", "--format", format));
    List.of(files).forEach(file -> arguments.add(file.toString()));
    return reeve(arguments.toArray(String[]::new));
  }

  @Test
  void theStarterRulesSurfaceTheCrimsonDawnAndTheSpammersOfATownAndNobodyElse() throws IOException {
    Path town = dir.resolve("town");
    int made =
        Simulate.run(
            new String[] {
              "--out", town.toString(), "--seed", "5", "--until", "2026-11-23T12:00:00Z"
            },
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    assertThat(made).isZero();
    Ended watched = watch("town", town.resolve("town.ndjson"));
    assertThat(watched.code()).as(watched.said()).isZero();
    Map<String, String> roles = new HashMap<>();
    for (String line : Files.readAllLines(town.resolve("truth.ndjson"))) {
      JsonNode truth = JSON.readTree(line);
      if (truth.path("type").asString("").equals("account")) {
        roles.put(truth.path("id").asString(), truth.path("role").asString());
      }
    }
    Set<String> surfaced = new HashSet<>();
    for (String line : watched.lines()) {
      JsonNode verdict = JSON.readTree(line);
      if (verdict.has("surface") || verdict.has("act")) {
        surfaced.add(verdict.path("account").asString());
      }
      assertThat(verdict.path("verdict").asString()).hasSize(64);
    }
    assertThat(surfaced).allMatch(account -> SOUGHT.contains(roles.get(account)));
    long sought = roles.values().stream().filter(SOUGHT::contains).count();
    assertThat(surfaced.size()).isGreaterThan((int) (0.9 * sought));
  }

  @Test
  void realPostsAreTakenToTheirEnd() throws IOException {
    Path data = Path.of("../../shared/data");
    Map<String, Path> files =
        Map.of(
            "fivethirtyeight", data.resolve("ira/posts.csv.gz"),
            "twitter-v1.1", data.resolve("tt2017/statuses.v1.1.jsonl.gz"));
    for (Map.Entry<String, Path> one : files.entrySet()) {
      if (!Files.exists(one.getValue())) {
        System.out.println("data absent: " + one.getValue().getFileName());
        continue;
      }
      Ended watched = watch(one.getKey(), some(one.getValue()));
      assertThat(watched.code()).as(one.getKey()).isZero();
      // Of these texts nothing may be printed: not in a message of this test either.
      assertThat(watched.said().contains("events, ")).as(one.getKey()).isTrue();
      assertThat(watched.lines().size()).as(one.getKey()).isZero();
    }
  }

  /** The first 5,000 lines: the rest would only take time. */
  private Path some(Path file) throws IOException {
    Path some = dir.resolve("some");
    try (var in =
        new java.io.BufferedReader(
            new java.io.InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      Files.write(some, in.lines().limit(5_000).toList());
    }
    return some;
  }

  @Test
  void whatIsWrongIsSaidInASentence() throws IOException {
    Path file = Files.writeString(dir.resolve("town.ndjson"), "no town\n");
    assertThat(
            reeve("watch", "--rules", dir.toString(), "--format", "town", file.toString()).said())
        .contains("There is no rule file.", "The rules cannot be loaded");
    assertThat(watch("tarball", file).said()).contains("There is no format 'tarball'");
    assertThat(watch("town", dir.resolve("none")).said()).contains("There is no readable file");
    Ended lines = watch("town", file);
    assertThat(lines.code() + lines.said()).contains("1 lines were no good");
  }
}
