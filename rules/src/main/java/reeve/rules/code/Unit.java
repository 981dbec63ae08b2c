package reeve.rules.code;

/** Some rules or counters as one class; each compiled class is one. */
interface Unit {
  /** Runs the rules that no literal guards. */
  void always(Frame frame);

  /** Runs one rule, by its place in the unit. */
  void run(int place, Frame frame);

  /** Gives what its counters get of the event. */
  void extract(Frame frame);
}
