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
  private static final int POSTS = 1_000;

  OrderText {
    posts = List.copyOf(posts);
  }

  static OrderText read(String text) {
    Map<String, String> said = new LinkedHashMap<>();
    List<String> posts = new ArrayList<>();
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
      if (key.equals("post")) {
        if (posts.size() < POSTS) {
          posts.add(value);
        }
      } else {
        said.putIfAbsent(key, value);
      }
    }
    return new OrderText(
        wish(said.getOrDefault("order", "")),
        said.getOrDefault("reference", ""),
        said.getOrDefault("ground", ""),
        said.getOrDefault("account", ""),
        posts,
        said.getOrDefault("contact", ""));
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
