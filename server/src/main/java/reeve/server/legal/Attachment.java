package reeve.server.legal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * What hangs on a mail; nothing here opens it or shows it.
 *
 * @param name as the mail calls it, at most 200 characters
 * @param type its media type as the mail says
 * @param bytes its size, decoded
 */
record Attachment(String name, String type, long bytes, Danger danger) {

  /** What it can do to whoever opens it elsewhere. */
  enum Danger {
    NONE(""),
    MACROS("a document that holds or may hold macros"),
    PROGRAM("a program, or a file that starts one"),
    MAIL("another mail");

    private final String words;

    Danger(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private static final Set<String> MACROS =
      Set.of(
          "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "doc", "dot",
          "xls", "xlt", "ppt", "pps", "rtf", "odm");

  private static final Set<String> PROGRAMS =
      Set.of(
          "exe", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta",
          "lnk", "url", "jar", "iso", "img", "vhd", "html", "htm", "svg", "chm", "dll", "apk",
          "sh");

  /** Where a zipped office document keeps its macros; the name stands in the file in the clear. */
  private static final byte[] VBA = "vbaProject.bin".getBytes(StandardCharsets.US_ASCII);

  /** How a compound file begins, which older office documents are. */
  private static final byte[] COMPOUND = {
    (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
  };

  /** Judges by name and by the marks that stand in the bytes, without unpacking them. */
  static Danger danger(String name, String type, byte[] bytes) {
    if (type.startsWith("message/") || name.toLowerCase(Locale.ROOT).endsWith(".eml")) {
      return Danger.MAIL;
    }
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (PROGRAMS.contains(end) || (bytes.length > 1 && bytes[0] == 'M' && bytes[1] == 'Z')) {
      return Danger.PROGRAM;
    }
    return MACROS.contains(end) || startsWith(bytes, COMPOUND) || holds(bytes, VBA)
        ? Danger.MACROS
        : Danger.NONE;
  }

  private static boolean startsWith(byte[] bytes, byte[] mark) {
    return bytes.length >= mark.length && at(bytes, 0, mark);
  }

  private static boolean holds(byte[] bytes, byte[] mark) {
    for (int i = 0; i + mark.length <= bytes.length; i++) {
      if (bytes[i] == mark[0] && at(bytes, i, mark)) {
        return true;
      }
    }
    return false;
  }

  private static boolean at(byte[] bytes, int from, byte[] mark) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes[from + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
