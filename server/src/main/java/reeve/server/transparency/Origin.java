package reeve.server.transparency;

import java.util.Locale;
import reeve.server.record.Told;

/** Where accounts come from. Their figures are never added up. */
enum Origin {
  LIVE,
  SAMPLE,
  IMPORTED;

  /** What does not say is taken for live: a figure must not hide what happened. */
  static Origin of(Told record) {
    return switch (record.word("origin")) {
      case "sample" -> SAMPLE;
      case "imported" -> IMPORTED;
      default -> LIVE;
    };
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
