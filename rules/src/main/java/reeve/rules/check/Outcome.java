package reeve.rules.check;

/** What a condition came to. */
public sealed interface Outcome {
  Outcome HOLDS = new Held(true);
  Outcome FAILS = new Held(false);

  /** It holds or does not. */
  record Held(boolean holds) implements Outcome {}

  /**
   * It could not be told.
   *
   * @param why for example that a field is missing
   */
  record Failed(String why) implements Outcome {}

  static Outcome of(boolean holds) {
    return holds ? HOLDS : FAILS;
  }
}
