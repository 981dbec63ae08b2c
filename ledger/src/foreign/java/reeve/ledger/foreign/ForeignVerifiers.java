package reeve.ledger.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import reeve.ledger.audit.Proof;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Hasher;

/**
 * Verifiers that nobody here wrote: Go's sumdb, sigstore-java, and @sigstore/verify of npm. For the
 * tests of any module that lies beside {@code ledger}.
 *
 * @param tools a folder for what is built
 */
public record ForeignVerifiers(Path tools) {
  private static final Path LEDGER = Path.of("../ledger");

  /** What {@code ./reeve test} brings beside Debian's packages. */
  private static final Path MODULES = Path.of("../target/npm/node_modules").toAbsolutePath();

  /** Builds Go's. */
  public static ForeignVerifiers in(Path tools) throws IOException, InterruptedException {
    assertThat(Path.of("/usr/bin/go")).as("golang-go, as ./reeve test brings it").exists();
    assertThat(MODULES.resolve("@sigstore/verify")).as("as ./reeve test brings it").exists();
    Path cache = Files.createDirectories(LEDGER.resolve("target/go")).toAbsolutePath();
    var build =
        new ProcessBuilder(
            "/usr/bin/go",
            "build",
            "-o",
            tools.resolve("verify").toString(),
            LEDGER.resolve("src/test/go/main.go").toAbsolutePath().toString());
    build
        .environment()
        .putAll(
            Map.of(
                "GO111MODULE", "off",
                "GOPATH", "/usr/share/gocode",
                "GOCACHE", cache.toString(),
                "CGO_ENABLED", "0"));
    assertThat(run(build)).isEmpty();
    return new ForeignVerifiers(tools);
  }

  private static String run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /**
   * What Go says of a published log: signature, every entry, and that it continues an earlier
   * checkpoint.
   *
   * @param earlier a file; empty: none
   */
  public String go(Path log, VerifierKey key, String earlier, String... cosigners)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(tools.resolve("verify").toString());
    command.addAll(List.of(log.toString(), key.toString(), earlier));
    command.addAll(List.of(cosigners));
    return run(new ProcessBuilder(command)).strip();
  }

  /** What npm's says of proofs, a line for each. */
  public List<String> npm(VerifierKey key, Proof... proofs)
      throws IOException, InterruptedException {
    byte[] info = HexFormat.of().parseHex("302a300506032b6570032100" + key.key());
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("node", LEDGER.resolve("src/test/npm/verify.js").toString(), MODULES.toString()));
    command.add(Base64.getEncoder().encodeToString(info));
    for (Proof proof : proofs) {
      Path file = Files.createTempFile(tools, "proof", "");
      Files.write(file, proof.bytes());
      command.add(file.toString());
    }
    return run(new ProcessBuilder(command)).strip().lines().toList();
  }

  /**
   * Asks sigstore-java.
   *
   * @throws InclusionProofVerificationException it does not believe the proof
   */
  public void sigstore(Proof proof) throws InclusionProofVerificationException {
    Checkpoint checkpoint = Checkpoint.of(proof.checkpoint().text());
    InclusionProofVerifier.verify(
        new Hasher().leaf(proof.entry()).bytes(),
        proof.index(),
        checkpoint.size(),
        proof.path().stream().map(Hash::bytes).toList(),
        checkpoint.root().bytes());
  }
}
