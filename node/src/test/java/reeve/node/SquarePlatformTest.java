package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;

class SquarePlatformTest {
  private static final AccountRef DAWN = new AccountRef(PlatformId.SQUARE, "4");

  private final SquarePlatform platform = new SquarePlatform();

  @Test
  void anAccountAndItsPostsCanBeAskedFor() throws Exception {
    platform.open(
        new Showing(
            """
            {"type":"capture","at":"2026-11-23T14:05:00.123Z","origin":"sample",
             "account":{"id":"4","handle":"dawn","createdAt":"2026-01-01T00:00:00Z",
               "state":"active","origin":"sample","followers":12},
             "recent":[{"id":"8","account":"4","at":"2026-11-23T14:00:00Z","text":"Join the dawn",
               "visibility":"unlisted","origin":"sample"}]}
            """));
    assertThat(platform.capture(List.of(DAWN)))
        .singleElement()
        .satisfies(capture -> {
          assertThat(capture.meta().at()).isEqualTo(Instant.parse("2026-11-23T14:05:00.123Z"));
          assertThat(capture.profile().account()).isEqualTo(DAWN);
          assertThat(capture.profile().followers()).isEqualTo(12);
          assertThat(capture.recent())
              .extracting(post -> post.text())
              .containsExactly("Join the dawn");
        });
  }

  @Test
  void whatIsNoCaptureIsNotTakenForOne() {
    platform.open(new Showing("{\"type\":\"follow\"}"));
    assertThatThrownBy(() -> platform.capture(List.of(DAWN)))
        .isInstanceOf(PlatformUnavailable.class);
  }

  @Test
  void nothingIsShownBeforeTheSquareStands() {
    assertThatThrownBy(() -> platform.capture(List.of(DAWN)))
        .isInstanceOf(PlatformUnavailable.class)
        .hasMessageContaining("starting");
  }

  @Test
  void theSquareIsToldWhoReadHowFarAndShowsWhatItLetGo() throws Exception {
    var square = new Showing("");
    platform.open(square);
    platform.readersAt(
        List.of(new Platform.Reader("intake", "1-5-7"), new Platform.Reader("watch", null)));
    assertThat(square.told)
        .containsExactly(
            new SquareDoor.Reader("intake", "1-5-7"), new SquareDoor.Reader("watch", null));
    assertThat(platform.streamRuns(3))
        .containsExactly(new Platform.StreamRun(Instant.EPOCH, 3, "for: watch"));
  }

  /** A square that shows one account, and does nothing else. */
  private record Showing(String capture, List<Reader> told) implements SquareDoor {
    Showing(String capture) {
      this(capture, new ArrayList<>());
    }

    @Override
    public void readersAt(List<Reader> readers) {
      told.addAll(readers);
    }

    @Override
    public List<OutboxRun> outboxRuns(int most) {
      return List.of(new OutboxRun(Instant.EPOCH, most, "for: watch"));
    }

    @Override
    public List<String> capture(List<String> accounts) {
      return accounts.equals(List.of("4")) ? List.of(capture) : List.of();
    }

    @Override
    public Page read(@Nullable String after, int most) {
      return new Page(List.of(), after);
    }

    @Override
    public void awaitNews(Duration most) {}

    @Override
    public SquareReceipt obey(SquareOrder order) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<SquareReceipt> obeyAll(List<SquareOrder> orders) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> media(String sha256) {
      return Optional.empty();
    }

    @Override
    public List<PictureRun> pictureRuns(int most) {
      return List.of();
    }

    @Override
    public Optional<String> accountNamed(String handle) {
      return Optional.empty();
    }
  }
}
