package reeve.signals.likeness;

/** How people left an account. */
public enum Standing {
  /** Nobody has decided, or it was taken back. */
  NONE(0),
  /** Suspended: who is like it may be the same person again. */
  SUSPENDED(1),
  /** A person looked and found nothing: it speaks against a likeness. */
  CLEARED(2);

  private static final Standing[] ALL = values();

  private final int code;

  Standing(int code) {
    this.code = code;
  }

  /** Its number on disk. */
  int code() {
    return code;
  }

  static Standing ofCode(int code) {
    return ALL[code];
  }
}
