package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import reeve.postgres.Credentials;
import reeve.postgres.Database;
import reeve.postgres.EmbeddedPostgres;
import reeve.postgres.Provision;
import reeve.postgres.Schema;

/** An embedded PostgreSQL as a Reeve of 1 GiB runs it, fsync on, for a benchmark without a node. */
record Cluster(Path dir, EmbeddedPostgres server, Database database) implements AutoCloseable {
  private static final String PASSWORD = "bench";

  static Cluster start() throws IOException {
    Path dir = Files.createTempDirectory("reeve-bench-").resolve("postgres");
    EmbeddedPostgres server =
        EmbeddedPostgres.start(
            dir,
            PASSWORD,
            Map.ofEntries(
                Map.entry("shared_buffers", "128MB"),
                Map.entry("effective_cache_size", "256MB"),
                Map.entry("maintenance_work_mem", "64MB"),
                Map.entry("work_mem", "8MB"),
                Map.entry("max_connections", "80"),
                Map.entry("max_wal_size", "2GB"),
                Map.entry("checkpoint_timeout", "10min"),
                Map.entry("random_page_cost", "1.1"),
                Map.entry("jit", "off"),
                Map.entry("timezone", "UTC")));
    Database database =
        Provision.provision(
            server.url(),
            new Credentials(EmbeddedPostgres.OWNER, PASSWORD),
            schema -> PASSWORD + schema);
    return new Cluster(dir, server, database);
  }

  /** Where PostgreSQL keeps its own; beside it there is room for more. */
  Path directory() {
    return dir;
  }

  /** Where the server publishes its ledger. */
  Path ledger() {
    return dir.resolveSibling("ledger");
  }

  Path ledgerKeys() {
    return dir.resolveSibling("keys");
  }

  /** What the square's application is started with. */
  Map<String, Object> squareProperties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.putAll(database.springProperties(Schema.SQUARE));
    properties.put("server.port", 0);
    properties.put("server.address", "127.0.0.1");
    properties.put("square.secret", "0".repeat(64));
    properties.put("management.server.port", -1);
    properties.put("springdoc.api-docs.enabled", false);
    return properties;
  }

  /** What the moderation server is started with. */
  Map<String, Object> serverProperties() throws IOException {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.putAll(database.springProperties(Schema.SERVER));
    properties.put("server.port", 0);
    properties.put(
        "server.transparency.dir",
        Files.createDirectories(dir.resolveSibling("public")).toString());
    properties.put("server.ledger.dir", ledger().toString());
    properties.put("server.ledger.keys", ledgerKeys().toString());
    properties.put("server.ledger.origin", "bench.example");
    return properties;
  }

  @Override
  public void close() {
    server.close();
    try {
      Node.discard(dir);
    } catch (IOException e) {
      Machine.log("left behind: %s", dir);
    }
  }
}
