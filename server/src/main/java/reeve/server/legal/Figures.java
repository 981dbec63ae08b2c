package reeve.server.legal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The public halves of what the desk records: of which state's authority, what was asked for, and
 * what became of it. No personal data, and never opened singly; counts come a period late.
 */
final class Figures {
  static final String REMOVAL = "removal";
  static final String PRESERVATION = "preservation";
  static final String DISCLOSURE = "disclosure";
  static final String EMERGENCY = "emergency-disclosure";
  static final String REQUEST = "request";
  static final String DANGER = "danger-to-life";
  static final String SUSPICION = "suspicion";

  private Figures() {}

  /** Of what is not settled yet. */
  static Map<String, Object> of(Authority authority, String demand) {
    Map<String, Object> half = new LinkedHashMap<>();
    half.put("country", authority.state());
    half.put("demand", demand);
    return half;
  }

  static Map<String, Object> of(Authority authority, String demand, String outcome) {
    Map<String, Object> half = of(authority, demand);
    half.put("outcome", outcome);
    return half;
  }

  static String demand(Disclosure it) {
    return it.emergency() == null ? DISCLOSURE : EMERGENCY;
  }
}
