package reeve.server.staff;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Seals what other slices keep and what neither the database nor a copy of it may give away: data
 * that was handed over, files that nobody opens here. Under the keys {@code server.keys.staff}, as
 * {@link Vault} describes; after a change of keys the former ones stay behind the new one, or what
 * they sealed cannot be opened.
 */
@Component
public final class Safe {
  private final Vault vault;

  Safe(StaffKeys keys) {
    this.vault = new Vault(keys.staff());
  }

  /**
   * Seals bytes.
   *
   * @param what they are, for example {@code handed over ID}; they open under the same alone
   */
  public String seal(byte[] clear, String what) {
    return vault.seal(clear, what);
  }

  /** {@link #seal(byte[], String)} of a text. */
  public String seal(String clear, String what) {
    return vault.seal(clear.getBytes(StandardCharsets.UTF_8), what);
  }

  /** What was sealed; empty where no key here opens it, or where it was changed. */
  public Optional<byte[]> open(String sealed, String what) {
    try {
      return Optional.of(vault.open(sealed, what));
    } catch (Vault.Locked e) {
      return Optional.empty();
    }
  }
}
