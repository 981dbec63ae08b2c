package reeve.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;

/** Events as the square would give them. */
public final class TestEvents {
  private static final AtomicLong NUMBER = new AtomicLong(1_000_000);
  private final InstantSource clock;
  private final PlatformId platform;

  public TestEvents(InstantSource clock) {
    this(clock, PlatformId.SQUARE);
  }

  public TestEvents(InstantSource clock, PlatformId platform) {
    this.clock = clock;
    this.platform = platform;
  }

  public AccountRef someone() {
    return new AccountRef(platform, "a" + NUMBER.incrementAndGet());
  }

  public Event.Meta meta() {
    return new Event.Meta(platform, "p" + NUMBER.incrementAndGet(), clock.instant(), Origin.LIVE);
  }

  public Profile profile(AccountRef account, String handle) {
    return new Profile(
        account,
        handle,
        "Ada of the Square",
        "Fishing, rivers and the weather.",
        "Riverside",
        List.of(new Profile.Field("Web", "https://example.org")),
        null,
        clock.instant().minus(Duration.ofDays(400)),
        Profile.State.ACTIVE,
        Origin.LIVE,
        120,
        80,
        900,
        null);
  }

  public Post post(AccountRef author, String text, AccountRef... mentions) {
    return new Post(
        new PostRef(platform, "s" + NUMBER.incrementAndGet()),
        author,
        clock.instant().minus(Duration.ofHours(1)),
        text,
        "en",
        Post.Visibility.PUBLIC,
        Origin.LIVE,
        null,
        List.of(mentions),
        List.of());
  }

  public Event.Captured capture(AccountRef account, Post... recent) {
    return new Event.Captured(meta(), profile(account, "h-" + account.nativeId()), List.of(recent));
  }

  /** A report by somebody who joined long ago, each at a day of their own. */
  public Event.ReportFiled report(AccountRef by, AccountRef subject, String rule, Post... posts) {
    long days = 100L + Math.floorMod(by.nativeId().hashCode(), 3000);
    return report(by, clock.instant().minus(Duration.ofDays(days)), subject, rule, posts);
  }

  public Event.ReportFiled report(
      AccountRef by, Instant since, AccountRef subject, String rule, Post... posts) {
    return new Event.ReportFiled(
        meta(),
        "r" + NUMBER.incrementAndGet(),
        by,
        since,
        subject,
        List.of(posts),
        Event.Category.VIOLATION,
        rule.isEmpty() ? Set.of() : Set.of(rule),
        "Please look at this.",
        120);
  }

  public Event.PostDeleted deletion(Post post) {
    return new Event.PostDeleted(meta(), post.post(), post.author());
  }
}
