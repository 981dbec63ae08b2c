package reeve.server.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.Link;
import reeve.ledger.log.Log;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Resource;

/**
 * Where one of the logs of this server stands. The first one is published in the folder itself,
 * each that follows another in a folder of its number, so that no address ever changes. The last
 * one that has a key is today's.
 *
 * @param number from 1
 */
record LogPlace(int number, Path keyFile, Path folder) {
  /** Today's; nothing where this server keeps none. */
  static Optional<LogPlace> today(LedgerSettings settings) {
    Path dir = settings.dir();
    Path keys = settings.keys();
    if (dir == null || keys == null) {
      return Optional.empty();
    }
    int number = 1;
    while (Files.exists(keyFile(keys, number + 1))) {
      number++;
    }
    return Optional.of(at(dir, keys, number));
  }

  private static LogPlace at(Path dir, Path keys, int number) {
    return new LogPlace(
        number, keyFile(keys, number), number == 1 ? dir : dir.resolve("" + number));
  }

  private static Path keyFile(Path keys, int number) {
    return keys.resolve(number == 1 ? "ledger" : "ledger-" + number);
  }

  /** The log's prefix below the first one's. */
  String prefix() {
    return number == 1 ? "" : number + "/";
  }

  FileShelf shelf() {
    return new FileShelf(folder);
  }

  /**
   * How many entries its published checkpoint covers; 0 before the first. Not whether that is
   * signed.
   *
   * @throws reeve.ledger.LedgerException {@code MALFORMED}, {@code UNAVAILABLE}: it cannot be read
   */
  long published() {
    return shelf()
        .read(new Resource.Checkpoint())
        .map(bytes -> Checkpoint.of(SignedNote.of(bytes).text()).size())
        .orElse(0L);
  }

  /** Whether the log was begun. */
  boolean begun() {
    return Files.exists(keyFile);
  }

  /**
   * The public half of its key.
   *
   * @throws reeve.ledger.LedgerException {@code NONE}: it was not begun
   */
  VerifierKey verifier() {
    return SigningKey.read(keyFile).verifier();
  }

  /** Its key, which is made where there is none. */
  SigningKey key(String origin) {
    if (!begun()) {
      made(keyFile.resolveSibling(""));
      SigningKey.generate(origin, KeyKind.NOTE).write(keyFile);
    }
    return SigningKey.read(keyFile);
  }

  /**
   * Prepares the log that follows this one: its shelf first, since its key makes it today's.
   *
   * @throws IllegalStateException nothing of this one is published
   */
  LogPlace follow(LedgerSettings settings) {
    byte[] last =
        shelf()
            .read(new Resource.Checkpoint())
            .orElseThrow(() -> new IllegalStateException("Nothing of the log is published yet."));
    String name = SigningKey.read(keyFile).name();
    int next = number + 1;
    String bare = number == 1 ? name : name.substring(name.indexOf('.') + 1);
    LogPlace place =
        at(Objects.requireNonNull(settings.dir()), Objects.requireNonNull(settings.keys()), next);
    SigningKey key = SigningKey.generate("log" + next + "." + bare, KeyKind.NOTE);
    made(place.folder());
    Link.begin(key, place.shelf(), last);
    key.write(place.keyFile());
    return place;
  }

  /** What the first log is called unless somebody says: the host of the square. */
  static String origin(LedgerSettings settings, String squareUrl) {
    if (!settings.origin().isEmpty()) {
      return settings.origin();
    }
    String host = URI.create(squareUrl).getHost();
    return host != null && Log.isOrigin(host) ? host : "localhost";
  }

  private static void made(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
