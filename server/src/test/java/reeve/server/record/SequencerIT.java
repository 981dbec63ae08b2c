package reeve.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.audit.Audit;
import reeve.ledger.audit.Proof;
import reeve.ledger.log.Fsck;
import reeve.ledger.log.Link;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Resource;
import reeve.postgres.ScratchDatabase;

/** Records get their index. */
@Tag("sql")
final class SequencerIT {
  private static ScratchDatabase database;
  @TempDir private Path folder;
  private TestRecords town;

  @BeforeAll
  static void database() {
    database = TestRecords.database();
  }

  @BeforeEach
  void open() {
    town = TestRecords.join(database, folder);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private static void drain(Sequencer sequencer) {
    while (sequencer.step() > 0) {}
  }

  private void owner(String sql) throws SQLException {
    try (Connection owner = database.database().connect();
        var statement = owner.createStatement()) {
      statement.execute("SET search_path TO server");
      statement.execute(sql);
    }
  }

  private static Entry entry(Openings openings, RecordId id) {
    return new Entry(Hash.ofHex(openings.of(id).orElseThrow().commitment().hex()));
  }

  @Test
  void aRecordHasAnIndexOnceItIsCommittedAndAProofOnceItIsPublished() throws Exception {
    List<RecordId> ids = town.append(300);
    Sequencer sequencer = town.sequencer();
    Openings openings = town.openings();
    assertThat(openings.index(ids.getFirst())).isEmpty();
    assertThat(sequencer.waitingSince()).isNotNull();
    drain(sequencer);
    assertThat(sequencer.waitingSince()).isNull();
    long first = openings.index(ids.getFirst()).orElseThrow();
    assertThat(openings.indexes(ids).of()).hasSize(300).containsEntry(ids.getLast(), first + 299);
    assertThat(openings.proof(ids.get(7))).as("nothing is published yet").isEmpty();

    sequencer.log().publish();
    Proof proof = openings.proof(ids.get(7)).orElseThrow();
    assertThat(proof.index()).isEqualTo(first + 7);
    var policy = Audit.believing(sequencer.key().verifier());
    assertThat(proof.check(entry(openings, ids.get(7)), policy).told()).isEmpty();
    assertThat(proof.check(entry(openings, ids.get(8)), policy).told()).isNotEmpty();
    var report = new Audit(town.place().shelf(), policy).verify(Optional.empty(), 1);
    assertThat(report.findings().told()).isEmpty();

    assertThat(town.records.find(ids.get(7))).isPresent();
    town.records.erase(ids.get(7));
    assertThat(openings.proof(ids.get(7)).orElseThrow().bytes())
        .as("an erasure changes no proof")
        .isEqualTo(proof.bytes());
    var checked = town.check();
    assertThat(checked.told()).isEmpty();
    assertThat(checked.erased()).isPositive();
    assertThat(checked.size()).isEqualTo(sequencer.log().head().size());
    assertThat(checked.root()).isEqualTo(sequencer.log().head().root());
  }

  @Test
  void whatIsCommittedLateComesLateAndNothingIsSkipped() {
    Sequencer sequencer = town.sequencer();
    drain(sequencer);
    var later = new ArrayList<RecordId>();
    List<RecordId> early =
        town.inTransaction(() -> {
          List<RecordId> ids = town.records.append(List.of(TestRecords.entry()));
          try (var other = TestRecords.join(database, folder)) {
            later.addAll(other.append(2));
          }
          assertThat(sequencer.step()).as("the later ones wait for the earlier one").isZero();
          return ids;
        });
    drain(sequencer);
    Openings openings = town.openings();
    long first = openings.index(early.getFirst()).orElseThrow();
    assertThat(openings.index(later.get(0))).hasValue(first + 1);
    assertThat(openings.index(later.get(1))).hasValue(first + 2);
  }

  @Test
  void twoServersThatSequenceAtOnceGiveEveryRecordOneIndex() throws Exception {
    var writing = new AtomicBoolean(true);
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      Callable<Void> server =
          () -> {
            try (var own = TestRecords.join(database, folder)) {
              Sequencer sequencer = own.sequencer();
              while (writing.get() || sequencer.waitingSince() != null) {
                try {
                  sequencer.step();
                } catch (LedgerException e) {
                  assertThat(e.problem()).isEqualTo(LedgerProblem.OVERTAKEN);
                  sequencer = own.sequencer();
                }
              }
            }
            return null;
          };
      town.sequencer();
      Future<Void> one = pool.submit(server);
      Future<Void> other = pool.submit(server);
      var ids = new ArrayList<RecordId>();
      for (int i = 0; i < 60; i++) {
        ids.addAll(town.append(5));
      }
      writing.set(false);
      one.get();
      other.get();
      assertThat(new HashSet<>(town.openings().indexes(ids).of().values())).hasSize(ids.size());
      var checked = town.check();
      assertThat(checked.told()).isEmpty();
      assertThat(checked.size()).isEqualTo(checked.records());
    }
  }

