package reeve.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./reeve up} as a process of its own, as a user starts it. */
final class RunningReeve implements AutoCloseable {
  /** What the terminal says last at a start. */
  private static final String READY = "Ctrl-C";

  private final Process process;
  private final int port;
  private final int deskPort;
  private final List<String> printed = new CopyOnWriteArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  /** Whether it said so; its output also ends where it could not start. */
  private volatile boolean stands;

  private RunningReeve(Process process, int port, int deskPort) {
    this.process = process;
    this.port = port;
    this.deskPort = deskPort;
    Thread.ofPlatform().daemon().name("reeve-output").start(this::listen);
  }

  static RunningReeve start(Path data, String... more) throws IOException, InterruptedException {
    return start(freePort(), freePort(), data, more);
  }

  static RunningReeve start(int port, int deskPort, Path data, String... more)
      throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of("up", "--data", "" + data, "--port", "" + port, "--desk-port", "" + deskPort));
    arguments.addAll(List.of(more));
    var running = new RunningReeve(command(arguments).start(), port, deskPort);
    if (!running.ready.await(180, TimeUnit.SECONDS) || !running.stands) {
      running.kill();
      throw new AssertionError("Reeve did not start:\n" + running.output());
    }
    return running;
  }

  /** How a command ended. */
  record Ended(int code, String printed) {}

  /** Any other command, to its end. */
  static Ended run(String... arguments) throws IOException, InterruptedException {
    Process process = command(List.of(arguments)).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  private static ProcessBuilder command(List<String> arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "reeve.node.Main"));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  String square() {
    return "http://127.0.0.1:" + port;
  }

  String desk() {
    return "http://127.0.0.1:" + deskPort;
  }

  int port() {
    return port;
  }

  int deskPort() {
    return deskPort;
  }

  /** The first address that the terminal printed on a line that names {@code what}. */
  String link(String what) {
    Pattern address = Pattern.compile("https?://\\S+");
    for (String line : printed) {
      Matcher found = address.matcher(line);
      if (line.contains(what) && found.find()) {
        return found.group();
      }
    }
    throw new AssertionError("no link for '" + what + "' was printed:\n" + output());
  }

  String output() {
    return String.join("\n", printed);
  }

  /** As {@code kill -9} does; PostgreSQL is left behind. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        kill();
        throw new AssertionError("Reeve did not stop:\n" + output());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A port that nobody listens on, below those that the system gives to whoever connects: one of
   * these may be taken while Reeve starts.
   */
  static int freePort() throws IOException {
    for (int tries = 0; ; tries++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        if (tries == 100) {
          throw e;
        }
      }
    }
  }

  private void listen() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        printed.add(line);
        if (line.contains(READY)) {
          stands = true;
          ready.countDown();
        }
      }
    } catch (IOException e) {
      printed.add("(output ended: " + e.getMessage() + ")");
    }
    ready.countDown();
  }
}
