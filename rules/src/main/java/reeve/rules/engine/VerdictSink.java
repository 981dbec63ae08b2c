package reeve.rules.engine;

/**
 * Takes what an engine concludes from a batch, on the thread that applies it, in the order of the
 * events and for each in the order of the rules. It MUST NOT throw: the rest of the batch would go
 * unsaid, so the engine then is broken as {@link Engine} says.
 */
public interface VerdictSink {
  /**
   * Takes a verdict.
   *
   * @param event place of the event in the batch
   */
  void verdict(int event, Verdict verdict);

  /**
   * An event could not be taken through. Where its bumps failed it counted nothing; where its rules
   * did it was counted. Either way it has no verdict, and counts as an event of its kind.
   *
   * @param event place of the event in the batch
   * @param why what was thrown
   */
  void failed(int event, Throwable why);
}
