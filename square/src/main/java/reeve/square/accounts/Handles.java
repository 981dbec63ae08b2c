package reeve.square.accounts;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import reeve.square.base.Refusal;

/** What a handle may be. */
public final class Handles {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_]{1,30}");

  /** Names that would be taken for the house's own. */
  private static final Set<String> RESERVED =
      Set.of("admin", "administrator", "moderator", "reeve", "root", "square", "staff", "support");

  private Handles() {}

  /** Whether nobody may have it, in any case of its letters. */
  public static boolean reserved(String handle) {
    return RESERVED.contains(handle.toLowerCase(Locale.ROOT));
  }

  static boolean valid(String handle) {
    return FORM.matcher(handle).matches();
  }

  static String requireFree(String handle) {
    if (!valid(handle)) {
      throw Refusal.invalid("A handle is 1 to 30 of a-z, A-Z, 0-9 and _.");
    }
    if (reserved(handle)) {
      throw Refusal.invalid("This handle is kept for the square itself; choose another.");
    }
    return handle;
  }
}
