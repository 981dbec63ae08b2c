package reeve.server.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call over HTTP. Made by {@link #get} or {@link #post} and refined by the others.
 *
 * @param method GET, POST or PUT
 * @param to http or https, without user name
 * @param headers names and values; what the connection needs comes by itself
 * @param body null for none; its bytes are not copied
 * @param plain whether HTTP without TLS will do: only where what goes and comes is no secret and
 *     carries its own proof, as a time stamp does
 * @param within the whole call, resolving included; more than zero, at most ten minutes
 * @param most so many bytes of the answer's body are read, at most 64 MiB
 */
@SuppressWarnings("ArrayRecordComponent") // A body is handed on, never compared.
public record Ask(
    String method,
    URI to,
    Map<String, String> headers,
    byte @Nullable [] body,
    boolean plain,
    Duration within,
    int most) {
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,8000}");
  private static final Duration USUALLY_WITHIN = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int USUALLY_MOST = 64 << 10;
  private static final int LARGEST = 64 << 20;

  public Ask {
    headers = Map.copyOf(headers);
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("a call is GET, POST or PUT");
    }
    headers.forEach((name, value) -> {
      if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException("the header " + name.length() + " long has no form");
      }
    });
    if (!within.isPositive() || within.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a call ends within ten minutes");
    }
    if (most < 0 || most > LARGEST) {
      throw new IllegalArgumentException("an answer has at most 64 MiB");
    }
  }

  /** A question; 20 seconds, 64 KiB. */
  public static Ask get(URI to) {
    return new Ask("GET", to, Map.of(), null, false, USUALLY_WITHIN, USUALLY_MOST);
  }

  /**
   * Something handed in; 20 seconds, 64 KiB.
   *
   * @param type the media type, for example {@code application/timestamp-query}
   */
  public static Ask post(URI to, String type, byte[] body) {
    return new Ask(
        "POST", to, Map.of("Content-Type", type), body, false, USUALLY_WITHIN, USUALLY_MOST);
  }

  public Ask method(String other) {
    return new Ask(other, to, headers, body, plain, within, most);
  }

  /** One more header, or another value of one that stands there. */
  public Ask with(String name, String value) {
    var more = new java.util.HashMap<>(headers);
    more.put(name, value);
    return new Ask(method, to, more, body, plain, within, most);
  }

  public Ask within(Duration whole) {
    return new Ask(method, to, headers, body, plain, whole, most);
  }

  public Ask most(int bytes) {
    return new Ask(method, to, headers, body, plain, within, bytes);
  }

  /** Without TLS, too. */
  public Ask evenPlain() {
    return new Ask(method, to, headers, body, true, within, most);
  }

  /** Where it goes, without query, body and secrets. */
  @Override
  public String toString() {
    return method + " " + to.getHost();
  }
}
