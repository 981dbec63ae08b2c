package reeve.signals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.signals.Part.Kind;

/** Reads the links of a text, defanged ones too. */
final class LinkReading {
  private LinkReading() {}

  static List<Link> of(String text) {
    return of(text, Reading.of(text));
  }

  /**
   * The same of a text whose parts are known.
   *
   * @param parts of {@link Reading#of}
   */
  static List<Link> of(String text, List<Part> parts) {
    List<Link> links = new ArrayList<>(0);
    Refanged refanged = Refanged.of(text);
    if (refanged != null) {
      for (Part part : Reading.of(refanged.text)) {
        Link link = part.kind() == Kind.LINK ? defanged(text, refanged, part) : null;
        if (link != null) {
          links.add(link);
        }
      }
    }
    List<Link> meant = List.copyOf(links);
    for (Part part : parts) {
      if (part.kind() == Kind.LINK) {
        var span = new Span(part.from(), part.to());
        if (meant.stream().noneMatch(link -> link.span().overlaps(span))) {
          links.add(link(text, part, span, span.of(text), false));
        }
      }
      if (links.size() > 2 * TextSignals.MOST) {
        break;
      }
    }
    links.sort(Comparator.comparingInt(link -> link.span().from()));
    return List.copyOf(links.subList(0, Math.min(links.size(), TextSignals.MOST)));
  }

  private static @Nullable Link defanged(String text, Refanged refanged, Part part) {
    if (!refanged.isChanged(part.from(), part.to())) {
      return null;
    }
    Span span = refanged.original(part.from(), part.to());
    Link link = link(refanged.text, part, span, span.of(text), true);
    boolean leads = link.handoff() != null || link.shortener() || link.rest().length() > 1;
    return leads || !refanged.isWeak(part.from(), part.to()) ? link : null;
  }

  private static Link link(String text, Part part, Span span, String written, boolean defanged) {
    String host = part.value();
    String rest = text.substring(part.rest(), part.to());
    int behind = text.startsWith("://", part.from() + 4) ? 4 : 5;
    boolean scheme = text.startsWith("://", part.from() + behind);
    return new Link(
        span,
        written,
        scheme ? (behind == 4 ? "http" : "https") : null,
        host,
        Domains.registered(host),
        rest,
        defanged,
        Domains.isShortener(host),
        HandoffLinks.of(host, rest, span));
  }
}
