package reeve.server.staff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must not be read off the database or a copy of it: AES-256-GCM (NIST SP 800-38D) with
 * a random nonce of 96 bits, under keys that lie outside. What is sealed reads {@code
 * KEY.BASE64URL}, the key named by the first four bytes of its SHA-256.
 *
 * <p>Slices take it as a bean. What they seal for long they MUST be able to do without: a key that
 * is lost opens nothing any more.
 */
public final class Vault {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final List<Key> keys;

  /** A key, and what it is called in what it sealed. */
  private record Key(String name, SecretKeySpec secret) {
    static Key of(String hex) {
      if (!hex.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "server.keys.staff holds keys of 64 lower-case hex digits (32 random bytes) each");
      }
      var name = HexFormat.of().formatHex(Token.hash(hex), 0, 4);
      return new Key(name, new SecretKeySpec(HexFormat.of().parseHex(hex), "AES"));
    }
  }

  /** What was sealed cannot be opened: under another key, for something else, or changed. */
  public static final class Locked extends Exception {
    private static final long serialVersionUID = 1;

    private Locked(String why) {
      super(why);
    }
  }

  /**
   * A vault of these keys.
   *
   * @param hex 64 hex digits each; the first one seals, all of them open. Without any, sealing
   *     fails
   */
  public Vault(List<String> hex) {
    keys = hex.stream().map(Key::of).toList();
  }

  /**
   * Seals.
   *
   * @param what it is about; it opens for the same alone
   */
  public String seal(byte[] clear, String what) {
    if (keys.isEmpty()) {
      throw new IllegalStateException("server.keys.staff names no key to seal with");
    }
    Key key = keys.getFirst();
    byte[] nonce = Token.bytes(NONCE);
    try {
      byte[] locked = cipher(Cipher.ENCRYPT_MODE, key, nonce, what).doFinal(clear);
      byte[] whole = ByteBuffer.allocate(NONCE + locked.length).put(nonce).put(locked).array();
      return key.name + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /**
   * Opens what was sealed.
   *
   * @param what as it was given to {@link #seal}
   */
  public byte[] open(String sealed, String what) throws Locked {
    int dot = sealed.indexOf('.');
    String name = sealed.substring(0, Math.max(dot, 0));
    Key key =
        keys.stream()
            .filter(one -> one.name.equals(name))
            .findFirst()
            .orElseThrow(() -> new Locked("No key here sealed this."));
    try {
      byte[] whole = Base64.getUrlDecoder().decode(sealed.substring(dot + 1));
      byte[] nonce = Arrays.copyOf(whole, NONCE);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, what)
          .doFinal(whole, NONCE, whole.length - NONCE);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Locked("This was sealed for something else, or changed.");
    }
  }

  /** Whether the key that seals today sealed this. */
  public boolean isCurrent(String sealed) {
    return !keys.isEmpty() && sealed.startsWith(keys.getFirst().name + ".");
  }

  private static Cipher cipher(int mode, Key key, byte[] nonce, String what)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(what.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
