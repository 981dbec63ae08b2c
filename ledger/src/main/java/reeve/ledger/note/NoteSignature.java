package reeve.ledger.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A line under a note: who signed it.
 *
 * @param name of the key
 * @param id of the key, four bytes
 * @param base64 what the key's kind makes of the text
 */
public record NoteSignature(String name, int id, String base64) {
  static NoteSignature of(String name, int id, byte[] bytes) {
    return new NoteSignature(name, id, Base64.getEncoder().encodeToString(bytes));
  }

  /** Reads a line without its end; nothing where it is none. */
  static Optional<NoteSignature> line(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[0].equals("—") || !VerifierKey.isName(parts[1])) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(parts[2]);
      if (bytes.length <= Integer.BYTES
          || !Base64.getEncoder().encodeToString(bytes).equals(parts[2])) {
        return Optional.empty();
      }
      return Optional.of(
          of(
              parts[1],
              ByteBuffer.wrap(bytes).getInt(),
              Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }

  /** The line with its end. */
  public String line() {
    byte[] signed = bytes();
    byte[] all = ByteBuffer.allocate(Integer.BYTES + signed.length).putInt(id).put(signed).array();
    return "— " + name + " " + Base64.getEncoder().encodeToString(all) + "\n";
  }
}
