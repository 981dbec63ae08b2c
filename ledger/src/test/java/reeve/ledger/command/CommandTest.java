package reeve.ledger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.audit.Opening;
import reeve.ledger.audit.Proof;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.FileStore;
import reeve.ledger.log.Log;
import reeve.ledger.log.StoreContract;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SigningKey;
import reeve.ledger.witness.Witnesses;

class CommandTest {
  @TempDir private Path folder;
  private String said = "";
  private String key = "";

  @BeforeEach
  void begin() {
    assertThat(run("key", "ledger.example", at("log.key"))).isZero();
    key = said.strip();
    grow(Cosigners.NONE, 300, 1);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private void grow(Cosigners cosigners, int count, long seed) {
    SigningKey signing = SigningKey.read(folder.resolve("log.key"));
    try (var store = FileStore.open(folder.resolve("a/store"))) {
      Log log = Log.open(signing, store, new FileShelf(folder.resolve("a/public")), cosigners);
      log.append(StoreContract.entries(count, seed));
      log.publish();
    }
  }

  private int run(String... arguments) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int status = LedgerCommand.run(out, out, arguments);
    said = bytes.toString(StandardCharsets.UTF_8);
    return status;
  }

  @Test
  void whoHasALetterFindsTheirEntry() throws Exception {
    String word = "AAECAwQFBgcICQoLDA0ODw." + "Qg".repeat(21) + "A.e30";
    Opening opening = Opening.of(word);
    SigningKey signing = SigningKey.read(folder.resolve("log.key"));
    try (var store = FileStore.open(folder.resolve("a/store"))) {
      Log log = Log.open(signing, store, new FileShelf(folder.resolve("a/public")), Cosigners.NONE);
      log.append(List.of(opening.entry()));
      log.publish();
    }
    String address = "https://square.example/transparency/check.html#" + word;
    assertThat(run("find", at("a"), "--key", key, "--opening", address)).isEqualTo(1);
    assertThat(said).contains("It opens: {}", "says nothing of it");
    Path shard = folder.resolve("a/public/find/" + opening.locator().substring(0, 3) + ".json");
    Files.createDirectories(shard.getParent());
    for (long named : new long[] {300, 299}) {
      Files.writeString(
          shard, "{\"%s\":\"%016x\"}".formatted(opening.locator(), opening.mask() ^ named));
      assertThat(run("find", at("a"), "--key", key, "--opening", word))
          .isEqualTo(named == 300 ? 0 : 1);
      assertThat(said).contains(named == 300 ? "index 300 of 301" : "WRONG_ENTRY");
    }
    assertThat(run("find", at("a"), "--key", key, "--opening", "x.y")).isEqualTo(1);
    assertThat(said).contains("MALFORMED");
  }

  @Test
  void anAuditorVerifiesKeepsAndComesBack() throws Exception {
    assertThat(run("verify", at("a"), "--key", key, "--keep", at("seen"))).isZero();
    assertThat(said)
        .contains("ledger.example: 300 entries", "no witness", "Every entry and every tile");
    grow(Cosigners.NONE, 300, 2);
    assertThat(run("verify", at("a"), "--key", key, "--most", "599")).isEqualTo(1);
    assertThat(said).startsWith("TOO_LARGE").contains("600 entries");
    assertThat(run("verify", at("a/public"), "--key=" + at("log.key"), "--seen", at("seen")))
        .isZero();
    Path bundle = folder.resolve("a/public/tile/entries/001");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[40] ^= 1;
    Files.write(bundle, bytes);
    assertThat(run("verify", at("a"), "--key", key, "--keep", at("late"))).isEqualTo(1);
    assertThat(said).contains("WRONG_ENTRY tile/entries/001: entry 257 ", "1 finding.");
    assertThat(folder.resolve("late")).doesNotExist();
  }

  @Test
  void aProofIsPrintedAndCheckedWithoutTheLog() throws Exception {
    assertThat(run("prove", at("a"), "--key", key, "--index", "17")).isZero();
    Path file = Files.writeString(folder.resolve("proof"), said);
    String entry = Proof.of(Files.readAllBytes(file)).entry().commitment().hex();
    assertThat(run("check", at("proof"), "--key", key, "--entry", entry)).isZero();
    assertThat(said).contains("index 17 of ledger.example");
    String other = entry.replace(entry.charAt(0), entry.charAt(0) == '0' ? '1' : '0');
    assertThat(run("check", at("proof"), "--key", key, "--entry", other)).isEqualTo(1);
    assertThat(said).contains("WRONG_ENTRY");
    assertThat(run("prove", at("a"), "--key", key, "--index", "300")).isEqualTo(1);
    assertThat(said).contains("NONE: The log has 300 entries");
  }

