package reeve.square.posts;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/** A post's text as HTML: everything escaped, links, mentions and hashtags made links. */
public final class Html {
  private Html() {}

  /**
   * Writes it.
   *
   * @param base what addresses on this square begin with: {@code http://host} or empty
   * @param handles of accounts that the post mentions, lower case, and how they are written
   */
  public static String of(String text, String base, Map<String, String> handles) {
    if (text.isEmpty()) {
      return "";
    }
    return Stream.of(text.replace("\r\n", "\n").split("\n{2,}", -1))
        .map(paragraph ->
            Part.of(paragraph).stream()
                .map(part -> part(part, base, handles))
                .collect(Collectors.joining("", "<p>", "</p>")))
        .collect(Collectors.joining());
  }

  private static String part(Part part, String base, Map<String, String> handles) {
    return switch (part) {
      case Part.Plain plain -> escape(plain.written()).replace("\n", "<br>");
      case Part.Link link ->
          "<a href=\"%1$s\" rel=\"nofollow noopener noreferrer ugc\" target=\"_blank\">%1$s</a>"
              .formatted(escape(link.written()));
      case Part.Mention mention -> {
        String known = handles.get(mention.handle().toLowerCase(Locale.ROOT));
        yield known == null
            ? escape(mention.written())
            : "<span class=\"h-card\" dir=\"ltr\"><a href=\"%s/@%s\" class=\"u-url mention\">@<span>%s</span></a></span>"
                .formatted(escape(base), known, known);
      }
      case Part.Tag tag ->
          "<a href=\"%s/tags/%s\" class=\"mention hashtag\" rel=\"tag\">#<span>%s</span></a>"
              .formatted(
                  escape(base),
                  UriUtils.encodePathSegment(tag.tag(), java.nio.charset.StandardCharsets.UTF_8),
                  escape(tag.written().substring(1)));
    };
  }

  public static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
