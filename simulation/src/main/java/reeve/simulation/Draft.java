package reeve.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post before it is sent.
 *
 * @param language what it is written in
 * @param topic what it is about: which replies fit it
 * @param answers the symbol of replies that fit this post alone, if there are any
 * @param pictures file and description
 */
record Draft(
    String text,
    String language,
    String topic,
    @Nullable String answers,
    String visibility,
    List<Line.Pair> pictures,
    @Nullable String client) {

  /** The longest post of the square, in code points. */
  static final int LONGEST = 500;

  Draft {
    if (text.codePointCount(0, text.length()) > LONGEST) {
      text = text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
  }

  boolean open() {
    return visibility.equals("public") || visibility.equals("unlisted");
  }
}
