package reeve.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Order;
import reeve.server.platform.OrderId;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Receipt;

/** A square without a square: gives the events that a test puts in, and keeps the orders. */
public final class FakePlatform implements Platform {
  private final AtomicLong ids = new AtomicLong(1000);
  private final List<Event> events = new ArrayList<>();
  private final Map<OrderId, Order> orders = new LinkedHashMap<>();
  private final Map<String, byte[]> media = new HashMap<>();
  private volatile boolean down;

  @Override
  public PlatformId id() {
    return PlatformId.SQUARE;
  }

  /** An account that no other test uses. */
  public AccountRef newAccount() {
    return new AccountRef(id(), newId());
  }

  public String newId() {
    return Long.toString(ids.incrementAndGet());
  }

  /** Meta data of the next event. */
  public synchronized Event.Meta meta(Instant at, reeve.server.platform.Origin origin) {
    return new Event.Meta(id(), newId(), at, origin);
  }

  public synchronized void give(Event event) {
    events.add(event);
  }

  public synchronized void give(String sha256, byte[] bytes) {
    media.put(sha256, bytes);
  }

  /** From now on every call fails, or no longer. */
  public void setDown(boolean down) {
    this.down = down;
  }

  /** The orders on an account, in the order in which they arrived. */
  public synchronized List<Order> ordersOn(AccountRef account) {
    return orders.values().stream().filter(order -> order.account().equals(account)).toList();
  }

  @Override
  public synchronized Page read(@Nullable String after, int most) throws PlatformUnavailable {
    refuseIfDown();
    int from = after == null ? 0 : Integer.parseInt(after);
    int to = Math.min(events.size(), from + most);
    return new Page(events.subList(from, to), Integer.toString(to));
  }

  @Override
  public void awaitNews(Duration most) {}

  @Override
  public synchronized Receipt carryOut(Order order) throws PlatformUnavailable {
    refuseIfDown();
    orders.putIfAbsent(order.id(), order);
    return new Receipt.Done(Instant.now());
  }

  @Override
  public synchronized Optional<byte[]> media(String sha256) throws PlatformUnavailable {
    refuseIfDown();
    return Optional.ofNullable(media.get(sha256));
  }

  private void refuseIfDown() throws PlatformUnavailable {
    if (down) {
      throw new PlatformUnavailable("down", new IllegalStateException("a test said so"));
    }
  }
}
