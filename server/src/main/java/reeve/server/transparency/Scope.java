package reeve.server.transparency;

import java.util.Locale;
import java.util.Set;

/** Which suspensions a figure is of. In each scope an account counts once, by its first one. */
enum Scope {
  ALL,
  TERRORISM;

  /**
   * The policies that are about terrorism. A public row names its policy, and nothing else does.
   */
  private static final Set<String> POLICIES = Set.of("violent-extremism");

  boolean holds(String policy) {
    return this == ALL || POLICIES.contains(policy);
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
