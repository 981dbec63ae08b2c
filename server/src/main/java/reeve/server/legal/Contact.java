package reeve.server.legal;

import java.time.Instant;
import java.util.UUID;
import reeve.server.record.Actor;

/**
 * A way to reach an authority.
 *
 * @param value a telephone number, an address, a mail address
 * @param source where the contact was found
 * @param fromMessage whether a message that claims to be theirs named it: never a second channel
 */
record Contact(
    UUID id,
    String value,
    String source,
    boolean fromMessage,
    Actor.Staff addedBy,
    Instant addedAt) {

  /** The value as it is compared: two ways to write one number or address are one contact. */
  static String key(String value) {
    StringBuilder key = new StringBuilder();
    value
        .toLowerCase(java.util.Locale.ROOT)
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) || c == '@')
        .forEach(key::appendCodePoint);
    return key.toString();
  }
}
