package reeve.server.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import reeve.ledger.audit.Audit;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.VerifierKey;
import reeve.postgres.ScratchDatabase;
import reeve.server.platform.AccountRef;
import reeve.server.platform.ServerSettings;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Recorded;
import reeve.server.record.TestRecords;

/** What is published, computed again from it and from the database. */
final class RecomputeIT {
  private static ScratchDatabase database;
  @TempDir private Path folder;
  private final Scene.Clock clock = new Scene.Clock();
  private final Recomputing recomputing = new Recomputing(clock);
  private TestRecords town;
  private Scene scene;
  private Publisher publisher;

  @BeforeAll
  static void database() {
    database = TestRecords.database();
  }

  @BeforeEach
  void open() throws Exception {
    try (Connection owner = database.database().connect();
        var statement = owner.createStatement()) {
      statement.execute("TRUNCATE server.record, server.ledger_batch, server.ledger_key");
    }
    town = TestRecords.open(database, folder, clock);
    scene = new Scene(town, clock);
    publisher = publisher();
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Publisher publisher() {
    var resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("server/templates/");
    resolver.setSuffix(".html");
    var engine = new SpringTemplateEngine();
    engine.setTemplateResolver(resolver);
    var page =
        new FiguresPage(engine, new ServerSettings(false, "http://square.example", List.of()));
    return new Publisher(
        town.stream(),
        town.finding(),
        new Site(page, new DataSet(town.stream(), town.openings(), town.ledger())),
        new TransparencySettings(folder.resolve("site"), Duration.ofHours(1), Duration.ZERO, 256),
        clock);
  }

  private void publish() {
    town.publish();
    publisher.publish();
  }

  private Path site(String name) {
    return folder.resolve("site").resolve(name);
  }

  private Recomputed fromPublic() {
    return recomputing.fromPublic(
        site("").toString(),
        folder.resolve("public").toString(),
        Audit.believing(VerifierKey.of(town.key())));
  }

  private Recomputed fromDatabase() throws InterruptedException {
    Recomputed found =
        recomputing.fromDatabase(new Recomputing.Order(town.where(), site(Site.FIGURES), 2), 512);
    Recomputing.keep(found, site(""));
    return found;
  }

  private static List<TableFiles.Written> tables(Path file) throws IOException {
    return TableFiles.read(Files.readAllBytes(file), TableFiles.File.class).tables();
  }

  @Test
  void thePublishedRowsGiveThePublishedFiguresAndEachOpensItsEntry() throws Exception {
    scene.play();
    publish();
    Recomputed found = fromPublic();
    assertThat(found.agrees()).as("" + found).isTrue();
    assertThat(found.records()).isGreaterThan(15);
    assertThat(found.root()).hasSize(64);
    List<TableFiles.Written> shown =
        tables(site(Site.FIGURES)).stream().filter(it -> it.from().equals("public")).toList();
    assertThat(Compare.of(shown, tables(site("data/figures.json"))))
        .as("what the page says that anybody can compute")
        .isEmpty();
    assertThat(row("suspensions", "live, terrorism"))
        .containsExactly("live, terrorism, 2026-01-01, 5, 4, 1, 0");
    assertThat(row("appeals", "live")).containsExactly("live, violent-extremism, 1, 0, 0, 0, 1, 0");
    assertThat(row("reporters-appeals", "live"))
        .containsExactly("live, violent-extremism, 1, 0, 1, 0, 0, 0");

    scene.suspended(scene.account("later"), scene.reported(scene.account("later")), "promotion");
    publish();
    assertThat(fromPublic().agrees()).isTrue();
    assertThat(fromPublic().open()).isEmpty();
    assertThat(fromPublic().records()).isEqualTo(found.records() + 2);
    assertThat(fromDatabase().agrees()).isTrue();
    assertThat(Files.readString(site("index.html"))).contains("not been checked");
    publisher.publish();
    assertThat(Files.readString(site("index.html")))
        .contains("all figures came out the same", "Published up to entry")
        .doesNotContain("found something wrong");
  }

  private Map<String, String> everyByte() throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(site(""))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes.put(site("").relativize(file).toString(), Files.readString(file));
      }
    }
    return bytes;
  }

  @Test
  void nobodyWhoLooksSeesWhenThereWasAnOrderAViewOrAnythingElseBeforeTheCheckpoint()
      throws Exception {
    scene.play();
    publish();
    Map<String, String> before = everyByte();
    scene.ordered();
    scene.notified(scene.account("2"));
    scene.viewed(scene.account("2"));
    scene.add("cases.claimed", 1, scene.account("2"), null, Map.of(), Map.of());
    publisher.publish();
    assertThat(everyByte()).isEqualTo(before);
    scene.suspended(scene.account("next"), scene.reported(scene.account("next")), "promotion");
    publisher.publish();
    Map<String, String> between = everyByte();
    assertThat(between.keySet()).isEqualTo(before.keySet());
    before.forEach((file, was) -> {
      // The others tell when they were written, and the clock went on.
      if (file.endsWith(".csv") || file.startsWith("data")) {
        assertThat(between).as("a suspension comes with the checkpoint").containsEntry(file, was);
      }
    });
    assertThat(fromDatabase().agrees())
        .as("the check finds where the published figures ended")
        .isTrue();
    assertThat(Files.readString(site(Site.RECOMPUTED)))
        .doesNotContain("\"records\"", "\"size\"", "\"root\"");

    town.publish();
    Publisher restarted = publisher();
    restarted.publish();
    Map<String, String> after = everyByte();
    assertThat(row("suspensions", "live, terrorism"))
        .containsExactly("live, terrorism, 2026-01-01, 6, 5, 1, 0");
    assertThat(after.get("tables/orders.csv")).isEqualTo(before.get("tables/orders.csv"));
    assertThat(after.get("figures.json")).doesNotContain("\"records\"", "upTo");
    assertThat(fromDatabase().agrees()).isTrue();
    assertThat(fromPublic().agrees()).isTrue();
  }

  @Test
  void thePageCannotShowOtherNumbersThanTheRowsGive() throws Exception {
    scene.play();
    publish();
    Path page = site(Site.FIGURES);
    String honest = Files.readString(page);
    TableFiles.File shown = TableFiles.read(Files.readAllBytes(page), TableFiles.File.class);
    List<TableFiles.Written> flattered =
        shown.tables().stream()
            .map(it ->
                it.id().equals("measures")
                    ? new TableFiles.Written(
                        it.id(), it.title(), it.note(), it.from(), it.columns(), List.of())
                    : it)
            .toList();
    Files.write(
        page,
        TableFiles.json(
            new TableFiles.File(
                shown.version(),
                shown.generated(),
                shown.sample(),
                shown.origin(),
                shown.size(),
                flattered)));
    assertThat(fromPublic().figures())
        .isNotEmpty()
        .allMatch(it -> it.startsWith("the page's table measures: computed, but not published"));

    Path index = site("data/index.json");
    String rows = Files.readString(index);
    Files.writeString(index, rows.replaceFirst("\"without\" : 0", "\"without\" : 7"));
    Recomputed left = fromPublic();
    assertThat(left.agrees()).isTrue();
    assertThat(left.open()).first().asString().contains("7 records that have no row");
    assertThat(left.open()).hasSizeGreaterThan(1);
    Files.writeString(index, rows);

    Files.writeString(page, honest.replaceFirst("\"size\" : ", "\"size\" : 9"));
    assertThat(fromPublic().figures()).singleElement().asString().contains("check again");
    Files.delete(page);
    assertThat(fromPublic().open()).singleElement().asString().contains("is not there");
  }

  @Test
  void whatStrangersWroteIsReadWithinBounds() throws Exception {
    scene.play();
    publish();
    Path file = site("data/2026-01.jsonl");
    Path index = site("data/index.json");
    String rows = Files.readString(file);
    String files = Files.readString(index);
    for (String bad :
        List.of(
            "x".repeat(RowLines.LONGEST + 1),
            "{\"index\":0}",
            "null",
            rows.lines().findFirst().orElseThrow().replaceFirst("\"public\":\"", "$0["))) {
      Files.writeString(file, bad + "\n" + rows);
      assertThatThrownBy(this::fromPublic).isInstanceOf(Recomputing.Failed.class);
    }
    Files.writeString(file, rows);
    String one = files.substring(files.indexOf("[") + 1, files.indexOf("]"));
    Files.writeString(index, files.replace(one, String.join(",", Collections.nCopies(1_201, one))));
    assertThatThrownBy(this::fromPublic).hasMessageContaining("more than 1200 files");
    Files.writeString(index, files.replaceFirst("\\{", "{" + " ".repeat(PublicCheck.INDEX_MOST)));
    assertThatThrownBy(this::fromPublic).hasMessageContaining("more than");
    Files.writeString(index, files);
    assertThat(fromPublic().agrees()).isTrue();
  }

  private List<String> row(String table, String start) throws IOException {
    return tables(site(Site.FIGURES)).stream()
        .filter(it -> it.id().equals(table))
        .flatMap(it -> it.rows().stream())
        .map(it -> String.join(", ", it.stream().map(cell -> "" + cell).toList()))
        .filter(it -> it.startsWith(start))
        .toList();
  }

  @Test
  void nothingThatIsPublishedTellsWhoItWasWhoReportedOrWhoOfTheStaffDecided() throws Exception {
    scene.play();
    publish();
    fromDatabase();
    publisher.publish();
    List<Path> files;
    try (Stream<Path> all = Files.walk(site(""))) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).hasSizeGreaterThan(30);
    for (Path file : files) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContain(Scene.SECRET, Scene.STAFF.toString(), "staff:", "a-rule");
    }
    String rows = Files.readString(site("data/2026-01.jsonl"));
    assertThat(rows)
        .doesNotContain(
            "cases.reported", "legal.", "staff.", "claimed", "described", "\"by\\\":\\\"reporter");
    assertThat(rows.lines().map(it -> Row.read(it).who()).distinct())
        .as("each account has one name, and none is its own")
        .hasSize(6)
        .allMatch(it -> it.matches("[0-9a-f]{24}"));
  }

  @Test
  void aRowThatWasChangedAddedOrLeftOutIsNamed() throws Exception {
    scene.play();
    publish();
    Path file = site("data/2026-01.jsonl");
    List<String> lines = Files.readAllLines(file);
    String honest = lines.getFirst();

    lines.set(0, honest.replace("live", "vile"));
    Files.write(file, lines);
    assertThat(fromPublic().proofs())
        .containsExactly("entry " + Row.read(honest).index() + ": the row does not open it");

    int suspension = 0;
    while (!lines.get(suspension).contains("proactive")) {
      suspension++;
    }
    lines.set(0, honest);
    String changed = lines.get(suspension);
    lines.set(suspension, changed.replace("\"source\":\"proactive\"", "\"source\":\"reports\""));
    Files.write(file, lines);
    assertThat(fromPublic().proofs())
        .singleElement()
        .asString()
        .contains("the row's columns are not those of what it opens");

    lines.set(suspension, changed);
    lines.add(suspension, changed);
    Files.write(file, lines);
    Path index = site("data/index.json");
    String honestIndex = Files.readString(index);
    int count = lines.size() - 1;
    Files.writeString(
        index, honestIndex.replaceFirst("\"rows\" : " + count, "\"rows\" : " + (count + 1)));
    Recomputed twice = fromPublic();
    assertThat(twice.proofs())
        .containsExactly(
            "entry " + Row.read(changed).index() + ": a row stands twice, or out of its order");
    assertThat(twice.figures()).as("it counts once").isEmpty();
    Files.writeString(index, honestIndex);
    lines.remove(suspension);

    lines.remove(suspension);
    Files.write(file, lines);
    Recomputed cut = fromPublic();
    assertThat(cut.proofs()).containsExactly("2026-01.jsonl ends 1 rows too early");
    assertThat(cut.figures())
        .anyMatch(it -> it.startsWith("table clauses: published, but not computed"));

    assertThat(
            recomputing
                .fromPublic(
                    site("").toString(),
                    folder.resolve("public").toString(),
                    Audit.believing(SigningKey.generate("other.example", KeyKind.NOTE).verifier()))
                .proofs())
        .anyMatch(it -> it.contains("no checkpoint that is believed"));
    assertThatThrownBy(() ->
            recomputing.fromPublic(
                folder.resolve("keys").toString(),
                null,
                Audit.believing(VerifierKey.of(town.key()))))
        .isInstanceOf(Recomputing.Failed.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aDecisionChangedInTheDatabaseBreaksFigureAndProofAndThePageSaysSo() throws Exception {
    scene.play();
    publish();
    assertThat(fromDatabase().agrees()).isTrue();
    int changed =
        town.jdbc()
            .sql(
                """
                UPDATE record SET public_bytes = convert_to(replace(
                  convert_from(public_bytes, 'UTF8'), 'recruitment', 'group-threat'), 'UTF8')
                WHERE kind = 'decisions.decided'
                  AND convert_from(public_bytes, 'UTF8') LIKE '%recruitment%'
                """)
            .update();
    assertThat(changed).isOne();
    Recomputed found = fromDatabase();
    assertThat(found.figures())
        .contains(
            "table clauses: published, but not computed: live, terrorism, violent-extremism, recruitment, 1, 0, 0, 0, 1",
            "table clauses: computed, but not published: live, terrorism, violent-extremism, group-threat, 1, 0, 0, 0, 1");
    assertThat(found.proofs())
        .singleElement()
        .asString()
        .contains("the record is not the one that was committed to");
    assertThat(found.labels()).singleElement().asString().contains("clause 'recruitment'");
    publisher.publish();
    assertThat(Files.readString(site("index.html")))
        .contains(
            "The last check found something wrong",
            "the figures come out otherwise",
            "does not hold against the ledger",
            "not the one that was committed to");
  }

  @Test
  void aRecordWhoseCommitmentWasChangedTooIsLeftOutAndThePageSaysSo() throws Exception {
    scene.play();
    publish();
    int rows = Files.readAllLines(site("data/2026-01.jsonl")).size();
    try (Connection owner = database.database().connect();
        var statement = owner.createStatement()) {
      statement.execute(
          """
          UPDATE server.record SET commitment = sha256(commitment)
          WHERE kind = 'decisions.decided'
            AND convert_from(public_bytes, 'UTF8') LIKE '%recruitment%'
          """);
    }
    fromDatabase();
    // As after a restart: the data set is written anew.
    publisher = publisher();
    publisher.publish();
    assertThat(Files.readAllLines(site("data/2026-01.jsonl"))).hasSize(rows - 1);
    assertThat(Files.readString(site("index.html")))
        .contains(
            "of a record the ledger does not hold what is in the database",
            "does not hold against the ledger");
  }

  @Test
  void thePageIsWrittenAlsoWhereTheDataSetIsNot() throws Exception {
    scene.play();
    publish();
    Files.delete(site("index.html"));
    // A file stands where rows are to be written.
    Path file = site("data/2026-01.jsonl");
    Files.delete(file);
    Files.createDirectories(file.resolve("full"));
    publisher = publisher();
    publisher.publish();
    assertThat(Files.readString(site("index.html"))).contains("The data set could not be written");
    Files.delete(file.resolve("full"));
    publisher.publish();
    assertThat(Files.readString(site("index.html"))).doesNotContain("could not be written");
    assertThat(fromPublic().agrees()).isTrue();
  }

  @Test
  void whatCouldNotBeWrittenOrIsGoneIsWrittenAgainWithoutAnotherCheckpoint() throws Exception {
    scene.play();
    publish();
    scene.suspended(scene.account("later"), scene.reported(scene.account("later")), "promotion");
    town.publish();
    // The rows come before the tables: of them nothing is left to be done.
    Path file = site("tables/suspensions.csv");
    Files.delete(file);
    Files.createDirectories(file.resolve("full"));
    assertThatThrownBy(publisher::publishIfChanged).isInstanceOf(UncheckedIOException.class);
    Files.delete(file.resolve("full"));
    Files.delete(file);
    publisher.publishIfChanged();
    assertThat(row("suspensions", "live, terrorism"))
        .containsExactly("live, terrorism, 2026-01-01, 6, 5, 1, 0");
    Map<String, String> whole = everyByte();
    assertThat(fromPublic().agrees()).isTrue();

    try (Stream<Path> all = Files.walk(site(""))) {
      for (Path lost : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(lost);
      }
    }
    publisher.publishIfChanged();
    assertThat(everyByte()).isEqualTo(whole);
  }

  @Test
  void aFileOfRowsThatIsLostOrCutIsWrittenAgainWithoutARestart() throws Exception {
    scene.play();
    publish();
    Path rows = site("data/2026-01.jsonl");
    byte[] whole = Files.readAllBytes(rows);
    Files.delete(rows);
    publisher.publishIfChanged();
    assertThat(rows).hasBinaryContent(whole);
    Files.write(rows, Arrays.copyOf(whole, whole.length - 7));
    publisher.publishIfChanged();
    assertThat(rows).hasBinaryContent(whole);
    Recomputed found = fromPublic();
    assertThat(found.agrees()).as("" + found).isTrue();
  }

  @Test
  void anOlderCheckpointThatIsPutBackTakesFiguresAndRowsBackWithIt() throws Exception {
    scene.play();
    publish();
    Path checkpoint = folder.resolve("public/checkpoint");
    byte[] older = Files.readAllBytes(checkpoint);
    String rows = Files.readString(site("data/2026-01.jsonl"));
    scene.suspended(scene.account("later"), scene.reported(scene.account("later")), "promotion");
    publish();
    assertThat(row("suspensions", "live, terrorism"))
        .containsExactly("live, terrorism, 2026-01-01, 6, 5, 1, 0");

    Files.write(checkpoint, older);
    publisher.publishIfChanged();
    assertThat(row("suspensions", "live, terrorism"))
        .containsExactly("live, terrorism, 2026-01-01, 5, 4, 1, 0");
    assertThat(site("data/2026-01.jsonl")).content().isEqualTo(rows);
    Recomputed found = fromPublic();
    assertThat(found.agrees()).as("" + found).isTrue();
    assertThat(found.open()).isEmpty();
    assertThat(fromDatabase().figures()).isEmpty();

    town.publish();
    publisher.publishIfChanged();
    assertThat(fromPublic().agrees()).isTrue();
  }

  @Test
  void theIndexCountsTheRowsOfItsFilesAndWhatTheFiguresCountWithoutARow() throws Exception {
    scene.play();
    AccountRef account = scene.account("erased");
    RecordId opening = scene.reported(account);
    RecordId sign =
        scene.add(
            "cases.surfaced",
            3,
            account,
            opening,
            Map.of("policy", "violent-extremism", "origin", "live", "opened", true),
            Map.of());
    RecordId decision = scene.decided(account, opening, "promotion", "warn");
    erase(sign);
    publish();
    DataSet.Index index = index();
    int rows = Files.readAllLines(site("data/2026-01.jsonl")).size();
    assertThat(index.files()).extracting(DataSet.Part::rows).containsExactly((long) rows);
    assertThat(index.without()).as("no figure counts a sign").isZero();

    erase(decision);
    // As after a restart: the data set is written anew.
    publisher = publisher();
    publisher.publish();
    index = index();
    assertThat(index.files()).extracting(DataSet.Part::rows).containsExactly(rows - 1L);
    assertThat(index.without()).isOne();
    assertThat(fromPublic().agrees()).isTrue();
    assertThat(fromPublic().open()).first().asString().contains("1 records that have no row");
  }

  private void erase(RecordId id) {
    town.transaction().executeWithoutResult(_ -> town.records().erase(id));
  }

  private DataSet.Index index() throws IOException {
    return TableFiles.read(Files.readAllBytes(site("data/index.json")), DataSet.Index.class);
  }

  @Test
  void aHalfThatIsDamagedStopsNeitherPageNorCheckWhichTellsOfIt() throws Exception {
    scene.play();
    publish();
    int rows = Files.readAllLines(site("data/2026-01.jsonl")).size();
    RecordId damaged =
        new RecordId(
            town.jdbc()
                .sql(
                    """
                    UPDATE record SET public_bytes = substring(public_bytes FOR 40)
                    WHERE kind = 'decisions.decided'
                      AND convert_from(public_bytes, 'UTF8') LIKE '%recruitment%'
                    RETURNING id
                    """)
                .query(UUID.class)
                .single());
    Recorded found = town.records().find(damaged).orElseThrow();
    assertThat(found.publicHalf()).isNull();
    assertThat(found.damaged()).as("and not called erased").isTrue();
    assertThat(fromDatabase().proofs())
        .singleElement()
        .asString()
        .contains("the record is not the one that was committed to");
    publisher = publisher();
    publisher.publish();
    assertThat(index().without()).isOne();
    assertThat(Files.readAllLines(site("data/2026-01.jsonl"))).hasSize(rows - 1);
    assertThat(Files.readString(site("index.html")))
        .contains("The last check found something wrong", "does not hold against the ledger");
  }

  private OwnChecks checks() {
    return new OwnChecks(
        town.recordCheck(),
        new TransparencySettings(site(""), Duration.ofHours(1), Duration.ofHours(24), 512),
        clock);
  }

  @Test
  void aCheckWhoseAnswerIsDamagedIsToldOfAndSoonDoneAnew() throws Exception {
    scene.play();
    publish();
    fromDatabase();
    OwnChecks checks = checks();
    assertThat(checks.untilNext(site(""))).isGreaterThan(Duration.ofHours(1));
    String whole = Files.readString(site(Site.RECOMPUTED));
    for (String damaged :
        List.of(
            "",
            "null",
            whole.substring(0, whole.length() / 2),
            whole.replaceFirst("\"at\" : \"[^\"]+\"", "\"at\" : \"noon\""),
            whole.replaceFirst("\"proofs\" : \\[ *\\]", "\"proofs\" : null"))) {
      assertThat(damaged).isNotEqualTo(whole);
      Files.writeString(site(Site.RECOMPUTED), damaged);
      publisher.publish();
      assertThat(Files.readString(site("index.html")))
          .contains("What the last check of the database found cannot be read")
          .doesNotContain("came out the same", "has not been checked");
      assertThat(checks.untilNext(site(""))).isEqualTo(Duration.ofMinutes(10));
    }
    fromDatabase();
    publisher.publish();
    assertThat(Files.readString(site("index.html")))
        .contains("all figures came out the same")
        .doesNotContain("cannot be read");
  }

  @Test
  void aCheckThatComesToNoEndIsToldToo() throws Exception {
    scene.play();
    publish();
    OwnChecks checks = checks();
    checks.check(site(""));
    publisher.publish();
    assertThat(Files.readString(site("index.html")))
        .contains("all figures came out the same")
        .doesNotContain("has come to an end");
    Path checkpoint = folder.resolve("public/checkpoint");
    byte[] whole = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, new byte[0]);
    checks.check(site(""));
    Files.write(checkpoint, whole);
    publisher.publish();
    assertThat(Files.readString(site("index.html")))
        .containsPattern("Since [^.]+ no check of the database has come to an end; one failed on");
    checks.check(site(""));
    publisher.publish();
    assertThat(Files.readString(site("index.html"))).doesNotContain("has come to an end");
  }

  @Test
  void aReportThatCommitsWhileTheReceiptIsWrittenIsNoFalseAlarm() throws Exception {
    AccountRef account = scene.account("raced");
    RecordId opening = scene.surfaced(account);
    RecordId decision = scene.decided(account, opening, "promotion", "suspend-permanently");
    var turn = new SynchronousQueue<String>();
    try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
      Future<?> reporting =
          beside.submit(() ->
              town.transaction()
                  .execute(t -> {
                    town.records()
                        .append(
                            new Entry(
                                new Kind("cases.reported", 1),
                                account,
                                new Actor.Worker("tests"),
                                opening,
                                Map.of("origin", "live"),
                                Map.of()));
                    try {
                      turn.put("written");
                      return turn.take();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
      turn.take();
      scene.carriedOut(account, decision, "suspend");
      turn.put("commit");
      reporting.get();
    }
    publish();
    assertThat(row("clauses", "live, terrorism"))
        .as("nobody had told of it when the receipt was written")
        .containsExactly("live, terrorism, violent-extremism, promotion, 0, 0, 1, 0, 1");
    assertThat(fromDatabase().agrees()).isTrue();

    AccountRef told = scene.account("told");
    RecordId decided =
        scene.decided(told, scene.reported(told), "promotion", "suspend-permanently");
    scene.add(
        "enforcement.carried-out",
        2,
        told,
        decided,
        Map.of(
            "action", "suspend",
            "origin", "live",
            "policy", "violent-extremism",
            "clause", "promotion",
            "found", "proactive"),
        Map.of());
    publish();
    assertThat(fromDatabase().labels())
        .as("a label that flatters is found out")
        .containsExactly(
            "a record enforcement.carried-out says found 'proactive', from those before it follows 'reports'");
  }
}
