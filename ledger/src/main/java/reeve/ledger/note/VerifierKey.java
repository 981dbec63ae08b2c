package reeve.ledger.note;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Hasher;

/**
 * A public key with its name: a "vkey", {@code NAME+ID+BASE64}.
 *
 * @param key 32 bytes as hex
 */
public record VerifierKey(String name, KeyKind kind, String key) {
  public VerifierKey {
    if (!isName(name)) {
      throw malformed("A key's name has no spaces and no plus, and is not empty.");
    }
    if (HexFormat.of().parseHex(key).length != Ed25519.KEY_BYTES) {
      throw malformed("A key has 32 bytes.");
    }
  }

  /**
   * Reads a vkey.
   *
   * @throws LedgerException {@code MALFORMED}: it is none, or its id is not that of its key
   */
  public static VerifierKey of(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3) {
      throw malformed("A public key has the form NAME+ID+BASE64.");
    }
    byte[] bytes = base64(parts[2]);
    for (KeyKind kind : KeyKind.values()) {
      if (bytes.length == 1 + Ed25519.KEY_BYTES && bytes[0] == kind.number()) {
        byte[] raw = Arrays.copyOfRange(bytes, 1, bytes.length);
        var key = new VerifierKey(parts[0], kind, HexFormat.of().formatHex(raw));
        if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
          throw malformed("The id of the public key is not that of its bytes.");
        }
        return key;
      }
    }
    throw malformed("Only Ed25519 keys (types 1 and 4) can be used.");
  }

  /** The first four bytes of {@code SHA-256(name ‖ 0x0A ‖ kind ‖ key)}. */
  public int id() {
    byte[] before = (name + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(before, before.length + 1 + Ed25519.KEY_BYTES);
    bytes[before.length] = kind.number();
    System.arraycopy(raw(), 0, bytes, before.length + 1, Ed25519.KEY_BYTES);
    return (int) (new Hasher().plain(bytes).a() >>> 32);
  }

  /** How a note stands to this key. */
  public Standing standing(SignedNote note) {
    Standing standing = Standing.ABSENT;
    for (NoteSignature each : note.signatures()) {
      if (each.name().equals(name) && each.id() == id()) {
        if (!verifies(note.text(), each)) {
          return Standing.BAD;
        }
        standing = Standing.SIGNED;
      }
    }
    return standing;
  }

  boolean verifies(String text, NoteSignature signature) {
    byte[] signed = signature.bytes();
    return switch (kind) {
      case NOTE -> Ed25519.verifies(raw(), text.getBytes(StandardCharsets.UTF_8), signed);
      case COSIGNATURE ->
          signed.length == Long.BYTES + Ed25519.SIGNATURE_BYTES
              && Cosignature.time(signed) >= 0
              && Ed25519.verifies(
                  raw(),
                  Cosignature.message(text, Cosignature.time(signed)),
                  Arrays.copyOfRange(signed, Long.BYTES, signed.length));
    };
  }

  private byte[] raw() {
    return HexFormat.of().parseHex(key);
  }

  /** Whether a text may name a key: no spaces, no plus, no control characters. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(
                c -> c == '+' || c < 0x20 || Character.isSpaceChar(c) || Character.isWhitespace(c));
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

  /** The vkey. */
  @Override
  public String toString() {
    byte[] bytes = new byte[1 + Ed25519.KEY_BYTES];
    bytes[0] = kind.number();
    System.arraycopy(raw(), 0, bytes, 1, Ed25519.KEY_BYTES);
    return name
        + "+"
        + HexFormat.of().toHexDigits(id())
        + "+"
        + Base64.getEncoder().encodeToString(bytes);
  }
}
