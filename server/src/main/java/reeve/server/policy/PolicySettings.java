package reeve.server.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which rule of a platform leads to which policy ({@code server.policy.*}).
 *
 * @param rules platform, then the id of its rule, then the id of the policy
 */
@ConfigurationProperties(prefix = "server.policy", ignoreUnknownFields = false)
record PolicySettings(@Nullable Map<String, Map<String, String>> rules) {
  private static final Map<String, Map<String, String>> DEFAULT =
      Map.of(
          "square",
          Map.of(
              "1", PolicyId.VIOLENT_EXTREMISM.value(),
              "2", PolicyId.VIOLENT_THREATS.value(),
              "3", PolicyId.SPAM.value()));

  /** The mapping of a platform, or null where it has none. */
  @Nullable Map<String, String> of(String platform) {
    return (rules == null ? DEFAULT : rules).get(platform);
  }

  PolicySettings {
    for (Map<String, String> mapping : (rules == null ? DEFAULT : rules).values()) {
      mapping.values().forEach(PolicyId::new);
    }
  }
}
