package reeve.server.legal;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a holder is not told before something of their account is disclosed. It always ends, and then
 * they are told.
 *
 * @param reason who ordered it under which law, or how one knows
 */
record Silence(Why why, String reason, Instant until) {
  /** As it came with an order, to tell whether the same comes again; empty: none did. */
  static String asOrdered(@Nullable Silence silence) {
    return silence == null
        ? ""
        : silence.why().code() + " " + silence.until() + " " + silence.reason();
  }

  /**
   * One that an order itself orders, as a program tells it; null for none.
   *
   * @throws reeve.server.platform.Refused where it has no end
   */
  static @Nullable Silence ordered(@Nullable String reason, @Nullable Instant until) {
    if (until == null) {
      if (reason != null && !reason.isBlank()) {
        throw Registry.bad("'silent_until': silence always ends; say when.");
      }
      return null;
    }
    return new Silence(
        Why.PROHIBITED, reason == null ? "The order itself orders it." : reason, until);
  }

  /** As it is kept: with a reason in words, its end in microseconds. */
  Silence read() {
    return new Silence(
        why,
        TakingIn.words(reason, "Say who ordered the silence, or how you know."),
        Registry.moment(until, until));
  }

  /**
   * Refuses one that has no end that counts.
   *
   * @param from when it begins: at receipt of what orders it, however late that is entered
   */
  void requireBounded(Instant from, Instant now) {
    if (!until.isAfter(from) || until.isAfter(now.plus(HandingOver.SILENCE_MOST))) {
      throw Registry.bad(
          "Silence ends after it began, and a year ahead at the most; it can be ordered anew then.");
    }
  }

  /** A closed list. */
  enum Why {
    PROHIBITED("the order or its law forbids to tell"),
    IMMINENT_THREAT("an imminent threat to somebody's life"),
    CHILD_EXPLOITATION("sexual exploitation of a child"),
    TERRORISM_INVESTIGATION("an investigation of terrorism");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Why ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
