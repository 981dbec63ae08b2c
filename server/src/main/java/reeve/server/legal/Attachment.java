package reeve.server.legal;

import java.io.IOException;
import java.io.InputStream;
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

  private static final int BLOCK = 64 << 10;

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

  /**
   * Judges by name and by the marks that stand in the bytes, without unpacking them; reads them to
   * their end and keeps none.
   */
  static Attachment read(String name, String type, InputStream in) throws IOException {
    byte[] seen = new byte[VBA.length + BLOCK];
    int kept = 0;
    long bytes = 0;
    boolean macros = false;
    boolean program = false;
    for (int read; (read = in.readNBytes(seen, kept, BLOCK)) > 0; ) {
      int end = kept + read;
      if (bytes == 0) {
        program = end > 1 && seen[0] == 'M' && seen[1] == 'Z';
        macros = end >= COMPOUND.length && at(seen, 0, COMPOUND);
      }
      macros |= holds(seen, end, VBA);
      bytes += read;
      kept = Math.min(end, VBA.length);
      System.arraycopy(seen, end - kept, seen, 0, kept);
    }
    return new Attachment(name, type, bytes, danger(name, type, program, macros));
  }

  private static Danger danger(String name, String type, boolean program, boolean macros) {
    if (type.startsWith("message/") || name.toLowerCase(Locale.ROOT).endsWith(".eml")) {
      return Danger.MAIL;
    }
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (program || PROGRAMS.contains(end)) {
      return Danger.PROGRAM;
    }
    return macros || MACROS.contains(end) ? Danger.MACROS : Danger.NONE;
  }

  private static boolean holds(byte[] bytes, int to, byte[] mark) {
    for (int i = 0; i + mark.length <= to; i++) {
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
