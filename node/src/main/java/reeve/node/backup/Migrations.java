package reeve.node.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import reeve.postgres.Database;
import reeve.postgres.Schema;

/** Brings both schemas to a shape, outside of the applications. */
public final class Migrations {
  private final Database database;

  public Migrations(Database database) {
    this.database = database;
  }

  /** Today's shape. */
  public void latest(Schema schema) {
    migrate(schema, "classpath:" + schema.sqlName() + "/db");
  }

  /**
   * The shape that the rows of a backup have.
   *
   * @throws BackupFailure where a newer Reeve wrote the backup
   */
  void to(Map<String, List<String>> versions) throws IOException {
    for (Schema schema : Schema.values()) {
      Path folder = Files.createTempDirectory("reeve-migrations-");
      var copied = new ArrayList<Path>();
      try {
        copied.addAll(copy(schema, versions.getOrDefault(schema.sqlName(), List.of()), folder));
        migrate(schema, "filesystem:" + folder);
      } finally {
        for (Path file : copied) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
      }
    }
  }

  private static List<Path> copy(Schema schema, Collection<String> versions, Path folder)
      throws IOException {
    var wanted = new HashSet<>(versions);
    var copied = new ArrayList<Path>();
    for (Resource file :
        new PathMatchingResourcePatternResolver()
            .getResources("classpath*:" + schema.sqlName() + "/db/V*.sql")) {
      String name = String.valueOf(file.getFilename());
      if (wanted.remove(version(name))) {
        Path target = folder.resolve(name);
        try (InputStream in = file.getInputStream()) {
          Files.copy(in, target);
        }
        copied.add(target);
      }
    }
    requireNone(wanted, schema);
    return copied;
  }

  private static String version(String fileName) {
    return fileName.substring(1, fileName.indexOf("__")).replace('_', '.');
  }

  private static void requireNone(Set<String> unknown, Schema schema) {
    if (!unknown.isEmpty()) {
      throw new BackupFailure(
          "A newer Reeve wrote this backup: its %s schema has the versions %s, which this one does not know. Restore it with that version."
              .formatted(schema.sqlName(), unknown));
    }
  }

  private void migrate(Schema schema, String location) {
    try {
      Flyway.configure()
          .dataSource(database.url(), database.owner().user(), database.owner().password())
          .schemas(schema.sqlName())
          .defaultSchema(schema.sqlName())
          .createSchemas(false)
          .outOfOrder(true)
          .locations(location)
          .placeholders(Map.of("role", database.role(schema).user()))
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new BackupFailure("The database cannot be prepared: " + e.getMessage(), e);
    }
  }
}
