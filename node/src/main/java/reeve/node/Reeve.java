package reeve.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import reeve.node.Keys.Name;
import reeve.postgres.Schema;
import reeve.server.ServerApplication;
import reeve.square.SquareApplication;
import reeve.square.door.SquareDoor;

/**
 * The square and the moderation server, each its own application context in this process, over one
 * database. Closing stops the server first, then the square; the database is the caller's.
 */
record Reeve(ConfigurableApplicationContext square, ConfigurableApplicationContext server)
    implements AutoCloseable {

  /**
   * Starts both side by side and returns when both answer.
   *
   * @param sample whether this is an invented town: a banner on each page, one-time links
   * @throws Failure where a port is taken or the database belongs to a newer version
   */
  static Reeve start(
      DataDirectory data,
      Databases databases,
      Memory memory,
      Settings settings,
      Listeners listeners,
      boolean sample,
      @Nullable String trustedProxy) {
    var platform = new SquarePlatform();
    var square = squareProperties(data, databases, settings, listeners, sample);
    var server = serverProperties(data, databases, settings, listeners, sample);
    server.put("server.watch.counters", memory.countersMb() + "MB");
    if (trustedProxy != null) {
      server.put("server.trusted-proxy[0]", trustedProxy);
      proxy(square, trustedProxy);
    }
    try (var starters = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ConfigurableApplicationContext> squareStarts =
          starters.submit(named("square", () -> SquareApplication.start(square)));
      Future<ConfigurableApplicationContext> serverStarts =
          starters.submit(
              named("server", () -> ServerApplication.start(server, List.of(platform))));
      try {
        var started = new Reeve(squareStarts.get(), serverStarts.get());
        platform.open(started.square.getBean(SquareDoor.class));
        return started;
      } catch (ExecutionException e) {
        closeQuietly(squareStarts);
        closeQuietly(serverStarts);
        throw explain(e.getCause() == null ? e : e.getCause(), listeners);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("The start was interrupted.");
      }
    }
  }

  int squarePort() {
    return port(square);
  }

  int deskPort() {
    return port(server);
  }

  @Override
  public void close() {
    server.close();
    square.close();
  }

  private static int port(ConfigurableApplicationContext context) {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static Map<String, Object> squareProperties(
      DataDirectory data,
      Databases databases,
      Settings settings,
      Listeners listeners,
      boolean sample) {
    var properties = new LinkedHashMap<String, Object>(settings.of("square"));
    properties.putAll(databases.database().springProperties(Schema.SQUARE));
    properties.put("server.address", listeners.squareHost());
    properties.put("server.port", listeners.squarePort());
    properties.put("square.public-dir", data.publicFiles().toString());
    properties.put("square.secret", data.keys().secret(Name.SQUARE));
    properties.put("square.desk-url", listeners.deskUrl());
    properties.put("square.sample", sample);
    if (sample) {
      // Loopback only, and nothing of worth: whoever looks around may come in.
      properties.putIfAbsent("square.sign-up", "open");
    }
    // Health, metrics and the API document are the desk's alone; nobody would read the square's,
    // and observing every request costs a good part of answering it.
    properties.put("management.server.port", -1);
    properties.put("springdoc.api-docs.enabled", false);
    properties.put(
        "spring.autoconfigure.exclude",
        "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration");
    return properties;
  }

  private static Map<String, Object> serverProperties(
      DataDirectory data,
      Databases databases,
      Settings settings,
      Listeners listeners,
      boolean sample) {
    var properties = new LinkedHashMap<String, Object>(settings.of("server"));
    properties.putAll(databases.database().springProperties(Schema.SERVER));
    properties.put("server.address", listeners.deskHost());
    properties.put("server.port", listeners.deskPort());
    properties.put(
        "server.transparency.dir", data.publicFiles().resolve("transparency").toString());
    properties.put(
        "server.ledger.dir",
        data.publicFiles().resolve("transparency").resolve("ledger").toString());
    properties.put("server.ledger.keys", data.keys().portable().toString());
    String domain = settings.of("square").getOrDefault("square.domain", "");
    if (!domain.isEmpty()) {
      properties.putIfAbsent("server.ledger.origin", domain);
    }
    properties.put("server.watch.dir", data.watch().toString());
    properties.put("server.likeness.dir", data.likeness().toString());
    properties.put("server.bundle.dir", data.bundles().toString());
    properties.put("server.bundle.key", data.keys().portable().resolve("evidence.pem").toString());
    properties.put(
        "server.bundle.public-dir", data.publicFiles().resolve("transparency").toString());
    List<String> staffKeys = data.keys().secrets(Name.STAFF);
    for (int i = 0; i < staffKeys.size(); i++) {
      properties.put("server.keys.staff[%d]".formatted(i), staffKeys.get(i));
    }
    List<String> fileKeys = data.keys().secrets(Name.FILES);
    for (int i = 0; i < fileKeys.size(); i++) {
      properties.put("server.keys.files[%d]".formatted(i), fileKeys.get(i));
    }
    properties.put("server.square-url", listeners.squareUrl());
    properties.put("server.sample", sample);
    return properties;
  }

  /** Tomcat's own valve believes the headers of addresses that match, and of nobody else. */
  private static void proxy(Map<String, Object> properties, String address) {
    properties.put("server.forward-headers-strategy", "native");
    properties.put("server.tomcat.remoteip.internal-proxies", Pattern.quote(address));
  }

  private static Callable<ConfigurableApplicationContext> named(
      String name, Callable<ConfigurableApplicationContext> start) {
    return () -> {
      Thread.currentThread().setName("start-" + name);
      return start.call();
    };
  }

  private static void closeQuietly(Future<ConfigurableApplicationContext> starting) {
    try {
      starting.get().close();
    } catch (ExecutionException e) {
      // It did not start: there is nothing to close, and the first failure is told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException explain(Throwable failure, Listeners listeners) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException inUse) {
        return listeners.taken(inUse.getPort());
      }
      if (cause instanceof FlywayValidateException) {
        return new Failure(
            "The database was written by another version of Reeve. Start the newer version, or restore a backup into a new directory: ./reeve restore FILE --data NEW.",
            cause);
      }
    }
    return new Failure("Reeve did not start: " + innermost(failure), failure);
  }

  /** What lies at the bottom of it; values of settings, which may be secrets, are left out. */
  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null ? "" : ": " + message.replaceAll("value \\[.*\\]", "value [...]"));
  }
}
