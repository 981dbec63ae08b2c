package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.Platform.Page;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;

class RecentPagesTest {
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private final RecentPages pages = new RecentPages(() -> now);
  private final List<String> asked = new ArrayList<>();

  /** A stream of events numbered from 1, of which so many are there. */
  private int there = 10;

  private Page read(@Nullable String after, int most) throws PlatformUnavailable {
    return pages.read(
        after,
        most,
        (from, n) -> {
          asked.add(from + " " + n);
          int first = Integer.parseInt(Objects.requireNonNullElse(from, "0"));
          List<Event> events = new ArrayList<>();
          for (int i = first + 1; i <= Math.min(there, first + n); i++) {
            events.add(
                new Event.Unreadable(
                    new Event.Meta(PlatformId.SQUARE, "" + i, now, Origin.LIVE), "?", "?"));
          }
          return new Page(events, "" + (first + events.size()));
        });
  }

  @Test
  void aSecondReaderGetsWhatTheFirstReadAndWhateverCameAfter() throws PlatformUnavailable {
    List<Event> all = new ArrayList<>(read("0", 2).events());
    all.addAll(read("2", 3).events());
    all.addAll(read("5", 4).events());
    assertThat(read("0", 9)).isEqualTo(new Page(all, "9"));
    assertThat(asked).containsExactly("0 2", "2 3", "5 4");
    assertThat(read("0", 100).events()).hasSize(10).startsWith(all.toArray(Event[]::new));
    assertThat(asked).endsWith("9 91");
  }

  @Test
  void aReaderThatAsksForLessGetsNoMore() throws PlatformUnavailable {
    read("0", 5);
    assertThat(read("0", 3).events()).hasSize(3);
  }

  @Test
  void theEndIsAskedForEachTime() throws PlatformUnavailable {
    assertThat(read("10", 5).events()).isEmpty();
    there = 11;
    assertThat(read("10", 5).events()).hasSize(1);
  }

  @Test
  void whatIsOldIsReadAnew() throws PlatformUnavailable {
    read("0", 5);
    now = now.plus(RecentPages.KEPT).plus(Duration.ofMillis(1));
    read("0", 5);
    assertThat(asked).containsExactly("0 5", "0 5");
  }

  @Test
  void noMoreIsHeldThanAllowed() throws PlatformUnavailable {
    there = 4 * RecentPages.EVENTS;
    read("0", RecentPages.EVENTS);
    read("" + RecentPages.EVENTS, RecentPages.EVENTS);
    read("0", RecentPages.EVENTS);
    assertThat(asked).hasSize(3).endsWith("0 " + RecentPages.EVENTS);
  }

  @Test
  void aFailureIsNotKept() throws PlatformUnavailable {
    assertThatThrownBy(() ->
            pages.read(
                "0",
                5,
                (_, _) -> {
                  throw new PlatformUnavailable("away", new IllegalStateException());
                }))
        .isInstanceOf(PlatformUnavailable.class);
    assertThat(read("0", 5).events()).hasSize(5);
  }
}
