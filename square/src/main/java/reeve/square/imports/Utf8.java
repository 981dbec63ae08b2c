package reeve.square.imports;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 and refuses what is none. Not for several threads. */
final class Utf8 {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  String decode(byte[] bytes, int from, int to) throws Refused {
    boolean ascii = true;
    for (int i = from; i < to && ascii; i++) {
      ascii = bytes[i] >= 0;
    }
    if (ascii) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    try {
      return decoder.decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      throw new Refused(Reason.BAD_UTF8, "");
    }
  }

  /**
   * Refuses what no column of text can hold.
   *
   * @param most the limit in code points
   */
  static String checked(String text, int most, String field) throws Refused {
    if (text.length() > most && text.codePointCount(0, text.length()) > most) {
      throw new Refused(Reason.TEXT_TOO_LONG, field);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new Refused(Reason.BAD_CHARACTER, field);
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new Refused(Reason.BAD_CHARACTER, field);
        }
        i++;
      }
    }
    return text;
  }
}
