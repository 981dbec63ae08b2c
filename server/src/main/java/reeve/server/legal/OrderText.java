package reeve.server.legal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reeve.server.platform.Event.Wish;

/**
 * An order as the plain text of a mail gives it, a line each: {@code Order}, {@code Reference},
 * {@code Ground}, {@code Account}, {@code Post} (as often as there are posts) and {@code Contact},
 * a colon behind the word, in any case and order. Other lines are passed over.
 */
record OrderText(
    Wish wish,
    String reference,
    String ground,
    String account,
    List<String> posts,
    String contact) {
  /** So many lines with the same word. */
  private static final int EACH = 1_000;

  OrderText {
    posts = List.copyOf(posts);
  }

  static OrderText read(String text) {
    Lines said = Lines.of(text);
    return new OrderText(
        wish(said.first("order")),
        said.first("reference"),
        said.first("ground"),
        said.first("account"),
        said.all("post"),
        said.first("contact"));
  }

  /** What stands behind each word with a colon, the words in small letters. */
  record Lines(Map<String, List<String>> said) {
    static Lines of(String text) {
      Map<String, List<String>> said = new LinkedHashMap<>();
      for (String line : text.lines().toList()) {
        int colon = line.indexOf(':');
        if (colon < 1 || colon > 20) {
          continue;
        }
        String key = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        if (value.isEmpty() || value.length() > 2_000) {
          continue;
        }
        List<String> values = said.computeIfAbsent(key, _ -> new ArrayList<>());
        if (values.size() < EACH) {
          values.add(value);
        }
      }
      return new Lines(said);
    }

    /** Empty where there is none. */
    String first(String word) {
      return all(word).stream().findFirst().orElse("");
    }

    List<String> all(String word) {
      return said.getOrDefault(word, List.of());
    }
  }

  private static Wish wish(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "removal", "remove" -> Wish.REMOVE;
      case "preservation", "preserve" -> Wish.PRESERVE;
      case "disclosure", "disclose" -> Wish.DISCLOSE;
      case "emergency" -> Wish.EMERGENCY;
      default -> Wish.REQUEST;
    };
  }
}
