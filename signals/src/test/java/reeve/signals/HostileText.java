package reeve.signals;

import java.util.Random;

/** Random texts of what is hard to read. */
final class HostileText {
  private static final String[] PIECES = {
    "a",
    "d4wn",
    "dawn",
    "D",
    "I",
    "l",
    " ",
    "  ",
    "\t",
    ".",
    "-",
    "\u200b",
    "\u200d",
    "\u00ad",
    "\u202e",
    "\u0301",
    "\u0336",
    "\u20e3",
    "é",
    "e\u0301",
    "ß",
    "İ",
    "ﬁ",
    "ﷺ",
    "Ａ",
    "①",
    "𝐝",
    "а",
    "ѕ",
    "Н",
    "η",
    "ø",
    "ᴅ",
    "ـ",
    "الف",
    "َ",
    "שָ",
    "क्",
    "ก็",
    "が",
    "か\u3099",
    "ｶﾞ",
    "漢",
    "한",
    "\u1112",
    "\u1161",
    "😀",
    "👩\u200d🚀",
    "🇩🇪",
    "🅰",
    "\ud83d",
    "\udc00",
    "\0",
    "\u0085",
    "@",
    "$",
    "!",
    "0",
    "1",
    "٣",
    "#",
    "http://",
    "hxxps://",
    "[.]",
    "(dot)",
    " dot ",
    "t.me",
    "t[.]me/dawn",
    "/",
    "?",
    "x.example.com",
    "@anna:square.example",
    "simplex:/",
    "05",
    "surespot: ",
    "\uffff",
    "\u034f"
  };

  private HostileText() {}

  static String of(Random random, int most) {
    var text = new StringBuilder();
    int pieces = 1 + random.nextInt(PIECES.length);
    int offset = random.nextInt(PIECES.length);
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(
          random.nextInt(20) == 0
              ? Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1))
              : PIECES[(offset + random.nextInt(pieces)) % PIECES.length]);
    }
    return text.toString();
  }
}
