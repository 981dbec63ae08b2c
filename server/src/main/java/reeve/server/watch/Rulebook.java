package reeve.server.watch;

import java.util.Optional;
import reeve.rules.check.RuleSet;

/** Which rule sets stand. Safe for several threads; asked anew after each change. */
interface Rulebook {
  /** What is live; empty before anything ever was. */
  Optional<RuleSet> live();

  /**
   * The rules of the draft that differ from the live ones, by their text or by a list that they
   * read, with these lists. A rule with errors, or whose own tests fail, is not among them; empty
   * where none is left.
   */
  Optional<RuleSet> shadow();
}
