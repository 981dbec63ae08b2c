package reeve.square.imports;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import reeve.square.posts.Part;

/**
 * A line and where it came from.
 *
 * @param number 0 where it came from no one line
 * @param handles that a post mentions, lower case
 * @param tags of a post, lower case
 */
record Numbered(String file, long number, TownLine line, Set<String> handles, Set<String> tags) {
  static Numbered of(String file, long number, TownLine line) {
    String text = line instanceof TownLine.Post post ? post.text() : "";
    if (text.indexOf('@') < 0 && text.indexOf('#') < 0 && text.indexOf('＃') < 0) {
      return new Numbered(file, number, line, Set.of(), Set.of());
    }
    Set<String> handles = new LinkedHashSet<>();
    Set<String> tags = new LinkedHashSet<>();
    for (Part part : Part.of(text)) {
      if (part instanceof Part.Mention mention && handles.size() < Part.MOST) {
        handles.add(mention.handle().toLowerCase(Locale.ROOT));
      } else if (part instanceof Part.Tag tag && tags.size() < Part.MOST) {
        tags.add(tag.tag());
      }
    }
    return new Numbered(file, number, line, handles, tags);
  }
}
