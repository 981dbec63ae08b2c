package reeve.simulation;

import org.jspecify.annotations.Nullable;

/** One account while the town is being written: what it is, whom it knows and what it said last. */
final class Resident {
  /** Of how many own public posts a flag may name the latest. */
  private static final int REMEMBERED = 4;

  final int number;
  final Role role;
  final Tongue tongue;
  final String[] interests;
  final String handle;
  final String displayName;
  final boolean person;
  final boolean locked;
  final @Nullable Resident returnOf;
  final Numbers following = new Numbers();
  final Numbers followers = new Numbers();
  private final long[] said = new long[REMEMBERED];
  private int saidCount;

  /** Set when an account goes for good: it writes, follows and flags no more. */
  boolean gone;

  /** Set when its name has come back, which happens once. */
  boolean succeeded;

  Resident(
      int number,
      Role role,
      Tongue tongue,
      String[] interests,
      String handle,
      String displayName,
      boolean person,
      boolean locked,
      @Nullable Resident returnOf) {
    this.number = number;
    this.role = role;
    this.tongue = tongue;
    this.interests = interests;
    this.handle = handle;
    this.displayName = displayName;
    this.person = person;
    this.locked = locked;
    this.returnOf = returnOf;
  }

  String id() {
    return "a" + number;
  }

  /** Whether it has hobbies beside its role; a newspaper or a shop has none. */
  boolean isPerson() {
    return person && role.hasHobbies();
  }

  boolean speaks(Resident other) {
    return tongue.code().equals(other.tongue.code());
  }

  void remember(long post) {
    said[saidCount++ % REMEMBERED] = post;
  }

  /** Its latest public posts, newest first, at most {@code most}. */
  long[] latest(int most) {
    int count = Math.min(Math.min(most, REMEMBERED), saidCount);
    long[] latest = new long[count];
    for (int i = 0; i < count; i++) {
      latest[i] = said[(saidCount - 1 - i) % REMEMBERED];
    }
    return latest;
  }

  boolean likes(String topic) {
    for (String interest : interests) {
      if (interest.equals(topic)) {
        return true;
      }
    }
    return false;
  }
}
