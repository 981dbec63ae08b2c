package reeve.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, unpacked.
 *
 * @param home holds {@code bin}, {@code lib} and {@code share}
 * @param major version
 */
record Distribution(Path home, int major) {
  /** The version of the binaries on the class path. */
  static final String VERSION = "18.6.0";

  /** Its major version, which the data directory must match. */
  static final int MAJOR = 18;

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /** How the locale is asked for: the builtin provider came with 17. */
  List<String> localeOptions() {
    return major >= 17
        ? List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        : List.of("--locale=C.UTF-8");
  }

  /** Unpacks into {@code parent} unless that was done before; another process may do the same. */
  static Distribution unpack(Path parent) {
    Path home = parent.resolve("postgresql-" + VERSION);
    if (Files.isExecutable(home.resolve("bin/postgres"))) {
      return new Distribution(home, MAJOR);
    }
    String archive = archiveName();
    try (InputStream packed = Distribution.class.getResourceAsStream("/" + archive)) {
      if (packed == null) {
        throw new PostgresFailure(
            "There is no embedded PostgreSQL for this machine ("
                + archive
                + "). Use your own with --database-url.");
      }
      Files.createDirectories(parent);
      Path fresh = Files.createTempDirectory(parent, "unpacking-");
      Files.setPosixFilePermissions(fresh, permissions(0755));
      unpack(packed, fresh);
      move(fresh, home);
      return new Distribution(home, MAJOR);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be unpacked into " + parent, e);
    }
  }

  private static String archiveName() {
    String arch =
        switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          case String other -> other;
        };
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    return "postgres-%s-%s.txz".formatted(mac ? "darwin" : "linux", arch);
  }

  private static void move(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      // Another process was quicker; its copy is the same.
      deleteTree(fresh);
    }
  }

  private static void unpack(InputStream packed, Path into) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
          throw new IOException("an entry leaves the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target);
          Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var all = PosixFilePermission.values();
    var set = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < 9; i++) {
      if ((mode & (0400 >> i)) != 0) {
        set.add(all[i]);
      }
    }
    return set;
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
