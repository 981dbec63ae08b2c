package reeve.ledger.note;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

/**
 * A key that signs. Its file has two lines: {@code PRIVATE+KEY+NAME+ID+BASE64}, as Go's {@code
 * note} writes it, and the public half. Prints as the public half.
 */
public final class SigningKey {
  private static final String PREFIX = "PRIVATE+KEY+";

  private final VerifierKey verifier;
  private final byte[] seed;

  private SigningKey(VerifierKey verifier, byte[] seed) {
    this.verifier = verifier;
    this.seed = seed.clone();
  }

  /**
   * @throws LedgerException {@code MALFORMED}: so may no key be named
   */
  public static SigningKey generate(String name, KeyKind kind) {
    Ed25519.Pair pair = Ed25519.generate();
    return new SigningKey(
        new VerifierKey(name, kind, pair.publicKey()), HexFormat.of().parseHex(pair.seed()));
  }

  /**
   * Reads the two lines.
   *
   * @throws LedgerException {@code MALFORMED}: they are no key, or not of one key
   */
  public static SigningKey of(String text) {
    List<String> lines = text.strip().lines().toList();
    if (lines.size() != 2 || !lines.getFirst().startsWith(PREFIX)) {
      throw malformed("A key's file has two lines: the private half and the public half.");
    }
    VerifierKey verifier = VerifierKey.of(lines.get(1));
    String[] parts = lines.getFirst().substring(PREFIX.length()).split("\\+", 3);
    byte[] bytes = parts.length == 3 ? base64(parts[2]) : new byte[0];
    if (bytes.length != 1 + Ed25519.KEY_BYTES
        || bytes[0] != verifier.kind().number()
        || !parts[0].equals(verifier.name())) {
      throw malformed("The private half has not the form of the public half.");
    }
    var key = new SigningKey(verifier, Arrays.copyOfRange(bytes, 1, bytes.length));
    byte[] probe = "probe".getBytes(StandardCharsets.UTF_8);
    byte[] raw = HexFormat.of().parseHex(verifier.key());
    if (!Ed25519.verifies(raw, probe, Ed25519.sign(key.seed, probe))) {
      throw malformed("The private half is not that of the public half.");
    }
    return key;
  }

  /**
   * @throws LedgerException {@code NONE}: there is no such file; {@code MALFORMED}
   */
  public static SigningKey read(Path file) {
    try {
      return of(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new LedgerException(LedgerProblem.NONE, "There is no key at " + file + ".", e);
    } catch (CharacterCodingException e) {
      throw new LedgerException(LedgerProblem.MALFORMED, file + " is no text, and so no key.", e);
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a new file, mode 0600. It is there whole or not at all, also after the loss of power.
   *
   * @throws LedgerException {@code EXISTS}: a file is there
   */
  public void write(Path file) {
    Path parent = file.toAbsolutePath().resolveSibling("");
    String mark = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path beside = file.resolveSibling("." + file.getFileName() + "." + mark + ".tmp");
    try {
      try {
        whole(beside);
        Files.move(beside, file);
      } finally {
        Files.deleteIfExists(beside);
      }
      try (FileChannel folder = FileChannel.open(parent, StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      throw new LedgerException(LedgerProblem.EXISTS, file + " is there already.", e);
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private void whole(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            asFileAttribute(fromString("rw-------")))) {
      var bytes = ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  public VerifierKey verifier() {
    return verifier;
  }

  public String name() {
    return verifier.name();
  }

  /** Signs the text of a note; for a log's key. */
  public SignedNote sign(String text) {
    if (verifier.kind() != KeyKind.NOTE) {
      throw malformed("The key of a witness signs no notes.");
    }
    byte[] signed = Ed25519.sign(seed, text.getBytes(StandardCharsets.UTF_8));
    return new SignedNote(text, List.of(NoteSignature.of(name(), verifier.id(), signed)));
  }

  /**
   * Signs a checkpoint; for a witness's key.
   *
   * @param text of the checkpoint's note
   * @param time in seconds since 1970
   */
  public NoteSignature cosign(String text, long time) {
    if (verifier.kind() != KeyKind.COSIGNATURE) {
      throw malformed("The key of a log cosigns nothing.");
    }
    byte[] signed = Ed25519.sign(seed, Cosignature.message(text, time));
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES + signed.length).putLong(time).put(signed).array();
    return NoteSignature.of(name(), verifier.id(), bytes);
  }

  /** The two lines, the secret one first. */
  String text() {
    byte[] bytes = new byte[1 + Ed25519.KEY_BYTES];
    bytes[0] = verifier.kind().number();
    System.arraycopy(seed, 0, bytes, 1, Ed25519.KEY_BYTES);
    return PREFIX
        + name()
        + "+"
        + HexFormat.of().toHexDigits(verifier.id())
        + "+"
        + Base64.getEncoder().encodeToString(bytes)
        + "\n"
        + verifier
        + "\n";
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new LedgerException(LedgerProblem.MALFORMED, "A key's last part is base64.", e);
    }
  }

  private static LedgerException malformed(String message) {
    return new LedgerException(LedgerProblem.MALFORMED, message);
  }

  @Override
  public String toString() {
    return verifier.toString();
  }
}
