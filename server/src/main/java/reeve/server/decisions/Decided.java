package reeve.server.decisions;

import java.util.List;
import reeve.server.cases.Case;
import reeve.server.cases.Grip.Happening;
import reeve.server.decisions.Judged.Flaw;

/** What became of a reviewer's wish to decide. But for the first, the text is kept as a draft. */
public sealed interface Decided {
  /** It is decided, and leaves in ten seconds. */
  record Made(DecisionId id) implements Decided {}

  /** It waits for a lead's written agreement. */
  record Proposed() implements Decided {}

  /** The form says too little, or something that cannot be. */
  record Flawed(List<Flaw> flaws) implements Decided {
    public Flawed {
      flaws = List.copyOf(flaws);
    }
  }

  /** The claim holds no more; this is what happened since. */
  record Lapsed(Case now, List<Happening> since) implements Decided {
    public Lapsed {
      since = List.copyOf(since);
    }
  }

  /** This member may not decide this case. */
  record Barred(String why) implements Decided {}
}