  @Test
  void anOperatorChecksAndMends() throws Exception {
    assertThat(run("fsck", at("a"), "--key", key)).isZero();
    Files.delete(folder.resolve("a/public/tile/0/000"));
    assertThat(run("fsck", at("a"), "--key", key)).isEqualTo(1);
    assertThat(said).contains("MISSING tile/0/000");
    assertThat(run("fsck", at("a"), "--key", key, "--mend")).isZero();
    assertThat(run("fsck", at("none"), "--key", key)).isEqualTo(1);
    assertThat(said).startsWith("NONE");
  }

  @Test
  void aNewLogFollowsTheOldOne() {
    assertThat(run("key", "ledger-2.example", at("next.key"))).isZero();
    String next = said.strip();
    String[] begin = {
      "begin", at("b"), "--key", at("next.key"), "--after", at("a/public/checkpoint")
    };
    assertThat(run(begin)).isZero();
    assertThat(said).contains("ledger-2.example follows");
    assertThat(run("verify", at("b"), "--key", next)).isZero();
    assertThat(run(begin)).isEqualTo(1);
    assertThat(said).startsWith("EXISTS");
  }

  @Test
  void aNewLogThatItsWitnessesDidNotSignIsNotWell() throws Exception {
    assertThat(run("key", "ledger-2.example", at("next.key"))).isZero();
    assertThat(run("key", "witness.example/w1", at("w.key"), "--witness")).isZero();
    Files.writeString(
        folder.resolve("policy"), "witness w " + said.strip() + " http://127.0.0.1:1\nquorum w\n");
    assertThat(
            run(
                "begin",
                at("b"),
                "--key",
                at("next.key"),
                "--after",
                at("a/public/checkpoint"),
                "--policy",
                at("policy")))
        .isEqualTo(1);
    assertThat(said).contains("did not sign yet");
  }

  @Test
  void whatCannotBePrintedIsNoSuccess() {
    var full =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                throw new IOException("no space");
              }
            },
            true,
            StandardCharsets.UTF_8);
    var err = new ByteArrayOutputStream();
    assertThat(
            LedgerCommand.run(
                full,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "prove",
                at("a"),
                "--key",
                key,
                "--index",
                "17"))
        .isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not be written");
  }

  @Test
  void aWitnessIsAProcessOfItsOwn() throws Exception {
    assertThat(run("key", "witness.example/w1", at("w.key"), "--witness")).isZero();
    String witness = said.strip();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LedgerCommand.class.getName(),
                "witness",
                "--key",
                at("w.key"),
                "--log",
                key,
                "--state",
                at("w"),
                "--listen",
                "127.0.0.1:0")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("The witness " + witness);
      String port = lines.readLine().replaceAll(".*:([0-9]+);.*", "$1");
      String text =
          "log " + key + "\nwitness w " + witness + " http://127.0.0.1:" + port + "\nquorum w\n";
      Files.writeString(folder.resolve("policy"), text);
      assertThat(run("verify", at("a"), "--policy", at("policy"))).isEqualTo(1);
      assertThat(said).contains("TOO_FEW_WITNESSES");
      grow(new Witnesses(Policy.of(text)), 5, 9);
      assertThat(run("verify", at("a"), "--policy", at("policy"))).isZero();
      assertThat(said).contains("305 entries", "the witnesses w.");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  void whatIsMisspeltIsExplained() {
    for (String[] wrong :
        new String[][] {
          {},
          {"verfy"},
          {"verify"},
          {"verify", at("a")},
          {"verify", at("a"), "--key", key, "--policy", "x"},
          {"verify", at("a"), "--key"},
          {"verify", at("a"), "--key", key, "--key", key},
          {"verify", at("a"), "--index", "1"},
          {"verify", at("a"), at("b"), "--key", key},
          {"witness", "--key", at("log.key"), "--state", at("w")},
          {"witness", "--key", at("log.key"), "--log", key, "--listen", "here"},
        }) {
      assertThat(run(wrong)).as(String.join(" ", wrong)).isEqualTo(2);
      assertThat(said).isNotBlank();
    }
    assertThat(run("help")).isZero();
    assertThat(said).contains("verify DIR|URL", "witness");
    assertThat(run("key", "https://ledger.example/", at("k"))).isEqualTo(1);
    assertThat(run("key", "ledger.example", at("log.key"))).isEqualTo(1);
    assertThat(said).startsWith("EXISTS");
    assertThat(run("verify", at("a"), "--key", at("none"))).isEqualTo(1);
    assertThat(said).startsWith("NONE");
    assertThat(run("verify", at("none"), "--key", key)).isEqualTo(1);
    assertThat(run("verify", at("a"), "--key", "a+b+c")).isEqualTo(1);
    assertThat(said).startsWith("MALFORMED");
  }
}
