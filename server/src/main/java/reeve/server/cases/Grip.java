package reeve.server.cases;

import java.time.Instant;
import java.util.List;

/** The answer to who wants to act on a case by a claim. */
public sealed interface Grip {
  /** The claim holds, and the case is locked until the caller's transaction ends. */
  record Held(Case of) implements Grip {}

  /**
   * The claim lapsed, was handed back, or the case is closed.
   *
   * @param of the case as it stands now
   * @param since what happened to the case since the claim began, oldest first
   */
  record Lost(Case of, List<Happening> since) implements Grip {
    public Lost {
      since = List.copyOf(since);
    }
  }

  /** No such claim ever, or another member's, or the member may not judge this account. */
  record Barred(String why) implements Grip {}

  /** Something that happened, as a plain sentence without names. */
  record Happening(Instant at, String words) {}
}
