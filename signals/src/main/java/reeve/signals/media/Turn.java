package reeve.signals.media;

/** The eight ways to turn and mirror a picture. */
public enum Turn {
  /** As it is. */
  NONE,
  /** A quarter turn to the left. */
  LEFT,
  /** Upside down. */
  HALF,
  /** A quarter turn to the right. */
  RIGHT,
  /** Left and right swapped. */
  MIRRORED,
  /** Top and bottom swapped. */
  FLIPPED,
  /** Mirrored on the diagonal from the top left. */
  TRANSPOSED,
  /** Mirrored on the diagonal from the top right. */
  ANTITRANSPOSED
}
