package reeve.square.reports;

import java.util.List;
import java.util.Locale;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;

/**
 * What somebody flags.
 *
 * @param posts of the subject, possibly none
 * @param rules ids of square rules
 */
public record Flag(
    AccountId reporter,
    AccountId subject,
    List<PostId> posts,
    Category category,
    List<String> rules,
    String comment) {
  /** The most characters of a comment. */
  public static final int COMMENT = 1000;

  /** The most posts of a flag. */
  public static final int POSTS = 100;

  /** The categories of the Mastodon API. */
  public enum Category {
    SPAM,
    LEGAL,
    VIOLATION,
    OTHER;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Category parse(String word) {
      for (var category : values()) {
        if (category.word().equals(word)) {
          return category;
        }
      }
      throw Refusal.invalid("category is one of spam, legal, violation, other.");
    }
  }

  public Flag {
    posts = posts.stream().distinct().toList();
    rules = rules.stream().distinct().toList();
  }
}
