package reeve.server.watch;

import java.util.Optional;
import reeve.rules.check.RuleSet;

/** Which rule sets stand. Safe for several threads; asked anew after each change. */
interface Rulebook {
  /** What is live; empty before anything ever was. */
  Optional<RuleSet> live();

  /**
   * The rules of the draft that differ from the live ones, by their text or by a list that they
   * read; empty where none does, or where the draft's own tests fail.
   */
  Optional<RuleSet> shadow();
}
