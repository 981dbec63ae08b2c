package reeve.server.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The directory of this process's bundles: its owner's alone, named by a file in it. */
@Component
final class Store {
  private static final String NAME = "store";
  private static final Pattern FILE =
      Pattern.compile("(?:work-)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\\.zip|\\.half)?");

  private final @Nullable Path dir;
  private @Nullable String id;

  Store(BundleSettings settings) {
    this.dir = settings.dir();
  }

  /** Whether this process keeps bundles. */
  boolean kept() {
    return dir != null;
  }

  private Path dir() {
    if (dir == null) {
      throw new IllegalStateException("this process keeps no bundles");
    }
    return dir;
  }

  /** Tells this directory from those of other processes. */
  synchronized String id() {
    String known = id;
    if (known == null) {
      try {
        Path file = made(dir()).resolve(NAME);
        if (!Files.exists(file)) {
          Files.writeString(file, UUID.randomUUID().toString());
        }
        known = Files.readString(file).strip();
        id = known;
      } catch (IOException e) {
        throw new UncheckedIOException("the directory of bundles cannot be used", e);
      }
    }
    return known;
  }

  boolean keeps(BundleRow row) {
    return kept() && row.store().equals(id());
  }

  Path file(UUID bundle) {
    return dir().resolve(bundle + ".zip");
  }

  /** Where it is written; renamed once whole. */
  Path half(UUID bundle) {
    return dir().resolve(bundle + ".half");
  }

  /** A folder of its own for what goes into one. */
  Path work(UUID bundle) throws IOException {
    return made(dir().resolve("work-" + bundle));
  }

  private static Path made(Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /** Of which there is a file, whatever their rows say. */
  Set<UUID> files() throws IOException {
    if (!Files.isDirectory(dir())) {
      return Set.of();
    }
    try (Stream<Path> all = Files.list(dir())) {
      return all.map(path -> FILE.matcher("" + path.getFileName()))
          .filter(Matcher::matches)
          .map(name -> UUID.fromString(name.group(1)))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * Deletes what one was made of.
   *
   * @param whole whether the bundle itself stays, if there is one
   */
  void discard(UUID bundle, boolean whole) throws IOException {
    if (!whole) {
      Files.deleteIfExists(file(bundle));
    }
    Files.deleteIfExists(half(bundle));
    Path work = dir().resolve("work-" + bundle);
    if (Files.exists(work)) {
      try (Stream<Path> all = Files.walk(work)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
