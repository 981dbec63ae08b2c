package reeve.server.staff;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Seals what other slices keep and what neither the database nor a copy of it may give away: data
 * that was handed over, files that nobody opens here. Under the keys {@code server.keys.files}, as
 * {@link Vault} describes. They are none of those that {@code ./reeve keys rotate} changes: where
 * one is changed by hand, the former one stays behind it, or what it sealed cannot be opened.
 */
@Component
public final class Safe {
  private final Vault vault;

  Safe(StaffKeys keys) {
    this.vault = new Vault(keys.files());
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
