package reeve.server.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Finding;
import reeve.server.record.Kind;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.record.RecordStream;
import reeve.server.record.Records;
import reeve.server.record.Told;
import tools.jackson.databind.json.JsonMapper;

@ServerTest
final class PublisherIT {
  private static final Actor ACTOR = new Actor.Worker("tests");

  @Autowired private Records records;
  @Autowired private RecordStream stream;
  @Autowired private Finding finding;
  @Autowired private Site site;
  @Autowired private TransactionTemplate transaction;
  @Autowired private DataSourceTransactionManager manager;
  @Autowired private FakePlatform platform;
  @Autowired private TestClock clock;

  private RecordId add(String kind, AccountRef account, RecordId cause, Map<String, ?> half) {
    return transaction.execute(
        t -> records.append(new Entry(new Kind(kind, 1), account, ACTOR, cause, half, Map.of())));
  }

  @Test
  void theFilesHoldWhatTheRecordTells(@TempDir Path dir) throws Exception {
    AccountRef account = platform.newAccount();
    RecordId opening =
        add(
            "cases.opened",
            account,
            null,
            Map.of(
                "case",
                1,
                "origin",
                "imported",
                "source",
                "report",
                "at",
                clock.instant().toString()));
    add("cases.reported", account, opening, Map.of("origin", "imported"));
    RecordId decision =
        add(
            "decisions.decided",
            account,
            opening,
            Map.of(
                "actions",
                List.of("suspend-permanently"),
                "policy",
                "<b>spam</b>",
                "origin",
                "imported",
                "secondPerson",
                true,
                "onAppeal",
                false));
    clock.forward(Duration.ofMinutes(20));
    add("enforcement.carried-out", account, decision, Map.of("action", "suspend"));

    var publisher =
        new Publisher(
            stream,
            finding,
            site,
            new TransparencySettings(dir.resolve("t"), Duration.ofHours(1), Duration.ZERO, 256),
            clock);
    publisher.publish();
    var json =
        JsonMapper.builder().build().readTree(Files.readAllBytes(dir.resolve("t/figures.json")));
    var tables = new java.util.HashMap<String, tools.jackson.databind.JsonNode>();
    json.at("/tables").forEach(table -> tables.put(table.at("/id").asString(), table.at("/rows")));
    assertThat(tables.get("clauses").toString())
        .as("a record of the first version counts as one of the newest")
        .contains("\"imported\",\"all\",\"<b>spam</b>\",\"\",1,0,0,0,1");
    assertThat(tables.get("suspensions").toString())
        .contains("\"imported\",\"all\"")
        .doesNotContain("sample");
    assertThat(dir.resolve("t/tables/clauses.csv"))
        .content()
        .startsWith("origin,scope,policy,clause,reports,from_reports,proactive,otherwise,all\r\n")
        .contains("imported,all,<b>spam</b>,,1,0,0,0,1\r\n");
    String html = Files.readString(dir.resolve("t/index.html"));
    assertThat(html)
        .contains("Imported accounts", "&lt;b&gt;spam&lt;/b&gt;")
        .doesNotContain("<b>spam", "20 minutes", account.nativeId(), "<script", "style=", "th:");
    assertThat(dir.resolve("t/figures.css")).exists();
    assertThat(dir.resolve("t/icon.svg")).exists();
    assertThat(dir.resolve("t").toFile().list())
        .as("no half file is left")
        .containsExactlyInAnyOrder(
            "index.html",
            "figures.json",
            "figures.css",
            "icon.svg",
            "check.html",
            "check.js",
            "tables");
  }

  @Test
  void aRecordThatCommitsLateIsReadLateAndNeverSkipped() {
    Set<String> kinds = Set.of("tests.late");
    AccountRef account = platform.newAccount();
    var apart = new TransactionTemplate(manager);
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    Place[] seen = new Place[1];
    RecordId early =
        transaction.execute(t -> {
          RecordId first =
              records.append(
                  new Entry(new Kind("tests.late", 1), account, ACTOR, null, Map.of(), Map.of()));
          apart.executeWithoutResult(u ->
              records.append(
                  new Entry(new Kind("tests.late", 1), account, ACTOR, null, Map.of(), Map.of())));
          List<Told> whileOpen = stream.after(Place.START, kinds, 100);
          assertThat(whileOpen).as("the later one waits for the earlier").isEmpty();
          seen[0] = whileOpen.isEmpty() ? Place.START : whileOpen.getLast().place();
          return first;
        });
    List<Told> after = stream.after(seen[0], kinds, 100);
    assertThat(after).hasSize(2);
    assertThat(after.getFirst().id()).isEqualTo(early);
    assertThat(stream.after(after.getLast().place(), kinds, 100)).isEmpty();
  }
}
