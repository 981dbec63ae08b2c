package reeve.node.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.postgresql.PGConnection;
import reeve.postgres.Database;
import reeve.postgres.Schema;
import tools.jackson.databind.json.JsonMapper;

/** Writes a backup: every table of one snapshot, then pictures and keys. */
public final class Backup {
  /** A table is cut into parts of this size, so that no table need fit into memory. */
  private static final int PART = 8 << 20;

  private final Database database;
  private final int schema;
  private final Consumer<String> progress;

  /**
   * @param schema the data format of the directory
   * @param progress is told each table and folder as it is done
   */
  public Backup(Database database, int schema, Consumer<String> progress) {
    this.database = database;
    this.schema = schema;
    this.progress = progress;
  }

  /**
   * Writes to a file that appears whole or not at all.
   *
   * @param folders what goes along beside the database, by the name under which it is packed
   */
  public void write(Path file, char[] passphrase, java.util.Map<String, Path> folders)
      throws IOException {
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    Path fresh =
        Files.createTempFile(
            parent == null ? Path.of("/") : parent,
            ".backup",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (var out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
        Envelope.seal(out, passphrase, clear -> pack(clear, folders));
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void pack(OutputStream out, java.util.Map<String, Path> folders) throws IOException {
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(out, 1 << 16))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      try (var connection = database.connect()) {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        put(
            tar,
            Manifest.ENTRY,
            JsonMapper.builder().build().writeValueAsBytes(manifest(connection)));
        for (Schema each : Schema.values()) {
          for (Table table : Table.inOrder(connection, each.sqlName())) {
            copy(connection, table, tar);
            progress.accept(table.schema() + "." + table.name());
          }
        }
        // After the rows, so that each sequence is at least where the rows left it.
        put(tar, Sequences.ENTRY, Sequences.read(connection));
      } catch (SQLException e) {
        throw new BackupFailure("The database could not be read: " + e.getMessage(), e);
      }
      for (var folder : folders.entrySet()) {
        packFolder(tar, folder.getKey(), folder.getValue());
        progress.accept(folder.getKey());
      }
    }
  }

  private Manifest manifest(Connection connection) throws SQLException {
    var migrations = new LinkedHashMap<String, List<String>>();
    for (Schema each : Schema.values()) {
      var versions = new ArrayList<String>();
      String sql =
          "SELECT version FROM %s.flyway_schema_history WHERE success AND version IS NOT NULL ORDER BY installed_rank"
              .formatted(each.sqlName());
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          versions.add(rows.getString(1));
        }
      }
      migrations.put(each.sqlName(), versions);
    }
    return new Manifest(Manifest.FORMAT, schema, Instant.now(), migrations);
  }

  private static void copy(Connection connection, Table table, TarArchiveOutputStream tar)
      throws SQLException, IOException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI();
    String base = "tables/" + table.schema() + "/" + table.name() + "/";
    put(
        tar,
        base + "columns",
        String.join("\n", table.columns()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var rows =
        copy.copyOut(
            "COPY (SELECT %s FROM %s) TO STDOUT".formatted(table.columnList(), table.quoted()));
    var part = new java.io.ByteArrayOutputStream(1 << 16);
    int number = 0;
    for (byte[] row = rows.readFromCopy(); row != null; row = rows.readFromCopy()) {
      part.write(row);
      if (part.size() >= PART) {
        put(tar, base + "%06d".formatted(number++), part.toByteArray());
        part.reset();
      }
    }
    if (part.size() > 0) {
      put(tar, base + "%06d".formatted(number), part.toByteArray());
    }
  }

  private static void packFolder(TarArchiveOutputStream tar, String name, Path folder)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        var entry = new TarArchiveEntry(file, "files/" + name + "/" + folder.relativize(file));
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
      }
    }
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
