package reeve.square.pages;

import java.text.BreakIterator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import reeve.square.accounts.Account;
import reeve.square.base.AccountId;
import reeve.square.base.Origin;
import reeve.square.base.Visibility;

/** Turns values into the words of a page. Times are in UTC. */
public final class Say {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_OF_YEAR =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int TINTS = 8;

  private final Instant now;

  Say(Instant now) {
    this.now = now;
  }

  /** How long ago: {@code now}, {@code 5 min}, {@code 3 h}, {@code 2 d}, then the day. */
  public String ago(Instant at) {
    Duration past = Duration.between(at, now);
    if (past.toMinutes() < 1) {
      return "now";
    }
    if (past.toHours() < 1) {
      return past.toMinutes() + " min";
    }
    if (past.toDays() < 1) {
      return past.toHours() + " h";
    }
    if (past.toDays() < 7) {
      return past.toDays() + " d";
    }
    return past.toDays() < 300 ? DAY_OF_YEAR.format(at) : DAY.format(at);
  }

  public String day(Instant at) {
    return DAY.format(at);
  }

  public String exact(Instant at) {
    return EXACT.format(at);
  }

  /** A number as people read it: {@code 1,204}, {@code 12.4k}. */
  public String count(long number) {
    if (number < 10_000) {
      return String.format(Locale.ENGLISH, "%,d", number);
    }
    return number < 1_000_000
        ? String.format(Locale.ENGLISH, "%.1fk", number / 1e3)
        : String.format(Locale.ENGLISH, "%.1fM", number / 1e6);
  }

  /** {@code 1 post}, {@code 2 posts}. */
  public String many(long number, String one, String more) {
    return count(number) + " " + (number == 1 ? one : more);
  }

  /** The first character of a name, for a face without a picture. */
  public String initial(Account account) {
    String name = account.name().strip();
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(name);
    int end = characters.next();
    return end <= 0 ? "?" : name.substring(0, end).toUpperCase(Locale.ROOT);
  }

  /** Which colour a face without a picture has; the same for the same account always. */
  public String tint(AccountId account) {
    return "tint-" + Math.floorMod(Long.hashCode(account.value()), TINTS);
  }

  /** The mark of what is not of this square's own life; empty for what is. */
  public String mark(Origin origin) {
    return switch (origin) {
      case LIVE -> "";
      case SAMPLE -> "sample";
      case IMPORTED -> "imported";
    };
  }

  public String width(Visibility visibility) {
    return switch (visibility) {
      case PUBLIC -> "Everyone";
      case UNLISTED -> "Everyone, but not in the public timeline";
      case PRIVATE -> "Followers";
      case DIRECT -> "Only those mentioned";
    };
  }
}
