package reeve.server.likeness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseLikeness.Past;
import reeve.server.cases.Resemblance.Reason;
import reeve.server.watch.Person;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.Kind;
import reeve.signals.likeness.Tie;
import reeve.signals.media.Pdq;

/** What speaks for a likeness and what against it, as people read it. */
final class Reasons {
  private static final int REASONS_MOST = 20;
  private static final int SHOWN_VALUES = 3;
  private static final int VALUE_MOST = 80;

  /** Older accounts were not made to come back. */
  private static final Duration OLD = Duration.ofDays(2 * 365);

  /** Who follows, or is followed by, so many has acquaintances in common with everybody. */
  private static final long MANY = 2_000;

  /** Of so many posts a few that are alike say little. */
  private static final long POSTS_MANY = 200;

  private static final double SHARE_LEAST = 0.05;

  private Reasons() {}

  /**
   * The reasons, what the account did first.
   *
   * @param avatar how far its avatar is from the nearest of those it is alike, null where unknown
   */
  static List<Reason> of(Alike alike, @Nullable Integer avatar) {
    return alike.ties().stream()
        .sorted(Comparator.comparing(tie -> !tie.kind().conduct()))
        .limit(REASONS_MOST)
        .map(tie -> new Reason(code(tie.kind()), words(tie, avatar), tie.kind().conduct()))
        .toList();
  }

  static String code(Kind kind) {
    return "same-" + kind.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A tie as people read it. What names have in common is folded letters, which nobody reads.
   *
   * @param avatar how far the avatars are from each other, null where unknown
   */
  static String words(Tie tie, @Nullable Integer avatar) {
    if (tie.kind() == Kind.AVATAR && avatar != null && avatar > 0) {
      return avatar <= Pdq.MATCH
          ? "Avatar alike, at distance %d of %d.".formatted(avatar, Pdq.BITS)
          : "Avatar alike, turned or mirrored.";
    }
    String words = tie.words().substring(0, 1).toUpperCase(Locale.ROOT) + tie.words().substring(1);
    if (!tie.kind().isNamed() || tie.kind() == Kind.NAME || tie.examples().isEmpty()) {
      return words + ".";
    }
    List<String> values = tie.examples().stream().limit(SHOWN_VALUES).map(Reasons::cut).toList();
    return words + ": " + String.join(", ", values) + ".";
  }

  private static String cut(String value) {
    return value.codePointCount(0, value.length()) <= VALUE_MOST
        ? value
        : value.substring(0, value.offsetByCodePoints(0, VALUE_MOST)) + "…";
  }

  /**
   * What speaks against. Who reported whom is never among it.
   *
   * @param person what is known of the account, or null
   * @param past its cases, or null
   */
  static List<String> against(
      Alike alike, @Nullable Person person, @Nullable Past past, Instant now) {
    List<String> against = new ArrayList<>(alike.against());
    if (past != null && past.cleared() > 0) {
      against.add(
          past.cleared() == 1
              ? "A person looked at it before and found nothing."
              : "People looked at it %d times before and found nothing.".formatted(past.cleared()));
    }
    if (person == null || person.handle().isEmpty()) {
      return against;
    }
    Duration age = Duration.between(person.createdAt(), now);
    if (age.compareTo(OLD) >= 0) {
      against.add("On the platform for %d years.".formatted(age.toDays() / 365));
    }
    if (person.following() >= MANY && has(alike, Kind.FOLLOWS)) {
      against.add(
          "Follows %s accounts: common acquaintances say little."
              .formatted(figure(person.following())));
    }
    if (person.followers() >= MANY) {
      against.add("Has %s followers.".formatted(figure(person.followers())));
    }
    long alikeThings =
        alike.ties().stream()
            .filter(tie -> tie.kind().conduct() && tie.kind() != Kind.TOGETHER)
            .mapToLong(Tie::shared)
            .sum();
    if (person.posts() >= POSTS_MANY && alikeThings < person.posts() * SHARE_LEAST) {
      against.add("Of its %s posts few are alike.".formatted(figure(person.posts())));
    }
    return against.size() > 10 ? against.subList(0, 10) : against;
  }

  private static boolean has(Alike alike, Kind kind) {
    return alike.ties().stream().anyMatch(tie -> tie.kind() == kind);
  }

  static String figure(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
