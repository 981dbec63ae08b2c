package reeve.server.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status 200 to 599
 * @param headers by name in lower case; the first of each name
 * @param body as it came, at most {@link Ask#most()} bytes
 * @param cut whether there was more of it
 */
@SuppressWarnings("ArrayRecordComponent") // A body is handed on, never compared.
public record Answer(int status, Map<String, String> headers, byte[] body, boolean cut) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** Whether the status is one of 200 to 299. */
  public boolean ok() {
    return status / 100 == 2;
  }

  /** The value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The body read as UTF-8; what is none stands as U+FFFD. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Answer[" + status + ", " + body.length + " bytes]";
  }
}