  @Test
  void whoeverChangesAnythingOfARecordBreaksItsProof() throws Exception {
    RecordId id = town.append(1).getFirst();
    drain(town.sequencer());
    Map<String, String> changes = new TreeMap<>();
    changes.put("at", "at + interval '1 microsecond'");
    changes.put("kind", "'decisions.undone'");
    changes.put("version", "version + 1");
    changes.put("platform", "'another'");
    changes.put("subject_kind", "'post'");
    changes.put("native_id", "native_id || 'x'");
    changes.put("actor", "'reeve:other'");
    changes.put("cause", "id");
    changes.put("public_bytes", "convert_to(convert_from(public_bytes, 'UTF8') || ' ', 'UTF8')");
    changes.put("public_salt", "decode(repeat('00', 16), 'hex')");
    changes.put("private_bytes", "'{}'");
    changes.put("private_salt", "decode(repeat('00', 16), 'hex')");
    changes.put("commitment", "decode(repeat('00', 32), 'hex')");
    changes.put("form", "1");
    for (var change : changes.entrySet()) {
      String column = change.getKey();
      owner(
          "CREATE TABLE kept AS SELECT %s AS was FROM record WHERE id = '%s'"
              .formatted(column, id));
      owner("UPDATE record SET %s = %s WHERE id = '%s'".formatted(column, change.getValue(), id));
      assertThat(town.check().told())
          .as(column)
          .anyMatch(it -> id.equals(it.id()) && it.fault() == RecordCheck.Fault.CHANGED);
      owner("UPDATE record SET %s = kept.was FROM kept WHERE id = '%s'".formatted(column, id));
      owner("DROP TABLE kept");
    }
    assertThat(town.check().told()).isEmpty();

    owner("CREATE TABLE kept AS SELECT * FROM record WHERE id = '%s'".formatted(id));
    owner("DELETE FROM record WHERE id = '%s'".formatted(id));
    assertThat(town.check().told())
        .extracting(RecordCheck.Wrong::fault)
        .containsExactly(RecordCheck.Fault.MISSING);
    owner("INSERT INTO record OVERRIDING SYSTEM VALUE SELECT * FROM kept");
    owner("DROP TABLE kept");
    assertThat(town.check().told()).isEmpty();
  }

  @Test
  void aRecordThatWasSealedBeforeColumnsCountedStillHolds() throws Exception {
    var sealing = new Sealing();
    byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
    town.jdbc
        .sql(
            """
            INSERT INTO record (id, at, kind, version, actor, public_bytes, public_salt,
                                private_bytes, private_salt, commitment)
            VALUES (gen_random_uuid(), now(), 'tests.old', 1, 'reeve:tests', :bytes, :salt, :bytes,
                    :salt, :commitment)
            """)
        .param("bytes", bytes)
        .param("salt", salt)
        .param(
            "commitment",
            sealing.commitment(
                sealing.publicDigest(salt, bytes), sealing.privateDigest(salt, bytes)))
        .update();
    drain(town.sequencer());
    assertThat(town.check().told()).isEmpty();
  }

