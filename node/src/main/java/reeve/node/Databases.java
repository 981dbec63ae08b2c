package reeve.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reeve.node.Keys.Name;
import reeve.postgres.Credentials;
import reeve.postgres.Database;
import reeve.postgres.DatabaseUrl;
import reeve.postgres.EmbeddedPostgres;
import reeve.postgres.PostgresFailure;
import reeve.postgres.Provision;

/**
 * The database of a data directory, ready for use: the embedded one, or the operator's own.
 *
 * @param embedded the server that closing this stops; null where another process or the operator
 *     runs it
 */
record Databases(Database database, @Nullable EmbeddedPostgres embedded) implements AutoCloseable {

  /** Opens for the process that holds the directory's lock. */
  static Databases open(DataDirectory data, @Nullable String url, Memory memory) {
    if (url != null) {
      return new Databases(own(data, url), null);
    }
    var keys = data.keys();
    var server =
        EmbeddedPostgres.start(data.postgres(), keys.secret(Name.DATABASE_OWNER), settings(memory));
    try {
      return new Databases(provision(data, server.url(), owner(keys)), server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Opens beside a running Reeve that holds the directory's lock. */
  static Databases join(DataDirectory data, @Nullable String url) {
    if (url != null) {
      return new Databases(own(data, url), null);
    }
    int port =
        Optional.of(data.postgres())
            .flatMap(EmbeddedPostgres::runningPort)
            .orElseThrow(() ->
                new Failure(
                    "Another Reeve holds %s, but its database does not answer yet. Try again in a moment; where it uses a database of your own, name it with --database-url."
                        .formatted(data.path())));
    return new Databases(
        provision(data, EmbeddedPostgres.url(port, EmbeddedPostgres.OWNER), owner(data.keys())),
        null);
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }

  private static Credentials owner(Keys keys) {
    return new Credentials(EmbeddedPostgres.OWNER, keys.secret(Name.DATABASE_OWNER));
  }

  private static Database own(DataDirectory data, String url) {
    try {
      var address = DatabaseUrl.parse(url);
      return provision(data, address.jdbc(), address.credentials());
    } catch (IllegalArgumentException e) {
      throw new PostgresFailure("--database-url: " + e.getMessage());
    }
  }

  private static Database provision(DataDirectory data, String url, Credentials owner) {
    var keys = data.keys();
    return Provision.provision(
        url,
        owner,
        schema ->
            keys.secret(
                switch (schema) {
                  case SQUARE -> Name.DATABASE_SQUARE;
                  case SERVER -> Name.DATABASE_SERVER;
                }));
  }

  /** How the embedded server divides its share of the memory. */
  private static Map<String, String> settings(Memory memory) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("shared_buffers", memory.postgresBuffersMb() + "MB");
    settings.put("effective_cache_size", 2 * memory.postgresBuffersMb() + "MB");
    settings.put("maintenance_work_mem", "64MB");
    settings.put("work_mem", "8MB");
    settings.put("max_connections", "80");
    settings.put("max_wal_size", "2GB");
    settings.put("checkpoint_timeout", "10min");
    settings.put("random_page_cost", "1.1");
    settings.put("jit", "off");
    settings.put("log_min_duration_statement", "2000");
    settings.put("log_parameter_max_length", "0");
    settings.put("log_parameter_max_length_on_error", "0");
    settings.put("log_line_prefix", "%m [%p] ");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    return settings;
  }
}
