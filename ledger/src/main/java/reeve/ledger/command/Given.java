package reeve.ledger.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.audit.Audit;
import reeve.ledger.audit.WebTiles;
import reeve.ledger.log.FileShelf;
import reeve.ledger.note.Policy;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Tiles;

/** What operands and options name. */
final class Given {
  private static final int LARGEST = 1 << 20;

  private Given() {}

  static boolean isUrl(String place) {
    return place.matches("https?://.+");
  }

  /** A log over HTTP, or in a folder: its published one, or one with {@code public/} in it. */
  static Tiles tiles(String place) {
    if (isUrl(place)) {
      return new WebTiles(URI.create(place));
    }
    Path folder = Path.of(place);
    if (!Files.isDirectory(folder)) {
      throw new LedgerException(LedgerProblem.NONE, "There is no folder " + folder + ".");
    }
    Path inner = folder.resolve("public");
    return new FileShelf(Files.isDirectory(inner) ? inner : folder);
  }

  /** A public key as text, or the last line of a file. */
  static VerifierKey key(String given) {
    if (given.chars().filter(c -> c == '+').count() >= 2) {
      return VerifierKey.of(given);
    }
    String text = new String(file(given), StandardCharsets.UTF_8).strip();
    return VerifierKey.of(text.substring(text.lastIndexOf('\n') + 1));
  }

  /** Whom to believe: one key, or a policy. */
  static Policy policy(Words words) {
    if (words.option("--key").isPresent() == words.option("--policy").isPresent()) {
      throw new Words.Misspelt("Say whom to believe: --key or --policy.");
    }
    return words
        .option("--key")
        .map(key -> Audit.believing(key(key)))
        .orElseGet(() -> policyFile(words.needed("--policy")));
  }

  static Policy policyFile(String file) {
    return Policy.of(new String(file(file), StandardCharsets.UTF_8));
  }

  static byte[] file(String path) {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return in.readNBytes(LARGEST);
    } catch (NoSuchFileException e) {
      throw new LedgerException(LedgerProblem.NONE, "There is no file " + path + ".", e);
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
