package reeve.server.platform;

import java.util.Locale;

/**
 * Why a request is refused. Each slice has one closed enum that implements this: its constant is
 * the problem type of the HTTP answer (RFC 9457) and the label of the metric.
 */
public interface Problem {
  /** The HTTP status, 400 to 599. */
  int status();

  /** One plain sentence that holds for every occurrence. */
  String title();

  /** The constant's name. */
  String name();

  /** The problem type, for example {@code urn:reeve:problem:staff:wrong-code}. */
  default String type() {
    String packageName = getClass().getPackageName();
    return "urn:reeve:problem:%s:%s"
        .formatted(
            packageName.substring(packageName.lastIndexOf('.') + 1),
            name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
