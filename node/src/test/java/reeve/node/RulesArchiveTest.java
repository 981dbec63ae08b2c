package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules on what a running Reeve has kept, as somebody on the command line tries them. */
final class RulesArchiveTest {
  @TempDir private Path dir;

  private EventLog log;

  @BeforeEach
  void open() throws IOException {
    log =
        EventLog.open(
            dir.resolve("data/watch/events"),
            TownEvents.SCHEMA,
            LogSettings.standard(),
            InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

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

  private String rules(String name, int posts) throws IOException {
    Path folder = dir.resolve(name);
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        folder.resolve("rules/" + name + ".yaml"),
        """
        rule: %s
        owner: analysts
        description: Counts the posts of an account.
        clause: spam/bulk
        event: post.created
        counters:
          posts:
            kind: count
            key: account.id
            window: 24h
        when: posts >= %d && post.text.contains('Crimson Dawn')
        then:
          surface: 3
        """
            .formatted(name, posts));
    return folder.toString();
  }

  private String data() {
    return dir.resolve("data").toString();
  }

  private void posts(String account, int count) {
    EventBatch batch = log.batch("square/" + account);
    for (int i = 0; i < count; i++) {
      Facts facts = new Facts(TownEvents.SCHEMA);
      facts.clear(TownEvents.SCHEMA.kind("post.created"));
      Map.of(
              "event.id",
              account + "/" + i,
              "event.source",
              "square",
              "account.id",
              account,
              "post.text",
              "Hear the Crimson Dawn")
          .forEach((path, value) -> facts.set(TownEvents.SCHEMA.at(path).index(), value));
      Instant at = Instant.parse("2026-10-02T10:00:00Z").plusSeconds(i);
      facts.set(TownEvents.SCHEMA.at("event.at_ms").index(), at.toEpochMilli());
      batch.add(i, facts);
    }
    log.append(batch).join();
  }

  @Test
  void aBacktestTellsWhomARuleWouldHaveSurfacedAndWhomTheLiveOneDoes() throws Exception {
    posts("ash", 3);
    posts("bay", 2);
    String candidate = rules("second", 2);
    String live = rules("third", 3);
    Ended table =
        reeve(
            "rules",
            "backtest",
            candidate,
            "--data",
            data(),
            "--live",
            live,
            "--from",
            "2026-10-02",
            "--to",
            "2026-10-03T00:00:00Z");
    assertThat(table.code()).as(table.said()).isZero();
    assertThat(table.lines().getFirst())
        .startsWith("2026-10-02T00:00:00Z to 2026-10-03T00:00:00Z, 5 events in ");
    assertThat(table.lines())
        .anyMatch(line -> line.matches("second +surface 3 +3 +0 +2 .*"))
        .contains(
            "2 accounts surfaced.",
            "1 by the live set.",
            "1 by both, 1 by the candidate alone, 0 by the live set alone.");
    Ended json = reeve("rules", "backtest", candidate, "--data", data(), "--json");
    JsonNode found = JsonMapper.shared().readTree(json.lines().getFirst());
    assertThat(found.at("/candidate/rules/0/sample/0/event").asString()).isEqualTo("ash/1");
    assertThat(found.at("/period/from").asString()).isEqualTo("2026-10-02T10:00:00Z");
  }

  @Test
  void anEventIsExplainedWithTheCountersOfThatMoment() throws Exception {
    posts("ash", 3);
    Ended told = reeve("rules", "explain", rules("third", 3), "--data", data(), "--event", "ash/1");
    assertThat(told.code()).as(told.said()).isZero();
    assertThat(told.lines())
        .containsExactly(
            "ash/1, post.created, at 2026-10-02T10:00:01Z",
            "Counters: replayed from the archive, 1 events since 2026-10-02T10:00:00Z, up to this"
                + " one.",
            "",
            "third did not hold",
            "  - posts >= 3",
            "      posts = 2",
            "      missed: 1 less than 3",
            "  + post.text.contains(\"Crimson Dawn\")",
            "      post.text = Hear the Crimson Dawn");
  }

  @Test
  void whatCannotBeDoneIsSaidInASentence() throws Exception {
    String rules = rules("third", 3);
    String nowhere = dir.resolve("nowhere").toString();
    assertThat(reeve("rules", "backtest", rules, "--data", nowhere).said())
        .contains("There is no event log in " + nowhere + "/watch/events.");
    assertThat(reeve("rules", "explain", rules, "--data", nowhere, "--event", "x").said())
        .contains("There is no event log in " + nowhere + "/watch/events.");
    posts("ash", 1);
    assertThat(reeve("rules", "explain", rules, "--data", data(), "--event", "x/9").said())
        .contains("The archive holds no event 'x/9'.");
    assertThat(
            reeve(
                    "rules",
                    "backtest",
                    rules,
                    "--data",
                    data(),
                    "--from",
                    "2027-01-01",
                    "--to",
                    "2027-01-02")
                .said())
        .contains("The archive holds no event from 2027-01-01T00:00:00Z to 2027-01-02T00:00:00Z");
    assertThat(reeve("rules", "backtest", rules, "--data", data(), "--from", "May").said())
        .contains("--from is a day as 2026-10-01");
    assertThat(reeve("rules", "backtest", rules, "--data", data(), "--job-memory", "9").said())
        .contains("--job-memory is at least 256.");
    assertThat(reeve("rules", "backtest", nowhere, "--data", data()).said())
        .contains("There is no folder " + nowhere);
    assertThat(
            reeve("rules", "explain", rules, "--data", data(), "--event", "x", "--rule", "no")
                .said())
        .contains("There is no rule 'no' in ");
  }
}
