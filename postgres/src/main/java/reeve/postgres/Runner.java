package reeve.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL's programs run: it refuses to run as root, and a user without a passwd entry
 * has no name to it. Root steps down to nobody ({@code setpriv}); where that user cannot reach the
 * data directory, and for a user without a name, a user namespace ({@code unshare -U}) hides the
 * id.
 *
 * @param prefix what stands before each command; it replaces itself by the command, so that the
 *     process id stays
 */
record Runner(List<String> prefix) {
  private static final int NOBODY = 65534;
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
  private static final List<String> IN_NAMESPACE = List.of("unshare", "-U");

  /**
   * Finds out how to run with {@code dir} as a place to write; hands {@code dir} over if needed.
   */
  static Runner forDirectory(Path dir) throws IOException {
    if (!isRoot()) {
      return new Runner(succeeds(List.of("id", "-un")) ? List.of() : IN_NAMESPACE);
    }
    giveToNobody(dir);
    var asNobody = new ArrayList<>(AS_NOBODY);
    asNobody.addAll(List.of("test", "-w", dir.toString()));
    if (succeeds(asNobody)) {
      return new Runner(AS_NOBODY);
    }
    giveBack(dir);
    return new Runner(IN_NAMESPACE);
  }

  ProcessBuilder command(Path program, String... arguments) {
    var command = new ArrayList<>(prefix);
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true);
  }

  /** Runs to the end and returns what was printed; fails with it where the exit code is not 0. */
  String run(ProcessBuilder builder) throws IOException {
    var process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = waitFor(process);
    if (code != 0) {
      throw new PostgresFailure(
          "%s ended with %d: %s".formatted(builder.command().get(prefix.size()), code, printed));
    }
    return printed;
  }

  boolean asNobody() {
    return prefix.equals(AS_NOBODY);
  }

  /** Makes a file of ours readable for PostgreSQL alone. */
  void handOver(Path path) throws IOException {
    if (asNobody()) {
      chown(path, NOBODY);
    }
  }

  private static void giveToNobody(Path dir) throws IOException {
    if ((Integer) Files.getAttribute(dir, "unix:uid") != NOBODY) {
      chown(dir, NOBODY);
    }
  }

  private static void giveBack(Path dir) throws IOException {
    chown(dir, 0);
  }

  private static void chown(Path path, int uid) throws IOException {
    Files.setAttribute(path, "unix:uid", uid);
    Files.setAttribute(path, "unix:gid", uid);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"))
        || "0".equals(printed(List.of("id", "-u")));
  }

  private static boolean succeeds(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return waitFor(process) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String printed(List<String> command) {
    try {
      var process = new ProcessBuilder(command).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      waitFor(process);
      return out.strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static int waitFor(Process process) {
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new PostgresFailure("a program of PostgreSQL did not end within five minutes");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresFailure("interrupted while waiting for PostgreSQL", e);
    }
  }
}
