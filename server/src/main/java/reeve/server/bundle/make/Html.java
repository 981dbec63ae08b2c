package reeve.server.bundle.make;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A page that needs nothing but itself: its style stands in it, it has no script, and its own
 * policy forbids every reference but to pictures beside it. All text passes {@link #text}.
 */
final class Html implements Closeable {
  private static final String STYLE = style();

  private final Writer out;

  Html(OutputStream to, String title) throws IOException {
    out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), 1 << 15);
    raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .raw("img-src 'self' file:; style-src 'sha256-" + digest() + "'\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .raw("<meta name=\"referrer\" content=\"no-referrer\"><title>")
        .text(title)
        .raw("</title><style>" + STYLE + "</style></head>\n<body>");
  }

  /** As it is; never what somebody wrote. */
  Html raw(String markup) throws IOException {
    out.write(markup);
    return this;
  }

  /** As text, whatever it holds. */
  Html text(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.write("&lt;");
        case '>' -> out.write("&gt;");
        case '&' -> out.write("&amp;");
        case '"' -> out.write("&quot;");
        case '\'' -> out.write("&#39;");
        case '\n', '\t' -> out.write(c);
        default -> i = other(text, i, c);
      }
    }
    return this;
  }

  /** Half pairs, controls and what is no character are shown as the sign for that. */
  private int other(String text, int i, char c) throws IOException {
    if (Character.isHighSurrogate(c)
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1))) {
      out.write(c);
      out.write(text.charAt(i + 1));
      return i + 1;
    }
    boolean strange = Character.isSurrogate(c) || Character.isISOControl(c) || c >= '\ufffe';
    out.write(strange ? '\ufffd' : c);
    return i;
  }

  /** A row of a list of facts. */
  Html fact(String name, String value) throws IOException {
    return raw("<dt>").text(name).raw("</dt><dd dir=\"auto\">").text(value).raw("</dd>");
  }

  @Override
  public void close() throws IOException {
    raw("</body></html>\n");
    out.close();
  }

  private static String digest() {
    return Base64.getEncoder()
        .encodeToString(Digests.sha256().digest(STYLE.getBytes(StandardCharsets.UTF_8)));
  }

  private static String style() {
    try (InputStream in = Html.class.getResourceAsStream("/server/bundle/bundle.css")) {
      if (in == null) {
        throw new IllegalStateException("bundle.css is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("bundle.css cannot be read", e);
    }
  }
}
