package reeve.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.StandardEnvironment;
import reeve.ledger.audit.Audit;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SigningKey;
import reeve.ledger.witness.Witness;
import reeve.ledger.witness.WitnessServer;
import reeve.postgres.ScratchDatabase;
import reeve.server.platform.ServerSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ledger as a server keeps it: by itself, at whole hours, and stopped where it must. */
final class KeptLedgerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A quarter past an hour. */
  private volatile Instant now =
      Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(15));

  private final InstantSource clock = () -> now;
  @TempDir private Path folder;
  private ScratchDatabase database;
  private TestRecords town;
  private KeptLedger ledger;

  @BeforeEach
  void open() {
    database = TestRecords.database();
    town = TestRecords.join(database, folder);
    ledger = ledger(town.settings);
  }

  @AfterEach
  void close() {
    ledger.stop();
    town.close();
  }

  private KeptLedger ledger(LedgerSettings settings) {
    return ledger(settings, TestRecords.details(database));
  }

  private KeptLedger ledger(LedgerSettings settings, JdbcConnectionDetails details) {
    var server = new ServerSettings(false, "https://square.example", List.of());
    return new KeptLedger(
        settings,
        new OpenedLogs(settings, server, town.jdbc, town.transactions, town.find(), clock),
        details,
        clock,
        new StandardEnvironment(),
        new SimpleMeterRegistry());
  }

  private Ledger.State await(Predicate<Ledger.State> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Ledger.State state = ledger.state();
    while (!wanted.test(state)) {
      assertThat(System.nanoTime()).as("still %s", state).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
      state = ledger.state();
    }
    return state;
  }

  /** What the public is told, once it is that. */
  private JsonNode told(Predicate<JsonNode> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Path file = folder.resolve("public/state.json");
    while (true) {
      if (Files.exists(file)) {
        JsonNode told = JsonMapper.builder().build().readTree(Files.readAllBytes(file));
        if (wanted.test(told)) {
          return told;
        }
        assertThat(System.nanoTime()).as("still %s", told).isLessThan(end);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static Predicate<JsonNode> says(String state) {
    return told -> told.path("state").asString().equals(state);
  }

  private void owner(String sql) throws SQLException {
    try (Connection owner = database.database().connect();
        var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void entriesComeWithinASecondAndACheckpointAtTheWholeHourOnly() throws Exception {
    ledger.start();
    town.append(5);
    Ledger.State state = await(it -> it.size() == 5 && it.lag().isZero());
    assertThat(state.origin()).isEqualTo("square.example");
    assertThat(state.published().size()).isZero();
    assertThat(state.published().asked()).isFalse();
    told(says("running"));
    assertThat(folder.resolve("public/checkpoint")).as("not off the hour").doesNotExist();
    ledger.stop();
    ledger = ledger(town.settings);
    ledger.start();
    town.append(2);
    await(it -> it.size() == 7);
    assertThat(folder.resolve("public/checkpoint")).as("nor at a restart").doesNotExist();

    now = now.plus(Duration.ofMinutes(45));
    await(it -> it.published().size() == 7);
    town.append(1);
    await(it -> it.size() == 8);
    now = now.plus(Duration.ofMinutes(30));
    await(it -> it.published().at() != null);
    JsonNode told = told(says("running").and(it -> it.path("size").asLong() > 0));
    assertThat(told.path("size").asLong()).as("what waits is told to nobody").isEqualTo(7);
    assertThat(told.path("asked").asBoolean()).isFalse();
    assertThat(Files.getPosixFilePermissions(folder.resolve("keys/ledger"))).hasSize(2);
  }

  @Test
  void aCheckpointThatIsAskedForComesAtOnceAndTheNextOneAtItsHour() {
    ledger.start();
    town.append(5);
    await(it -> it.size() == 5 && it.lag().isZero());
    ledger.publishSoon();
    Ledger.State state = await(it -> it.published().size() == 5);
    assertThat(state.published().next()).isEqualTo(now.plus(Duration.ofMinutes(45)));

    town.append(1);
    await(it -> it.size() == 6 && it.lag().isZero());
    now = now.plus(Duration.ofMinutes(44));
    assertThat(ledger.state().published().size()).as("asked for once").isEqualTo(5);
    now = now.plus(Duration.ofMinutes(1));
    await(it -> it.published().size() == 6);
  }

  @Test
  void aDatabasePutBackTooFarStopsTheLedgerAndNothingElseUntilANewLogBegins() throws Exception {
    ledger.start();
    town.append(5);
    await(it -> it.size() == 5);
    now = now.plus(Duration.ofMinutes(45));
    await(it -> it.published().size() == 5);
    assertThatThrownBy(() -> ledger.beginAnother()).hasMessageContaining("has not stopped");
    ledger.stop();
    byte[] published = Files.readAllBytes(folder.resolve("public/checkpoint"));

    owner("DELETE FROM server.ledger_batch");
    ledger = ledger(town.settings);
    ledger.start();
    Ledger.State state = await(it -> it.standing() == Ledger.Standing.STOPPED);
    assertThat(state.problem()).contains("second history");
    assertThat(state.published().size()).isEqualTo(5);
    assertThat(told(says("stopped")).path("size").asLong()).isEqualTo(5);
    assertThat(town.append(2)).as("records are written on").hasSize(2);
    now = now.plus(Duration.ofHours(1));

    ledger.beginAnother();
    await(it -> it.standing() == Ledger.Standing.RUNNING && it.size() == 8);
    assertThat(Files.readAllBytes(folder.resolve("public/checkpoint"))).isEqualTo(published);
    now = now.plus(Duration.ofHours(1));
    state = await(it -> it.published().size() == 8);
    assertThat(state.origin()).isEqualTo("log2.square.example");
    told(says("running").and(it -> it.path("prefix").asString().equals("2/")));
    var audit = new Audit(town.place().shelf(), Audit.believing(town.place().verifier()));
    assertThat(audit.verify(Optional.empty(), 1).findings().told()).isEmpty();
  }

  @Test
  void aLedgerThatHasNotBegunOrWhoseDatabaseIsAwayWaitsAndSaysSoAndIsNotOff() throws Exception {
    assertThat(ledger.state().standing()).isEqualTo(Ledger.Standing.WAITING);
    var none = new LedgerSettings(null, null, "", Duration.ofHours(1), "");
    assertThat(ledger(none).state().standing()).isEqualTo(Ledger.Standing.OFF);

    ledger.start();
    told(says("running"));
    ledger.stop();
    int nobody;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    ledger =
        ledger(
            town.settings,
            TestRecords.details("jdbc:postgresql://127.0.0.1:" + nobody + "/none", "n", "n"));
    ledger.start();
    told(says("waiting"));
    Ledger.State state = ledger.state();
    assertThat(state.standing()).isEqualTo(Ledger.Standing.WAITING);
    assertThat(state.problem()).isEqualTo("The database does not answer.");
    assertThat(state.origin()).as("what stands there is told on").isEqualTo("square.example");
    ledger.stop();
    ledger = ledger(town.settings);
    ledger.start();
    told(says("running"));
  }

  @Test
  void aDamagedCheckpointOrKeyStopsTheLedgerUntilACopyIsPutBack() throws Exception {
    ledger.start();
    town.append(5);
    await(it -> it.size() == 5);
    now = now.plus(Duration.ofMinutes(45));
    await(it -> it.published().size() == 5);
    ledger.stop();
    for (String name : List.of("public/checkpoint", "keys/ledger")) {
      Path file = folder.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int length : new int[] {0, whole.length / 2}) {
        Files.write(file, Arrays.copyOf(whole, length));
        ledger = ledger(town.settings);
        ledger.start();
        Ledger.State state = await(it -> it.standing() == Ledger.Standing.STOPPED);
        assertThat(state.problem()).as(name).isNotBlank();
        assertThat(told(says("stopped")).path("problem").asString()).isEqualTo(state.problem());
        assertThat(town.append(1)).as("records are written on").hasSize(1);
        Files.write(file, whole);
        ledger.lookAgain();
        await(it -> it.standing() == Ledger.Standing.RUNNING && it.lag().isZero());
        told(says("running"));
        ledger.stop();
      }
    }
  }

  @Test
  void whereAWitnessIsAskedOnlyWhatItSignedIsPublished() throws Exception {
    SigningKey log = town.place().key("square.example");
    var key = SigningKey.generate("witness.example", KeyKind.COSIGNATURE);
    var witness =
        new Witness(key, List.of(log.verifier()), folder.resolve("witness"), Clock.systemUTC());
    var server =
        WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    int port = server.port();
    server.close();
    Path policy =
        Files.writeString(
            folder.resolve("policy"),
            "log %s\nwitness w1 %s http://127.0.0.1:%d\nquorum w1\n"
                .formatted(log.verifier(), key.verifier(), port));
    ledger =
        ledger(
            new LedgerSettings(
                town.settings.dir(),
                town.settings.keys(),
                "",
                Duration.ofHours(1),
                policy.toString()));
    ledger.start();
    town.append(3);
    await(it -> it.size() == 3);
    now = now.plus(Duration.ofMinutes(45));
    Ledger.State state = await(it -> !it.published().refusals().isEmpty());
    assertThat(state.published().asked()).isTrue();
    assertThat(folder.resolve("public/checkpoint")).doesNotExist();
    told(it -> it.path("withheld").asBoolean());

    try (var up =
        WitnessServer.start(
            witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      assertThat(up.port()).isEqualTo(port);
      now = now.plus(Duration.ofMinutes(2));
      state = await(it -> it.published().size() == 3);
      assertThat(state.published().witnesses()).containsExactly("w1");
      assertThat(state.published().refusals()).isEmpty();
    }
  }
}
