package reeve.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The secrets of a data directory, a file each, readable by their owner alone. */
final class Keys {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path dir;

  Keys(Path dir) {
    this.dir = dir;
  }

  /** What there is a secret for. */
  enum Name {
    DATABASE_OWNER("the embedded PostgreSQL's superuser", true),
    DATABASE_SQUARE("the square's database role", true),
    DATABASE_SERVER("the moderation server's database role", true),
    SQUARE(
        "the square's keyed hashes, of mail addresses that may not sign up again among them",
        false);

    private final String purpose;
    private final boolean rotates;

    Name(String purpose, boolean rotates) {
      this.purpose = purpose;
      this.rotates = rotates;
    }

    String purpose() {
      return purpose;
    }

    /** Whether a new value takes the old one's place; the others would make stored data useless. */
    boolean rotates() {
      return rotates;
    }

    String fileName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The secret of that name, made at the first time: 32 random bytes in hex. */
  String secret(Name name) {
    Path file = file(name);
    try {
      if (!Files.exists(file)) {
        write(file, fresh());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new value, not stored yet. */
  static String fresh() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Puts a value in the place of the one before, in one step. */
  void replace(Name name, String value) {
    try {
      write(file(name), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Name> names() {
    return List.of(Name.values());
  }

  /** The folder of those that go along when a Reeve moves; the database's passwords do not. */
  Path portable() {
    return dir.resolve("portable");
  }

  Path file(Name name) {
    return (name.rotates() ? dir : portable()).resolve(name.fileName());
  }

  private void write(Path file, String value) throws IOException {
    Path folder = file.resolveSibling("");
    Files.createDirectories(folder);
    Path fresh =
        Files.createTempFile(
            folder,
            ".fresh",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, value + "\n", StandardCharsets.UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
