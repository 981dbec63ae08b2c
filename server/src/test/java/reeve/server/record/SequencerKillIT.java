package reeve.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.audit.Audit;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;

/** A server that records, sequences and publishes is killed in the middle, again and again. */
final class SequencerKillIT {
  private static final int KILLS = 3;

  @TempDir private Path folder;

  @Test
  void everyCommittedRecordHasOneIndexAfterAKill() throws Exception {
    ScratchDatabase database = TestRecords.database();
    List<RecordId> told = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      told.addAll(killed(database, 15 + 25 * kill));
      try (var town = TestRecords.join(database, folder)) {
        Sequencer sequencer = town.sequencer();
        while (sequencer.step() > 0) {}
        var indexes = town.openings().indexes(told).of();
        assertThat(new HashSet<>(indexes.values())).hasSameSizeAs(told);
        var checked = town.check();
        assertThat(checked.told()).isEmpty();
        assertThat(checked.size()).isEqualTo(checked.records());
        sequencer.log().publish();
        assertThat(
                new Audit(town.place().shelf(), Audit.believing(town.place().verifier()))
                    .verify(Optional.empty(), 1)
                    .findings()
                    .told())
            .isEmpty();
      }
    }
  }

  /** Starts a process, kills it when it has told so many commits, and gives all that it told. */
  private List<RecordId> killed(ScratchDatabase database, int commits) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                folder.toString(),
                database.url(),
                database.user(Schema.SERVER),
                database.password(Schema.SERVER))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<RecordId> told = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (told.size() < commits) {
        read(lines, told);
      }
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      while (read(lines, told)) {}
    }
    process.waitFor();
    return told;
  }

  private static boolean read(BufferedReader lines, List<RecordId> told) throws IOException {
    String line = lines.readLine();
    if (line != null && line.length() == 36) {
      told.add(new RecordId(UUID.fromString(line)));
    }
    return line != null;
  }

  /** What the other process does until it is killed: tells the first id of each commit. */
  static final class Server {
    public static void main(String[] arguments) {
      var details = TestRecords.details(arguments[1], arguments[2], arguments[3]);
      try (var town = TestRecords.join(details, Path.of(arguments[0]))) {
        Sequencer sequencer = town.sequencer();
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (true) {
                sequencer.log().publish();
              }
            });
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (true) {
                sequencer.step();
              }
            });
        while (true) {
          System.out.println(town.append(3).getFirst());
          System.out.flush();
        }
      }
    }
  }
}
