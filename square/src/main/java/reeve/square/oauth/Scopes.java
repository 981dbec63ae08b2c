package reeve.square.oauth;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import reeve.square.base.Refusal;

/** OAuth scopes, by Mastodon's names. */
final class Scopes {
  private static final Pattern FORM =
      Pattern.compile("(read|write|follow|push|profile|admin:(read|write))(:[a-z_]{1,40}){0,2}");
  private static final Set<String> OF_FOLLOW = Set.of("blocks", "follows", "mutes");

  private Scopes() {}

  /** Reads a list with spaces; an empty one is {@code read}. */
  static Set<String> parse(String text) {
    var scopes = new LinkedHashSet<String>();
    for (String scope : text.strip().split("[ +]+", -1)) {
      if (scope.isEmpty()) {
        continue;
      }
      if (!FORM.matcher(scope).matches()) {
        throw Refusal.invalid("There is no such scope; use read, write and follow.");
      }
      scopes.add(scope);
    }
    return scopes.isEmpty() ? Set.of("read") : scopes;
  }

  /** A grant never has what its application did not ask for when it was registered. */
  static boolean within(Set<String> wanted, Set<String> registered) {
    return wanted.stream().allMatch(scope -> covers(registered, scope));
  }

  static boolean covers(Set<String> scopes, String scope) {
    if (scopes.contains(scope)) {
      return true;
    }
    int colon = scope.lastIndexOf(':');
    if (colon > 0 && scopes.contains(scope.substring(0, colon))) {
      return true;
    }
    return scopes.contains("follow") && OF_FOLLOW.contains(scope.substring(colon + 1));
  }

  static String text(Iterable<String> scopes) {
    return String.join(" ", scopes);
  }

  static Set<String> stored(String text) {
    return new LinkedHashSet<>(Arrays.asList(text.split(" ")));
  }
}
