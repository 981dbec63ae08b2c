package reeve.server.staff;

import java.util.Optional;

/** Tells who an API key belongs to. The slice that keeps the keys implements it. */
public interface ClientKeys {
  /**
   * Looks the key up.
   *
   * <p>MUST compare by hash and MUST NOT tell in its time how much of a wrong key was right.
   *
   * @param presented what stood after {@code Authorization: Bearer}, at most 256 characters
   */
  Optional<Client> find(String presented);
}
