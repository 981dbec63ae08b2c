package reeve.server.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Event;
import reeve.server.platform.Order;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Receipt;

/** A stream in memory whose reading can be made to fail. */
final class StubbornPlatform implements Platform {
  private final PlatformId id;
  private final List<Event> events = new ArrayList<>();
  private final List<Reader> told = new ArrayList<>();
  private boolean down;

  StubbornPlatform(String id) {
    this.id = new PlatformId(id);
  }

  void give(Event... more) {
    events.addAll(List.of(more));
  }

  void replace(int place, Event by) {
    events.set(place, by);
  }

  void setDown(boolean down) {
    this.down = down;
  }

  /** Who reads, and where, as it was told last. */
  List<Reader> told() {
    return List.copyOf(told);
  }

  @Override
  public void readersAt(List<Reader> readers) throws PlatformUnavailable {
    if (down) {
      throw new PlatformUnavailable("It sleeps.", new IllegalStateException("a test said so"));
    }
    told.clear();
    told.addAll(readers);
  }

  @Override
  public PlatformId id() {
    return id;
  }

  @Override
  public Page read(@Nullable String after, int most) throws PlatformUnavailable {
    if (down) {
      throw new PlatformUnavailable("It sleeps.", new IllegalStateException("a test said so"));
    }
    int from = after == null ? 0 : Integer.parseInt(after);
    int to = Math.min(events.size(), from + most);
    return new Page(events.subList(from, to), to == 0 ? null : Integer.toString(to));
  }

  @Override
  public void awaitNews(Duration most) {}

  @Override
  public Receipt carryOut(Order order) {
    return new Receipt.Refused(Receipt.Refusal.NOT_SUPPORTED, "");
  }

  @Override
  public Optional<byte[]> media(String sha256) {
    return Optional.empty();
  }
}
