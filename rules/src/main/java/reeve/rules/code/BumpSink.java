package reeve.rules.code;

/** Takes what an event gives counters. */
public interface BumpSink {
  /**
   * The event bumps a counter, or only reads it, under one key. Of a key with a list, once for each
   * different element.
   *
   * @param counted used again for the next: what is needed of it MUST be copied
   */
  void take(Counted counted);

  /** The key of a counter has an empty list: there is nothing to bump, and it reads as zero. */
  void none(int counter);
}
