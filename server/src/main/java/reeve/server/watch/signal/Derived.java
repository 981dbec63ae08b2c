package reeve.server.watch.signal;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.signals.Stem;
import reeve.signals.TextSignals;

/**
 * The fields of {@link TownEvents} that nobody tells, since they are read off others: the stem of a
 * handle, and the length, mentions, hashtags, links, hosts, invites and fingerprint of a text. Only
 * what somebody wants is computed. Safe for several threads, each with facts of its own.
 */
public final class Derived {
  private static final Schema SCHEMA = TownEvents.SCHEMA;
  private static final int HANDLE = slot("account.handle");
  private static final int STEM = slot("account.stem");
  private static final int TARGET_HANDLE = slot("target.handle");
  private static final int TARGET_STEM = slot("target.stem");
  private static final int TEXT = slot("post.text");
  private static final int LENGTH = slot("post.length");
  private static final int MENTIONS = slot("post.mentions");
  private static final int HASHTAGS = slot("post.hashtags");
  private static final int LINKS = slot("post.links");
  private static final int HOSTS = slot("post.hosts");
  private static final int INVITES = slot("post.invites");
  private static final int FINGERPRINT = slot("post.fingerprint");
  private static final Set<Integer> OF_TEXT =
      Set.of(LENGTH, MENTIONS, HASHTAGS, LINKS, HOSTS, INVITES, FINGERPRINT);

  private final boolean[] wanted = new boolean[SCHEMA.slots().size()];
  private final boolean reads;

  /**
   * @param wanted whether a rule reads a field; asked once, here, for each that can be derived
   */
  public Derived(Predicate<Slot> wanted) {
    boolean any = false;
    for (Slot slot : SCHEMA.slots()) {
      this.wanted[slot.index()] = is(slot) && wanted.test(slot);
      any |= this.wanted[slot.index()] && OF_TEXT.contains(slot.index());
    }
    reads = any;
  }

  /** Whether a field is read off others. */
  public static boolean is(Slot slot) {
    return slot.index() == STEM || slot.index() == TARGET_STEM || OF_TEXT.contains(slot.index());
  }

  /**
   * Fills what is wanted, missing, and can be read off what is there.
   *
   * @param facts an event of {@link TownEvents#SCHEMA}
   */
  public void fill(Facts facts) {
    stem(facts, HANDLE, STEM);
    stem(facts, TARGET_HANDLE, TARGET_STEM);
    if (reads && facts.has(TEXT)) {
      text(facts);
    }
  }

  private void stem(Facts facts, int handle, int stem) {
    if (misses(facts, stem) && facts.has(handle)) {
      facts.set(stem, Stem.of(facts.text(handle)));
    }
  }

  private void text(Facts facts) {
    String text = facts.text(TEXT);
    TextSignals signals = new TextSignals(text);
    if (misses(facts, LENGTH)) {
      facts.set(LENGTH, text.codePointCount(0, text.length()));
    }
    if (misses(facts, MENTIONS)) {
      facts.set(MENTIONS, signals.mentions());
    }
    if (misses(facts, HASHTAGS)) {
      facts.set(HASHTAGS, signals.hashtags());
    }
    if (misses(facts, LINKS)) {
      facts.set(LINKS, signals.links());
    }
    if (misses(facts, HOSTS)) {
      facts.set(HOSTS, signals.hosts());
    }
    if (misses(facts, INVITES)) {
      facts.set(INVITES, signals.invites());
    }
    if (misses(facts, FINGERPRINT)) {
      set(facts, FINGERPRINT, signals.fingerprint());
    }
  }

  private boolean misses(Facts facts, int slot) {
    return wanted[slot] && !facts.has(slot);
  }

  private static void set(Facts facts, int slot, @Nullable String value) {
    if (value != null) {
      facts.set(slot, value);
    }
  }

  private static int slot(String path) {
    return SCHEMA.at(path).index();
  }
}
