package reeve.signals;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link in a text.
 *
 * @param span where it was written
 * @param written as it was written there
 * @param scheme {@code http} or {@code https}; null where none was written
 * @param host lower case, in ASCII (UTS #46), without {@code www.}, user and port
 * @param domain the host's part that somebody registered: one label more than its public suffix,
 *     those of private owners included; the host itself where it is an address or a suffix
 * @param rest path, query and fragment, with the disguise undone; may be empty
 * @param defanged whether it was written so that no program takes it for a link: {@code hxxp},
 *     {@code t[.]me}, {@code t dot me}
 * @param shortener whether the host hides where its links lead to
 * @param handoff where it leads into a messenger
 */
public record Link(
    Span span,
    String written,
    @Nullable String scheme,
    String host,
    String domain,
    String rest,
    boolean defanged,
    boolean shortener,
    @Nullable Handoff handoff) {
  /** The links of a text in their order, the first {@link TextSignals#MOST} of them. */
  public static List<Link> in(String text) {
    return LinkReading.of(Normal.read(text));
  }

  /** Host and rest. */
  public String address() {
    return host + rest;
  }
}
