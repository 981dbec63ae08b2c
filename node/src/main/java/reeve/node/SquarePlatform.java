package reeve.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Order;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Receipt;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareReceipt;

/**
 * The embedded square as a platform of the moderation server. Both start side by side, so the door
 * opens when the square stands; until then the platform is unavailable.
 */
final class SquarePlatform implements Platform {
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final CompletableFuture<SquareDoor> door = new CompletableFuture<>();
  private final SquareEvents events = new SquareEvents();

  /** Intake and the watch follow the stream, each with a cursor of its own. */
  private final RecentPages pages = new RecentPages(InstantSource.system());

  /** Tells that the square stands. */
  void open(SquareDoor opened) {
    door.complete(opened);
  }

  @Override
  public PlatformId id() {
    return PlatformId.SQUARE;
  }

  @Override
  public Page read(@Nullable String after, int most) throws PlatformUnavailable {
    return pages.read(after, most, this::readAnew);
  }

  private Page readAnew(@Nullable String after, int most) throws PlatformUnavailable {
    SquareDoor square = door();
    try {
      SquareDoor.Page page = square.read(after, most);
      return new Page(page.events().stream().map(events::event).toList(), page.next());
    } catch (RuntimeException e) {
      throw new PlatformUnavailable("the square's events could not be read", e);
    }
  }

  @Override
  public void awaitNews(Duration most) throws InterruptedException {
    try {
      door.get(most.toMillis(), TimeUnit.MILLISECONDS).awaitNews(most);
    } catch (TimeoutException e) {
      // Not open yet: the caller asks again.
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void readersAt(List<Reader> readers) throws PlatformUnavailable {
    SquareDoor square = door();
    try {
      square.readersAt(
          readers.stream()
              .map(reader -> new SquareDoor.Reader(reader.name(), reader.cursor()))
              .toList());
    } catch (RuntimeException e) {
      throw new PlatformUnavailable("the square could not be told who read how far", e);
    }
  }

  @Override
  public List<StreamRun> streamRuns(int most) throws PlatformUnavailable {
    SquareDoor square = door();
    try {
      return square.outboxRuns(most).stream()
          .map(run -> new StreamRun(run.at(), run.removed(), run.trouble()))
          .toList();
    } catch (RuntimeException e) {
      throw new PlatformUnavailable("the square's runs could not be read", e);
    }
  }

  @Override
  public Receipt carryOut(Order order) throws PlatformUnavailable {
    SquareDoor square = door();
    try {
      return SquareOrders.receipt(square.obey(SquareOrders.order(order)));
    } catch (RuntimeException e) {
      throw new PlatformUnavailable("it is not known whether the square obeyed", e);
    }
  }

  /** All in one transaction of the square, or none. */
  @Override
  public Carried carryOutAll(List<Order> orders) {
    try {
      List<SquareReceipt> receipts =
          door().obeyAll(orders.stream().map(SquareOrders::order).toList());
      return new Carried(receipts.stream().map(SquareOrders::receipt).toList(), null);
    } catch (PlatformUnavailable e) {
      return new Carried(List.of(), e);
    } catch (RuntimeException e) {
      return new Carried(
          List.of(), new PlatformUnavailable("it is not known whether the square obeyed", e));
    }
  }

  @Override
  public Optional<byte[]> media(String sha256) throws PlatformUnavailable {
    SquareDoor square = door();
    try {
      return square.media(sha256);
    } catch (RuntimeException e) {
      throw new PlatformUnavailable("the square's picture could not be read", e);
    }
  }

  @Override
  public List<PictureRun> pictureRuns(int most) throws PlatformUnavailable {
    SquareDoor square = door();
    try {
      return square.pictureRuns(most).stream()
          .map(run ->
              new PictureRun(run.at(), run.unused(), run.removed(), run.bytes(), run.trouble()))
          .toList();
    } catch (RuntimeException e) {
      throw new PlatformUnavailable("the square's runs could not be read", e);
    }
  }

  @Override
  public Optional<AccountRef> named(String handle) throws PlatformUnavailable {
    SquareDoor square = door();
    try {
      return square.accountNamed(handle).map(id -> new AccountRef(id(), id));
    } catch (RuntimeException e) {
      throw new PlatformUnavailable("the square's accounts could not be read", e);
    }
  }

  @Override
  public List<Event.Captured> capture(List<AccountRef> accounts) throws PlatformUnavailable {
    SquareDoor square = door();
    try {
      return square.capture(accounts.stream().map(AccountRef::nativeId).toList()).stream()
          .map(events::captured)
          .toList();
    } catch (RuntimeException e) {
      throw new PlatformUnavailable("the square's accounts could not be read", e);
    }
  }

  private SquareDoor door() throws PlatformUnavailable {
    try {
      return door.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new PlatformUnavailable("the square is still starting", e);
    } catch (ExecutionException e) {
      throw new PlatformUnavailable("the square did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformUnavailable("interrupted while waiting for the square", e);
    }
  }
}
