package reeve.server.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that others wrote, as whoever gets a bundle runs them. */
final class Tool {
  private Tool() {}

  /** How a run ended. */
  record Ran(int status, String said) {
    boolean well() {
      return status == 0;
    }

    void requireWell() {
      assertThat(status).as(said).isZero();
    }
  }

  static Ran run(Path in, String... command) {
    return run(in, List.of(command));
  }

  private static Ran run(Path in, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command + " ended").isTrue();
      return new Ran(process.exitValue(), command + ": " + said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Both manifests of a bag, with coreutils. */
  static boolean sums(Path bag) {
    return run(bag, "sha512sum", "--check", "--strict", "--quiet", "manifest-sha512.txt").well()
        && run(bag, "sha512sum", "--check", "--strict", "--quiet", "tagmanifest-sha512.txt").well();
  }

  /** The signature of a bag against a certificate, with OpenSSL. */
  static Ran signature(Path bag, Path certificate) {
    return run(
        bag,
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "signature.p7s",
        "-content",
        "manifest-sha512.txt",
        "-CAfile",
        certificate.toString(),
        "-out",
        "/dev/null");
  }

  /** The time stamp of a bag against an authority, with OpenSSL. */
  static Ran stamp(Path bag, Path authority) {
    return run(
        bag,
        "openssl",
        "ts",
        "-verify",
        "-data",
        "manifest-sha512.txt",
        "-in",
        "timestamp.tsr",
        "-CAfile",
        authority.toString());
  }

  /** A WARC file, with jwarc's own command. */
  static Ran warc(Path file) {
    Ran ran = java(file, "org.netpreserve.jwarc.tools.WarcTool", "validate", file.toString());
    // It ends with 0 also where it found something.
    return ran.said().contains("ERROR") ? new Ran(1, ran.said()) : ran;
  }

  /** A proof of the ledger, with its own program, which knows no server. */
  static Ran proof(Path file, String key, String entry) {
    return java(
        file,
        "reeve.ledger.command.LedgerCommand",
        "check",
        file.toString(),
        "--key",
        key,
        "--entry",
        entry);
  }

  private static Ran java(Path file, String... rest) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(rest));
    return run(file.toAbsolutePath().getParent(), command);
  }

  /** A stamping authority of OpenSSL's, in a folder of its own. */
  static final class StampAuthority implements StampDoor {
    private static final String CONFIG =
        """
        [tsa]
        dir = .
        serial = ./serial
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256, sha512
        accuracy = secs:1
        [req]
        distinguished_name = name
        [name]
        [stamps]
        basicConstraints = critical, CA:false
        keyUsage = critical, digitalSignature
        extendedKeyUsage = critical, timeStamping
        """;

    private final Path dir;

    StampAuthority(Path dir) throws IOException {
      this.dir = dir;
      Files.writeString(dir.resolve("tsa.cnf"), CONFIG);
      Files.writeString(dir.resolve("serial"), "01\n");
      run(
              dir,
              "openssl",
              "req",
              "-x509",
              "-newkey",
              "ec",
              "-pkeyopt",
              "ec_paramgen_curve:P-256",
              "-nodes",
              "-keyout",
              "tsa.key",
              "-out",
              "tsa.pem",
              "-days",
              "30",
              "-subj",
              "/CN=A stamping authority",
              "-config",
              "tsa.cnf",
              "-extensions",
              "stamps")
          .requireWell();
    }

    Path certificate() {
      return dir.resolve("tsa.pem");
    }

    @Override
    public boolean configured() {
      return true;
    }

    @Override
    public byte[] ask(byte[] request) throws NotStamped {
      try {
        Files.write(dir.resolve("request.tsq"), request);
        run(
                dir,
                "openssl",
                "ts",
                "-reply",
                "-config",
                "tsa.cnf",
                "-section",
                "tsa",
                "-queryfile",
                "request.tsq",
                "-signer",
                "tsa.pem",
                "-inkey",
                "tsa.key",
                "-out",
                "answer.tsr")
            .requireWell();
        return Files.readAllBytes(dir.resolve("answer.tsr"));
      } catch (IOException e) {
        throw new NotStamped("The authority has no disk: " + e.getMessage());
      }
    }
  }
}
