package reeve.node;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything and runs until it is told to stop. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the square and the desk, and runs until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  @Mixin private final DataOptions options = new DataOptions();

  @Option(
      names = "--sample",
      description = "with an invented town of 2,000 accounts, in a data directory of its own")
  private boolean sample;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "of the square (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--desk-port",
      defaultValue = "8081",
      description = "of the desk (default: ${DEFAULT-VALUE})")
  private int deskPort;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "where the square listens; 0.0.0.0 for every address (default: loopback)")
  private String listen = "127.0.0.1";

  @Option(
      names = "--desk-listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "where the desk listens (default: loopback)")
  private String deskListen = "127.0.0.1";

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      description = "believe the forwarded headers of this proxy alone")
  private @Nullable String trustedProxy;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "${sys:reeve.memory:-1g}",
      description =
          "for everything together, for example 2g (default: a quarter of the machine, at most 4g)")
  private String memory = "1g";

  @Override
  public Integer call() throws InterruptedException {
    var budget = Memory.parse(memory);
    var terminal = new Terminal(System.out);
    var stop = new CountDownLatch(1);
    if (sample && !(listen.equals("127.0.0.1") && deskListen.equals("127.0.0.1"))) {
      throw new Failure("The sample town listens on loopback only: its links sign anybody in.");
    }
    var listeners = new Listeners(listen, port, deskListen, deskPort);
    try (DataDirectory data = options.open(sample)) {
      listeners.requireFree();
      var settings = Settings.read(data.path().resolve("reeve.yaml"), System.getenv());
      terminal.title("Reeve" + (sample ? ", an invented town" : "") + " in " + data.path());
      try (var databases =
          terminal.step("PostgreSQL", () -> Databases.open(data, options.databaseUrl(), budget))) {
        data.stamp(databases.embedded() != null);
        try (Reeve reeve =
            terminal.step(
                "square and desk",
                () ->
                    Reeve.start(
                        data, databases, budget, settings, listeners, sample, trustedProxy))) {
          var running = new Running(reeve, listeners, terminal);
          onStop(stop);
          if (sample) {
            running.greetSample(new SampleTown(data, databases.database(), reeve.server()));
          } else {
            running.greet();
          }
          stop.await();
          terminal.line("Stopping");
        }
      }
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  private final CountDownLatch stopped = new CountDownLatch(1);

  /** A signal lets {@link #call} close everything in order, and waits until it has. */
  private void onStop(CountDownLatch stop) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    stopped.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop"));
  }
}
