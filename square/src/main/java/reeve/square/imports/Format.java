package reeve.square.imports;

import java.util.Arrays;
import java.util.Optional;

/** What files can be imported. Each may be compressed with gzip. */
public enum Format {
  /** The town format (docs/events.md). */
  TOWN("town"),
  /** CSV files of fivethirtyeight's russian-troll-tweets. */
  FIVETHIRTYEIGHT("fivethirtyeight"),
  /** Statuses of the Twitter API v1.1 as JSON. */
  TWITTER_V1_1("twitter-v1.1");

  private final String text;

  Format(String text) {
    this.text = text;
  }

  /** How the format is named on the command line. */
  public String text() {
    return text;
  }

  /** Finds the format of that name. */
  public static Optional<Format> of(String text) {
    return Arrays.stream(values()).filter(format -> format.text.equals(text)).findFirst();
  }

  LineParser parser() {
    return switch (this) {
      case TOWN -> new TownFormat();
      case FIVETHIRTYEIGHT -> new FiveThirtyEightFormat();
      case TWITTER_V1_1 -> new TwitterFormat();
    };
  }

  /** The town of files that name none. */
  String defaultTown() {
    return text.replace('.', '-');
  }

  /** Whether an answer to an unknown post is refused; elsewhere it becomes a post of its own. */
  boolean strictReplies() {
    return this == TOWN;
  }
}
