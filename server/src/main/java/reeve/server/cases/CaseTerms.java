package reeve.server.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Profile;

/** Why a case stands where it stands in its queue, for its page. */
final class CaseTerms {
  private CaseTerms() {}

  /**
   * The terms of the priority, in the order of their sum.
   *
   * @param gravest the title of the gravest policy
   */
  static List<CaseFile.Term> of(Case of, @Nullable Profile profile, Optional<String> gravest) {
    String followers =
        profile == null
            ? "followers"
            : String.format(Locale.ROOT, "%,d followers", profile.followers());
    Priority p = of.priority();
    long whole =
        Math.max(1, p.severity().plus(p.reporters()).plus(p.reach()).toSeconds())
            + Math.max(0, p.surfaced().toSeconds())
            + p.resembled().toSeconds();
    List<CaseFile.Term> terms = new ArrayList<>();
    terms.add(term("Severity", p.severity(), whole, gravest.orElse("no policy named")));
    terms.add(
        term(
            "Reporters",
            p.reporters(),
            whole,
            of.reports() == 0 ? "nobody reported" : of.reporters() + " different"));
    terms.add(term("Reach", p.reach(), whole, followers));
    if (of.verdicts() > 0) {
      terms.add(term("Rules", p.surfaced(), whole, rules(of)));
    }
    if (of.resemblances() > 0) {
      terms.add(term("Likeness", p.resembled(), whole, "resembles others"));
    }
    return terms;
  }

  private static String rules(Case of) {
    Duration surfaced = of.priority().surfaced();
    if (surfaced.isNegative()) {
      return "over their limit: waits behind people's reports";
    }
    return surfaced.isZero() ? "over their limit: adds nothing" : of.rules() + " different";
  }

  private static CaseFile.Term term(String label, Duration head, long whole, String why) {
    return new CaseFile.Term(
        label,
        String.format(Locale.ROOT, "%+.1f h", head.toSeconds() / 3600.0),
        why,
        (int) Math.max(0, 100 * head.toSeconds() / whole));
  }
}
