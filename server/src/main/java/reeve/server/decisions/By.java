package reeve.server.decisions;

import reeve.server.cases.RuleRef;
import reeve.server.cases.VerdictId;
import reeve.server.record.Actor;

/** Who decides. */
sealed interface By {
  Actor actor();

  /** A member of staff. */
  record Person(Actor.Staff staff) implements By {
    @Override
    public Actor actor() {
      return staff;
    }
  }

  /**
   * A member of staff who looked at a random sample of many accounts, and at nothing of this one's
   * own: possible for spam alone.
   */
  record Sample(Actor.Staff staff) implements By {
    @Override
    public Actor actor() {
      return staff;
    }
  }

  /** A rule, without a person. Which one stands in the private half of the record alone. */
  record Rule(RuleRef rule, VerdictId verdict) implements By {
    @Override
    public Actor actor() {
      return new Actor.Worker("rule");
    }
  }
}
