package reeve.server.watch;

import org.springframework.context.ApplicationContext;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformUnavailable;

/** Follows a platform's stream and decisions into the event log when a test says so. */
public final class TestStream {
  private final ApplicationContext context;

  public TestStream(ApplicationContext context) {
    this.context = context;
  }

  /** To the end of what the platform has now. */
  public void follow(Platform platform) {
    Followers followers = context.getBean(Followers.class);
    Journal journal = context.getBean(Journal.class);
    try {
      while (followers.follow(platform, journal.log().orElseThrow(), () -> {}) > 0) {
        // Until there is no more.
      }
    } catch (PlatformUnavailable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes decisions in that can be withdrawn no more. */
  public void rulings() {
    RulingFollower rulings = context.getBean(RulingFollower.class);
    while (rulings.follow(context.getBean(Journal.class).log().orElseThrow(), () -> {})) {
      // Until there are no more.
    }
  }

  /** The offset behind the last event of the log. */
  public long end() {
    return context.getBean(Journal.class).log().orElseThrow().end();
  }
}