  @Test
  void aDatabasePutBackTooFarRefusesAndALinkedLogHoldsAllThatIsThere() throws Exception {
    List<RecordId> ids = town.append(10);
    Sequencer sequencer = town.sequencer();
    drain(sequencer);
    sequencer.log().publish();
    byte[] last = town.place().shelf().read(new Resource.Checkpoint()).orElseThrow();
    town.append(3);
    drain(sequencer);
    sequencer.log().publish();
    owner(
        "DELETE FROM ledger_batch WHERE origin = '%s' AND seq > (SELECT seq FROM record WHERE id = '%s')"
            .formatted(sequencer.key().name(), ids.getLast()));
    assertThatThrownBy(town::sequencer)
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.BEHIND));
    RecordId since = town.append(1).getFirst();
    byte[] published = town.place().shelf().read(new Resource.Checkpoint()).orElseThrow();
    assertThat(published).as("nothing new is published").isNotEqualTo(last);

    LogPlace next = town.place().follow(town.settings);
    assertThat(town.place()).isEqualTo(next);
    Sequencer follows = town.sequencer();
    drain(follows);
    follows.log().publish();
    assertThat(follows.key().name()).isEqualTo("log2." + sequencer.key().name());
    assertThat(follows.log().head().size()).isEqualTo(town.check().records() + 1);
    var policy = Audit.believing(follows.key().verifier());
    assertThat(new Audit(next.shelf(), policy).verify(Optional.empty(), 1).findings().told())
        .isEmpty();
    assertThat(next.shelf().read(new Resource.Predecessor())).hasValue(published);
    Proof first = new Audit(next.shelf(), policy).prove(0);
    assertThat(first.entry()).isEqualTo(Link.entry(published));
    assertThat(town.openings().proof(since)).isPresent();
    assertThat(town.openings().proof(ids.getFirst())).isPresent();
    assertThat(town.check().told()).isEmpty();
    var store = new PostgresLedgerStore(follows.key().name(), town.jdbc, town.transactions);
    assertThat(Fsck.check(follows.key().verifier(), store, next.shelf(), 1).told()).isEmpty();
  }

  @Test
  void aServerWithAnotherKeyDoesNotGoOnInTheNameOfTheFirst(@TempDir Path elsewhere) {
    town.append(1);
    var first = town.place().key("one.example");
    assertThat(first.name()).isEqualTo("one.example");
    drain(town.sequencer());
    try (var other = TestRecords.join(database, elsewhere)) {
      other.place().key("one.example");
      assertThatThrownBy(other::sequencer)
          .isInstanceOfSatisfying(
              LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.FOREIGN));
    }
  }

  @Test
  void recordsOfACopyInAnotherClusterComeAfterThoseThatItBrought() throws Exception {
    ScratchDatabase copied = TestRecords.database();
    try (Connection owner = copied.database().connect();
        var statement = owner.createStatement();
        var before = TestRecords.join(copied, folder)) {
      List<RecordId> brought = before.append(3);
      drain(before.sequencer());
      // As if they had been made in a cluster that counted far ahead of this one.
      statement.execute(
          "UPDATE server.record SET tx = (tx::text::bigint + 1000000000)::text::xid8");
      statement.execute(
          "UPDATE server.ledger_batch SET tx = (tx::text::bigint + 1000000000)::text::xid8");
      statement.execute("UPDATE server.record_clusters SET cluster = 'another'");
      try (var after = TestRecords.join(copied, folder)) {
        List<RecordId> made = after.append(2);
        drain(after.sequencer());
        Openings openings = after.openings();
        assertThat(openings.index(brought.getFirst())).hasValue(0);
        assertThat(openings.index(brought.getLast())).hasValue(2);
        assertThat(openings.index(made.getFirst())).hasValue(3);
        assertThat(after.check().told()).isEmpty();
      }
    }
  }

  @Test
  void whoHasALetterFindsTheirEntryAndNobodyCanCountLetters() throws Exception {
    List<RecordId> ids = town.append(4);
    Openings openings = town.openings();
    Sequencer sequencer = town.sequencer();
    town.inTransaction(() -> {
      assertThat(openings.give(ids.subList(0, 2))).hasSize(2);
      return List.of();
    });
    drain(sequencer);
    sequencer.log().publish();
    findable(sequencer);
    assertThat(rows()).isEqualTo(16);
    var shelf = town.place().shelf();
    for (RecordId id : ids) {
      var opening = reeve.ledger.audit.Opening.of(openings.of(id).orElseThrow().text());
      assertThat(opening.entry()).isEqualTo(entry(openings, id));
      assertThat(opening.find(shelf))
          .as("the first two have a letter")
          .isEqualTo(ids.indexOf(id) < 2 ? openings.index(id) : OptionalLong.empty());
    }
    findable(sequencer);
    assertThat(rows()).as("an hour without a letter looks the same").isEqualTo(2 * 16);

    List<RecordId> many = town.append(20);
    town.inTransaction(() -> {
      openings.give(many);
      return List.of();
    });
    findable(sequencer);
    assertThat(rows()).as("what is not published is not findable").isEqualTo(3 * 16);
    drain(sequencer);
    sequencer.log().publish();
    findable(sequencer);
    assertThat(rows()).isEqualTo(3 * 16 + 64);
  }

  @Test
  void whatLettersFindIsWrittenAgainWholeWhereAnyOfItWasLostAlsoInTwoGoes() throws Exception {
    List<RecordId> ids = town.append(4);
    Sequencer sequencer = town.sequencer();
    town.inTransaction(() -> {
      town.openings().give(ids);
      return List.of();
    });
    drain(sequencer);
    sequencer.log().publish();
    findable(sequencer);
    long once = rows();
    Path find = town.place().folder().resolve("find");
    empty(find);
    Files.delete(find);
    findable(sequencer);
    assertThat(rows()).isEqualTo(once + 16);

    empty(find);
    Files.delete(find);
    Files.createFile(find);
    assertThatThrownBy(() -> findable(sequencer)).isInstanceOf(IOException.class);
    Files.delete(find);
    Files.createDirectory(find);
    findable(sequencer);
    assertThat(rows()).as("it broke off before anything stood there").isEqualTo(once + 3 * 16);
    try (Stream<Path> files = Files.list(find)) {
      Files.delete(files.findFirst().orElseThrow());
    }
    findable(sequencer);
    assertThat(rows()).as("one file was lost").isEqualTo(once + 4 * 16);
    for (RecordId id : ids) {
      assertThat(
              reeve.ledger.audit.Opening.of(town.openings().of(id).orElseThrow().text())
                  .find(town.place().shelf()))
          .isEqualTo(town.openings().index(id));
    }
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aRecordWhoseCommitmentWasChangedKeepsNoOtherFromBeingFound() throws Exception {
    List<RecordId> ids = town.append(3);
    Openings openings = town.openings();
    Sequencer sequencer = town.sequencer();
    town.inTransaction(() -> {
      openings.give(ids);
      return List.of();
    });
    drain(sequencer);
    sequencer.log().publish();
    owner(
        "UPDATE record SET commitment = sha256(commitment) WHERE id = '%s'".formatted(ids.get(1)));
    Openings.Indexes indexes = openings.indexes(ids);
    assertThat(indexes.of()).containsOnlyKeys(ids.get(0), ids.get(2));
    assertThat(indexes.changed()).containsExactly(ids.get(1));
    assertThatThrownBy(() -> openings.index(ids.get(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was changed");
    findable(sequencer);
    for (RecordId id : List.of(ids.get(0), ids.get(2))) {
      assertThat(
              reeve.ledger.audit.Opening.of(openings.of(id).orElseThrow().text())
                  .find(town.place().shelf()))
          .isEqualTo(openings.index(id));
    }
    owner("DELETE FROM record WHERE id = '%s'".formatted(ids.get(1)));
  }

  private void findable(Sequencer sequencer) throws IOException {
    long size = sequencer.log().published().orElseThrow().checkpoint().size();
    town.find().publish(sequencer.key().name(), size, town.place().folder());
  }

  private long rows() throws IOException {
    long rows = 0;
    try (Stream<Path> files = Files.list(town.place().folder().resolve("find"))) {
      for (Path file : files.toList()) {
        rows += Files.readString(file).lines().filter(line -> line.contains(":")).count();
      }
    }
    return rows;
  }

  @Test
  void aDatabaseThatAcceptsAndIsSilentIsNotWaitedForWithoutEnd() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var details =
          TestRecords.details(
              "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/none", "nobody", "none");
      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () ->
              assertThatThrownBy(() -> Leadership.take(details)).isInstanceOf(SQLException.class));
    }
  }

  @Test
  void whoLeadsLeadsAloneUntilItsConnectionEnds() throws Exception {
    var details = TestRecords.details(database);
    try (Leadership first = Leadership.take(details).orElseThrow()) {
      assertThat(Leadership.take(details)).isEmpty();
      owner(
          "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database"
              + " = (SELECT oid FROM pg_database WHERE datname = current_database())");
      assertThat(first.holds()).isFalse();
      try (Leadership second = Leadership.take(details).orElseThrow()) {
        assertThat(second.holds()).isTrue();
      }
    }
  }
}
