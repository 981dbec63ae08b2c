package reeve.signals;

import com.ibm.icu.text.Normalizer2;
import java.util.Arrays;

/**
 * The {@linkplain Normal normal} form of a text with the way back: where each of its UTF-16 units
 * was written.
 */
public final class Mapped {
  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

  private final String normal;

  /** The stretch of the original that each unit was read from. */
  private final int[] from;

  private final int[] to;

  private Mapped(String normal, int[] from, int[] to) {
    this.normal = normal;
    this.from = from;
    this.to = to;
  }

  /** Reads a text; {@link #normal} is what {@link Normal#of} gives. */
  public static Mapped of(String text) {
    return new Builder(Normal.read(text)).build();
  }

  /** The normal form. */
  public String normal() {
    return normal;
  }

  /**
   * Where a stretch of the normal form stands in the text. Characters that were composed into one
   * are inside whole.
   *
   * @param first index of the first unit of it
   * @param end index behind the last one, greater than {@code first}
   */
  public Span original(int first, int end) {
    int last = to[first];
    int begin = from[first];
    for (int i = first + 1; i < end; i++) {
      begin = Math.min(begin, from[i]);
      last = Math.max(last, to[i]);
    }
    return new Span(begin, last);
  }

  /** Normalises piece by piece, from one boundary of the normalisation to the next. */
  private static final class Builder {
    private final String text;
    private final StringBuilder out;
    private int[] from;
    private int[] to;
    private boolean space = true;

    Builder(String text) {
      this.text = text;
      out = new StringBuilder(text.length());
      from = new int[text.length()];
      to = new int[text.length()];
    }

    Mapped build() {
      var piece = new StringBuilder();
      int begin = 0;
      int marks = 0;
      for (int i = 0; i < text.length(); ) {
        int point = text.codePointAt(i);
        int next = i + Character.charCount(point);
        if (Normal.isDropped(point)) {
          i = next;
          continue;
        }
        marks = Normal.run(marks, point);
        if (!piece.isEmpty() && FOLD.hasBoundaryBefore(point)) {
          add(FOLD.normalize(piece), begin, i);
          piece.setLength(0);
        }
        if (piece.isEmpty()) {
          begin = i;
        }
        if (marks <= Normal.MARKS) {
          piece.appendCodePoint(point);
        }
        i = next;
      }
      add(FOLD.normalize(piece), begin, text.length());
      if (space && !out.isEmpty()) {
        out.setLength(out.length() - 1);
      }
      return new Mapped(out.toString(), from, to);
    }

    private void add(String folded, int begin, int end) {
      for (int i = 0; i < folded.length(); i++) {
        char c = folded.charAt(i);
        boolean white = Normal.isWhite(c);
        if (white && space) {
          continue;
        }
        int at = out.length();
        if (at == from.length) {
          from = Arrays.copyOf(from, 2 * at + 16);
          to = Arrays.copyOf(to, 2 * at + 16);
        }
        from[at] = begin;
        to[at] = end;
        out.append(white ? ' ' : c);
        space = white;
      }
    }
  }
}
