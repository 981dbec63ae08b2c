package reeve.rules.code;

/** What one event gives one counter under one key. Used again for the next. */
public final class Counted {
  private final Canonical key = new Canonical();
  private final Canonical value = new Canonical();
  private int counter;
  private boolean adds;
  private long amount;

  Counted() {}

  /** Index of the counter in {@link Program#counters}. */
  public int counter() {
    return counter;
  }

  /** Whether the event is counted; otherwise the counter is only read. */
  public boolean adds() {
    return adds;
  }

  /** Of a sum what to add, of a ratio 1 or 0; 0 of the others. */
  public long amount() {
    return amount;
  }

  /** The parts of the key in their order, but an element of a list last. */
  public Canonical key() {
    return key;
  }

  /** What a counter of distinct values looks at; empty for others and where nothing is added. */
  public Canonical value() {
    return value;
  }

  void begin(int counter) {
    this.counter = counter;
    adds = false;
    amount = 0;
    key.cut(0);
    value.cut(0);
  }

  void add(long amount) {
    adds = true;
    this.amount = amount;
  }
}
