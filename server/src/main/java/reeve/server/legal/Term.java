package reeve.server.legal;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long something is preserved, from the receipt of the order, and for how long once more. */
enum Term {
  US("18 USC 2703(f): 90 days, once 90 more", Period.ofDays(90), Period.ofDays(90)),
  TERRORIST_CONTENT("Regulation (EU) 2021/784, Article 6: six months", Period.ofMonths(6), null),
  EUROPEAN_PRESERVATION_ORDER(
      "Regulation (EU) 2023/1543: 60 days, once 30 more", Period.ofDays(60), Period.ofDays(30)),
  /** No law's: what an order to disclose is about must not go while somebody reads the order. */
  DISCLOSURE(
      "while an order to disclose is worked: 90 days, once 90 more",
      Period.ofDays(90),
      Period.ofDays(90));

  private final String words;
  private final Period first;
  private final @Nullable Period more;

  Term(String words, Period first, @Nullable Period more) {
    this.words = words;
    this.first = first;
    this.more = more;
  }

  public String words() {
    return words;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Term ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  Instant from(Instant receipt) {
    return plus(receipt, first);
  }

  /** Those that an order to preserve may name. */
  static List<Term> ofOrders() {
    return Arrays.stream(values()).filter(Term::isOfOrders).toList();
  }

  /** Whether an order to preserve may name it. */
  boolean isOfOrders() {
    return this != DISCLOSURE;
  }

  public boolean canBeExtended() {
    return more != null;
  }

  /** The end of the second term; of one that has none the same. */
  Instant extended(Instant until) {
    return more == null ? until : plus(until, more);
  }

  private static Instant plus(Instant from, Period period) {
    return from.atZone(ZoneOffset.UTC).plus(period).toInstant();
  }
}
