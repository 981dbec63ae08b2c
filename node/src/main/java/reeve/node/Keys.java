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
    DATABASE_OWNER("the embedded PostgreSQL's superuser", true, false),
    DATABASE_SQUARE("the square's database role", true, false),
    DATABASE_SERVER("the moderation server's database role", true, false),
    SQUARE(
        "the square's keyed hashes, of mail addresses that may not sign up again among them",
        false,
        true),
    STAFF("the secrets of staff's authenticators, and their sessions", true, true),
    FILES("what platforms handed over, and mails of authorities", false, true),
    /** Made by the server itself, in the form that verifiers know; each later log has its own. */
    LEDGER("the ledger's checkpoints; a new log has a new one", false, true);

    private final String purpose;
    private final boolean rotates;
    private final boolean travels;

    Name(String purpose, boolean rotates, boolean travels) {
      this.purpose = purpose;
      this.rotates = rotates;
      this.travels = travels;
    }

    String purpose() {
      return purpose;
    }

    /** Whether a new value takes the old one's place; the others would make stored data useless. */
    boolean rotates() {
      return rotates;
    }

    /** Whether it goes along when a Reeve moves: without it, stored data would be useless. */
    boolean travels() {
      return travels;
    }

    String fileName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The secret of that name, made at the first time: 32 random bytes in hex. */
  String secret(Name name) {
    return secrets(name).getFirst();
  }

  /** The same, and behind it those before whose replacement has not come to its end. */
  List<String> secrets(Name name) {
    Path file = file(name);
    try {
      if (!Files.exists(file)) {
        write(file, fresh());
      }
      return Files.readString(file).strip().lines().toList();
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

  /** Puts values in the place of those before, in one step. */
  void replace(Name name, String... values) {
    try {
      write(file(name), String.join("\n", values));
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
    return (name.travels() ? portable() : dir).resolve(name.fileName());
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
