package reeve.square.imports;

import java.sql.SQLException;
import java.util.Locale;

/** Makes handles of elsewhere valid in the square. */
final class Handles {
  /** The longest handle of the square. */
  static final int MAX = 30;

  private Handles() {}

  /** Asks whether somebody has a handle, given in lower case. */
  interface Taken {
    boolean test(String lowerCase) throws SQLException;
  }

  /** Replaces what the square does not allow by {@code _} and cuts at {@link #MAX}. */
  static String sanitised(String handle) {
    StringBuilder valid = new StringBuilder(Math.min(handle.length(), MAX));
    for (int i = 0; i < handle.length() && valid.length() < MAX; i++) {
      char c = handle.charAt(i);
      boolean good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      valid.append(good ? c : '_');
    }
    return valid.isEmpty() ? "account" : valid.toString();
  }

  /** Gives the handle, or with {@code _2}, {@code _3}... where it is taken. */
  static String free(String handle, Taken taken) throws SQLException {
    String base = sanitised(handle);
    String free = base;
    for (int n = 2; taken.test(free.toLowerCase(Locale.ROOT)); n++) {
      String suffix = "_" + n;
      free = base.substring(0, Math.min(base.length(), MAX - suffix.length())) + suffix;
    }
    return free;
  }
}
