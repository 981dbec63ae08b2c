package reeve.simulation;

import java.awt.Color;
import java.awt.Graphics2D;

/** Capital letters of five by seven dots: a machine without fonts can still paint a poster. */
final class Lettering {
  private static final int ROWS = 7;
  private static final int COLUMNS = 5;

  /** From A: one row of five dots each byte, two hexadecimal digits, top to bottom. */
  private static final String LETTERS =
      "0e11111f111111"
          + "1e11111e11111e"
          + "0e11101010110e"
          + "1e11111111111e"
          + "1f10101e10101f"
          + "1f10101e101010"
          + "0e11101713110f"
          + "1111111f111111"
          + "0e04040404040e"
          + "0702020202120c"
          + "11121418141211"
          + "1010101010101f"
          + "111b1515111111"
          + "11191513111111"
          + "0e11111111110e"
          + "1e11111e101010"
          + "0e11111115120d"
          + "1e11111e141211"
          + "0f10100e01011e"
          + "1f040404040404"
          + "1111111111110e"
          + "11111111110a04"
          + "11111115151b11"
          + "11110a040a1111"
          + "11110a04040404"
          + "1f01020408101f";

  private Lettering() {}

  /** Writes capitals and blanks, each dot {@code dot} pixels wide. */
  static void write(Graphics2D g, String text, int x, int y, int dot, Color color) {
    g.setColor(color);
    int left = x;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter >= 'A' && letter <= 'Z') {
        letter(g, letter - 'A', left, y, dot);
      }
      left += (COLUMNS + 1) * dot;
    }
  }

  private static void letter(Graphics2D g, int letter, int x, int y, int dot) {
    for (int row = 0; row < ROWS; row++) {
      int from = (letter * ROWS + row) * 2;
      int dots = Integer.parseInt(LETTERS, from, from + 2, 16);
      for (int column = 0; column < COLUMNS; column++) {
        if ((dots >> (COLUMNS - 1 - column) & 1) == 1) {
          g.fillRect(x + column * dot, y + row * dot, dot, dot);
        }
      }
    }
  }
}
