package reeve.signals.likeness;

/**
 * A kind of thing that accounts may have in common. Two kinds of one {@link Family} are related:
 * one habit brings both, so together they are one tie.
 *
 * <p>Language, script, place, time zone, faith and ethnicity are no kinds. Words lie near language,
 * so they order a list and are never a tie ({@link #isTie}); how rare anything is, is measured
 * among those who write the same language ({@link Rarity}).
 */
public enum Kind {
  /** A way into a messenger: an invite, a channel, a name there. */
  INVITE(0, Family.LED, true, 48, 1.5f),
  /** A link that is no invite, without scheme and query. */
  LINK(1, Family.LED, false, 48, 0.7f),
  /** The fingerprint of a text of several words: copies. */
  TEXT(2, Family.SAID, true, 64, 1.5f),
  /** The same text within the same two minutes. */
  MOMENT(3, Family.SAID, true, 32, 1f),
  /** A picture, by its hash. */
  MEDIA(4, Family.SHOWN, true, 32, 1.2f),
  /** The same post passed on within the same two minutes. */
  TOGETHER(5, Family.MOVED, true, 64, 1f),
  /** A post passed on. */
  BOOST(6, Family.MOVED, false, 64, 0.5f),
  HASHTAG(7, Family.SPOKEN, false, 128, 1.5f),
  WORD(8, Family.SPOKEN, false, 384, 1f),
  /** Somebody mentioned. */
  MENTION(9, Family.KNOWN, false, 128, 0.7f),
  /** Somebody whom the account follows. */
  FOLLOWS(10, Family.KNOWN, false, 1_000, 0.3f),
  /** Somebody who follows the account. */
  FOLLOWER(11, Family.KNOWN, false, 8_000, 1f),
  /** What the names of one family have in common. */
  NAME(12, Family.NAMED, false, 2, 0.5f),
  /** The display name, where it has several words. */
  DISPLAY(13, Family.NAMED, false, 2, 0.3f),
  /** The fingerprint of a description of several words. */
  BIO(14, Family.NAMED, false, 2, 0.3f),
  /** The avatar, by its hash. */
  AVATAR(15, Family.NAMED, false, 2, 0.3f),
  /** Five words in a row, some of those of its texts ({@link Wording}). */
  PHRASE(16, Family.SAID, true, 96, 0.3f);

  /** Kinds that one habit brings. */
  public enum Family {
    LED,
    SAID,
    SHOWN,
    MOVED,
    SPOKEN,
    KNOWN,
    NAMED
  }

  private static final Kind[] ALL = values();

  private final int code;
  private final Family family;
  private final boolean conduct;
  private final int most;
  private final float weight;

  Kind(int code, Family family, boolean conduct, int most, float weight) {
    this.code = code;
    this.family = family;
    this.conduct = conduct;
    this.most = most;
    this.weight = weight;
  }

  static Kind ofCode(int code) {
    return ALL[code];
  }

  static int count() {
    return ALL.length;
  }

  /** Its number on disk, and in the order of kinds. */
  int code() {
    return code;
  }

  public Family family() {
    return family;
  }

  /** Whether it is something that the account did, as no name, face or acquaintance is. */
  public boolean conduct() {
    return conduct;
  }

  /** Whether it may stand as a tie, and be named as a reason. */
  public boolean isTie() {
    return this != WORD;
  }

  /** So many of it are kept of an account. */
  int most() {
    return most;
  }

  /** What it counts in the order, beside other kinds. */
  float weight() {
    return weight;
  }

  /**
   * Whether an account with more than {@link #most} of it has none: who is followed by so many is
   * followed for no tie between them.
   */
  boolean endsWhereFull() {
    return this == FOLLOWER;
  }

  /** Whether it is kept when, and in which post, it was seen last. */
  boolean isOfPosts() {
    return switch (this) {
      case INVITE, LINK, TEXT, MEDIA, MOMENT, TOGETHER, BOOST, HASHTAG, PHRASE, MENTION -> true;
      case WORD, FOLLOWS, FOLLOWER, NAME, DISPLAY, BIO, AVATAR -> false;
    };
  }

  /** Whether the oldest of it leave where it overflows, and not the least often seen. */
  boolean ages() {
    return isOfPosts() && this != PHRASE && this != MENTION;
  }

  /** Whether its value is shown to whoever reads a reason; of others the posts are. */
  public boolean isNamed() {
    return switch (this) {
      case INVITE, LINK, HASHTAG, NAME -> true;
      case TEXT,
          MOMENT,
          MEDIA,
          TOGETHER,
          BOOST,
          WORD,
          MENTION,
          FOLLOWS,
          FOLLOWER,
          DISPLAY,
          BIO,
          AVATAR,
          PHRASE ->
          false;
    };
  }
}
