package reeve.square.posts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A stretch of a post's text: plain words, a link, a mention or a hashtag. */
public sealed interface Part {
  /** As it was written. */
  String written();

  /** Words. */
  record Plain(String written) implements Part {}

  /** An address with http or https. */
  record Link(String written) implements Part {}

  /**
   * {@code @handle}.
   *
   * @param handle without {@code @}
   */
  record Mention(String written, String handle) implements Part {}

  /**
   * {@code #tag}.
   *
   * @param tag lower case, without {@code #}
   */
  record Tag(String written, String tag) implements Part {}

  /** The most mentions of a post that count, and the most hashtags. */
  int MOST = 20;

  /** Takes a text apart; the parts written one after the other give the text again. */
  static List<Part> of(String text) {
    var parts = new ArrayList<Part>();
    var found = Form.ANY.matcher(text);
    int done = 0;
    while (found.find()) {
      int end = found.end();
      Part part;
      if (found.group("link") != null) {
        end -= Form.trailing(found.group());
        part = new Link(text.substring(found.start(), end));
      } else if (found.group("mention") != null) {
        part = new Mention(found.group(), found.group("mention"));
      } else {
        part = new Tag(found.group(), found.group("tag").toLowerCase(Locale.ROOT));
      }
      if (found.start() > done) {
        parts.add(new Plain(text.substring(done, found.start())));
      }
      parts.add(part);
      done = end;
    }
    if (done < text.length()) {
      parts.add(new Plain(text.substring(done)));
    }
    return parts;
  }

  /** The handles that a text mentions, lower case, at most {@link #MOST}. */
  static Set<String> handles(String text) {
    var handles = new LinkedHashSet<String>();
    for (Part part : of(text)) {
      if (part instanceof Mention mention && handles.size() < MOST) {
        handles.add(mention.handle().toLowerCase(Locale.ROOT));
      }
    }
    return handles;
  }

  /** The hashtags of a text, lower case, at most {@link #MOST}. */
  static Set<String> tags(String text) {
    var tags = new LinkedHashSet<String>();
    for (Part part : of(text)) {
      if (part instanceof Tag tag && tags.size() < MOST) {
        tags.add(tag.tag());
      }
    }
    return tags;
  }

  /** The grammar. A hashtag holds at least one character that is no digit. */
  final class Form {
    static final Pattern ANY =
        Pattern.compile(
            "(?<link>\\bhttps?://[^\\s<>\"\\p{Cntrl}]+)"
                + "|(?<![\\p{L}\\p{N}_/@.])@(?<mention>[A-Za-z0-9_]{1,30})(?![A-Za-z0-9_@])"
                + "|(?<![\\p{L}\\p{N}_/#&])[#＃](?<tag>[\\p{L}\\p{M}\\p{N}_]{0,100}[\\p{L}\\p{M}_][\\p{L}\\p{M}\\p{N}_]{0,100})",
            Pattern.CASE_INSENSITIVE);

    private Form() {}

    /** How many characters at the end of a link belong to the sentence around it. */
    private static int trailing(String link) {
      int end = link.length();
      while (end > 0) {
        char last = link.charAt(end - 1);
        boolean closes = last == ')' && link.indexOf('(') < 0;
        if (".,;:!?'\"*…".indexOf(last) < 0 && !closes) {
          break;
        }
        end--;
      }
      return link.length() - end;
    }
  }
}
