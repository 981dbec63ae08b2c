package reeve.node.backup;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import reeve.postgres.Database;
import reeve.postgres.Schema;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a backup into an empty database and empty folders. Rows become visible only once the whole
 * file has been read and its integrity has been verified.
 */
public final class Restore {
  private static final int LARGEST_PART = 64 << 20;

  private final Supplier<Database> databases;
  private final int schema;
  private final Consumer<String> progress;

  private @Nullable Connection connection;
  private @Nullable CopyIn copy;
  private List<Table> tables = List.of();

  /**
   * @param databases opens the database once the keys of the backup stand in their folder
   * @param schema the newest data format that this Reeve reads
   */
  public Restore(Supplier<Database> databases, int schema, Consumer<String> progress) {
    this.databases = databases;
    this.schema = schema;
    this.progress = progress;
  }

  /**
   * Reads.
   *
   * @param folders where each packed folder goes
   */
  public void read(Path file, char[] passphrase, Map<String, Path> folders) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      Envelope.open(in, passphrase, clear -> unpack(clear, folders));
      if (connection == null) {
        throw new BackupFailure("The backup holds no tables.");
      }
      triggers(connection, "ENABLE");
      connection.commit();
    } catch (SQLException e) {
      throw new BackupFailure("The database did not take the backup: " + e.getMessage(), e);
    } finally {
      closeConnection();
    }
  }

  private void unpack(InputStream clear, Map<String, Path> folders) throws IOException {
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(clear, 1 << 16))) {
      @Nullable Manifest manifest = null;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName();
        if (name.equals(Manifest.ENTRY)) {
          manifest = manifest(bytes(tar, entry));
        } else if (manifest == null) {
          throw new BackupFailure("This file is no backup of Reeve.");
        } else if (name.startsWith("tables/")) {
          rows(name.split("/"), bytes(tar, entry), manifest);
        } else if (name.equals(Sequences.ENTRY)) {
          endTable();
          Sequences.write(open(manifest), bytes(tar, entry));
        } else if (name.startsWith("files/")) {
          file(name, tar, folders);
        }
      }
    } catch (SQLException e) {
      throw new BackupFailure("The database did not take the backup: " + e.getMessage(), e);
    }
  }

  private Manifest manifest(byte[] bytes) {
    var manifest = JsonMapper.builder().build().readValue(bytes, Manifest.class);
    if (manifest.format() > Manifest.FORMAT || manifest.schema() > schema) {
      throw new BackupFailure("A newer Reeve wrote this backup. Restore it with that version.");
    }
    return manifest;
  }

  private void rows(String[] path, byte[] bytes, Manifest manifest)
      throws SQLException, IOException {
    Connection open = open(manifest);
    if (path[3].equals("columns")) {
      endTable();
      var columns = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      var table = new Table(path[1], path[2], columns);
      if (!tables.contains(table)) {
        throw new BackupFailure("This Reeve has no table like " + table.quoted() + ".");
      }
      copy =
          open.unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY %s (%s) FROM STDIN".formatted(table.quoted(), table.columnList()));
      progress.accept(table.schema() + "." + table.name());
    } else if (copy != null) {
      copy.writeToCopy(bytes, 0, bytes.length);
    }
  }

  private void endTable() throws SQLException {
    if (copy != null) {
      copy.endCopy();
      copy = null;
    }
  }

  /** Prepares the database at the first row, since the keys come by themselves. */
  private Connection open(Manifest manifest) throws SQLException, IOException {
    if (connection != null) {
      return connection;
    }
    Database database = databases.get();
    requireEmpty(database);
    new Migrations(database).to(manifest.migrations());
    Connection opened = database.connect();
    connection = opened;
    opened.setAutoCommit(false);
    var all = new ArrayList<Table>();
    for (Schema each : Schema.values()) {
      all.addAll(Table.inOrder(opened, each.sqlName()));
    }
    tables = List.copyOf(all);
    triggers(opened, "DISABLE");
    try (var statement = opened.createStatement()) {
      // What migrations put there comes with the backup, as it was.
      statement.execute(
          "TRUNCATE " + String.join(", ", tables.stream().map(Table::quoted).toList()));
    }
    return opened;
  }

  private static void requireEmpty(Database database) throws SQLException {
    String sql = "SELECT count(*) FROM pg_tables WHERE schemaname IN ('square', 'server')";
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      if (rows.getInt(1) > 0) {
        throw new BackupFailure("This database already holds a Reeve. Restore into an empty one.");
      }
    }
  }

  private void triggers(Connection open, String what) throws SQLException {
    try (var statement = open.createStatement()) {
      for (Table table : tables) {
        statement.execute("ALTER TABLE %s %s TRIGGER USER".formatted(table.quoted(), what));
      }
    }
  }

  private static void file(String name, InputStream in, Map<String, Path> folders)
      throws IOException {
    String[] parts = name.split("/", 3);
    Path folder = folders.get(parts[1]);
    if (folder == null) {
      throw new BackupFailure("The backup holds a folder that nobody knows: " + parts[1]);
    }
    Path target = folder.resolve(parts[2]).normalize();
    if (!target.startsWith(folder)) {
      throw new BackupFailure("The backup holds a file that leaves its folder.");
    }
    Files.createDirectories(target.resolveSibling(""));
    Files.copy(in, target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
  }

  private static byte[] bytes(InputStream in, TarArchiveEntry entry) throws IOException {
    if (entry.getSize() > LARGEST_PART) {
      throw new BackupFailure("The backup holds an entry that is too large: " + entry.getName());
    }
    return in.readNBytes((int) entry.getSize());
  }

  private void closeConnection() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new BackupFailure("The database connection did not close: " + e.getMessage(), e);
    }
  }
}
