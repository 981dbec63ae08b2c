package reeve.server.enforcement;

import java.util.Locale;

/** How an order stands. All but {@link #DUE} are final. */
public enum OrderState {
  /** Withheld, waiting, being tried, or waiting for a hand. */
  DUE,
  /** Carried out, as a receipt says. */
  DONE,
  /** The platform will never carry it out. */
  REFUSED,
  /** A later order of the account went before it. */
  SUPERSEDED,
  /** Taken back before it left. */
  WITHDRAWN;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static OrderState of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
