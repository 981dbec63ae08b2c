package reeve.server.legal;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what an authority wants to be told of an account, what that kind of paper may ask for, and by
 * when. The terms of Regulation (EU) 2023/1543, and who may issue which order under it, are not
 * checked against its text.
 */
enum Instrument {
  SUBPOENA("Subpoena"),
  WARRANT("Warrant or court order"),
  PRODUCTION_ORDER("European Production Order of a prosecutor"),
  JUDICIAL_PRODUCTION_ORDER("European Production Order of a judge or a court"),
  /** Binds nobody: Reeve's people decide, since somebody is in danger. */
  EMERGENCY("Emergency request");

  /** From receipt of an emergency request; Reeve's own. */
  static final Duration HOUR = Duration.ofHours(1);

  private static final Duration PRODUCTION = Duration.ofDays(10);
  private static final Duration URGENT = Duration.ofHours(8);

  private final String words;

  Instrument(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Empty where it is the code of none. */
  static Optional<Instrument> find(String code) {
    return Arrays.stream(values()).filter(it -> it.code().equals(code)).findFirst();
  }

  static Instrument ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public boolean emergency() {
    return this == EMERGENCY;
  }

  /** What it may ask for: contents need a judge, or a danger. */
  Set<Data> may() {
    return switch (this) {
      case SUBPOENA, PRODUCTION_ORDER -> EnumSet.complementOf(EnumSet.of(Data.PRIVATE_POSTS));
      case WARRANT, JUDICIAL_PRODUCTION_ORDER, EMERGENCY -> EnumSet.allOf(Data.class);
    };
  }

  /** Whether its law sets the time itself. */
  boolean hasTerm() {
    return switch (this) {
      case SUBPOENA, WARRANT -> false;
      case PRODUCTION_ORDER, JUDICIAL_PRODUCTION_ORDER, EMERGENCY -> true;
    };
  }

  /** Whether it knows a case of emergency of its own, with a shorter time. */
  boolean knowsUrgent() {
    return this == PRODUCTION_ORDER || this == JUDICIAL_PRODUCTION_ORDER;
  }

  /**
   * By when.
   *
   * @param named the time that the paper names, or null
   * @return null where neither its law nor the paper names one
   */
  @Nullable Instant due(Instant received, boolean urgent, @Nullable Instant named) {
    return switch (this) {
      case SUBPOENA, WARRANT -> named;
      case PRODUCTION_ORDER, JUDICIAL_PRODUCTION_ORDER ->
          received.plus(urgent ? URGENT : PRODUCTION);
      case EMERGENCY -> received.plus(HOUR);
    };
  }
}
