package reeve.server.appeals;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;

/**
 * Something that came in as an appeal.
 *
 * @param appeal the appeal that it belongs to, or null
 * @param letter the letter that it names, as it came
 * @param why a plain sentence where it is set aside
 */
record Voice(
    UUID id,
    @Nullable UUID appeal,
    String letter,
    AccountRef by,
    String text,
    Instant filedAt,
    Heard heard,
    String why) {

  /** What became of it. */
  enum Heard {
    HEARD,
    REPEATED,
    TOO_LATE,
    NOT_STANDING,
    /** It names nothing that its author may appeal against. */
    SET_ASIDE;

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Heard of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
