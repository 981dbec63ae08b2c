package reeve.ledger.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.Tiles;

/**
 * What a letter opens of a record, in the words of {@code docs/records.md}: with it, and not
 * without, the record's entry is found.
 *
 * @param text what is opened
 * @param entry that it is the opening of
 */
public record Opening(String text, Entry entry, String locator, long mask) {
  private static final int SALT = 16;

  /**
   * Reads the word of a letter, or the address with it behind the {@code #}.
   *
   * @throws LedgerException {@code MALFORMED}
   */
  public static Opening of(String word) {
    String[] parts = word.substring(word.indexOf('#') + 1).strip().split("\\.", -1);
    try {
      byte[] salt = Base64.getUrlDecoder().decode(parts[0]);
      byte[] closed = Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : "");
      byte[] open = Base64.getUrlDecoder().decode(parts.length == 3 ? parts[2] : "");
      if (salt.length == SALT && closed.length == Hash.BYTES) {
        byte[] commitment = digest(digest(new byte[] {0}, salt, open), closed);
        return new Opening(
            new String(open, StandardCharsets.UTF_8),
            new Entry(Hash.at(commitment, 0)),
            HexFormat.of().formatHex(Arrays.copyOf(digest(new byte[] {3}, salt, commitment), SALT)),
            ByteBuffer.wrap(digest(new byte[] {4}, salt, commitment)).getLong());
      }
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
    throw malformed();
  }

  private static LedgerException malformed() {
    return new LedgerException(
        LedgerProblem.MALFORMED,
        "An opening is one word of three parts with dots between, as it stands in a letter.");
  }

  /**
   * Where the log says that the entry stands; nothing where it says nothing of it. To be proved.
   *
   * @throws LedgerException {@code UNAVAILABLE}
   */
  public OptionalLong find(Tiles tiles) {
    Pattern row = Pattern.compile("\"" + locator + "\"\\s*:\\s*\"([0-9a-f]{16})\"");
    String shard =
        tiles
            .read(new Resource.Find(locator.substring(0, 3)))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse("");
    Matcher found = row.matcher(shard);
    return found.find()
        ? OptionalLong.of(HexFormat.fromHexDigitsToLong(found.group(1)) ^ mask)
        : OptionalLong.empty();
  }

  private static byte[] digest(byte[]... parts) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha256.update(part);
      }
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
