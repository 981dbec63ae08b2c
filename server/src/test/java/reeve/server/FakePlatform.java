package reeve.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
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
  private final Map<AccountRef, Long> last = new HashMap<>();
  private final Map<OrderId, Receipt> answers = new HashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Map<AccountRef, Event.Captured> shown = new HashMap<>();
  private final Map<AccountRef, String> files = new HashMap<>();
  private volatile boolean down;

  /** What goes wrong with one order. */
  public enum Fault {
    /** It never arrives. */
    LOST,
    /** It is carried out, and the answer is lost. */
    ANSWER_LOST,
    /** It is carried out, and the caller dies. */
    CALLER_DIES,
    /** The connector has a bug. */
    BUG
  }

  /** Stands for the death of the process that called. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Lets the next orders go wrong, one fault each. */
  public synchronized void fail(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** As if orders up to that number had been carried out on the account. */
  public synchronized void hasObeyed(AccountRef account, long number) {
    last.put(account, number);
  }

  /** An account that the platform says it does not have. */
  public AccountRef nobody() {
    return new AccountRef(id(), "nobody-" + newId());
  }

  @Override
  public PlatformId id() {
    return PlatformId.SQUARE;
  }

  /** An account that no other test uses. */
  public AccountRef newAccount() {
    return new AccountRef(id(), newId());
  }

  /** A post that the platform says it does not have. */
  public String gonePost() {
    return "gone-" + newId();
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

  /** The orders on an account, in the order in which they were carried out, each once. */
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
    @Nullable Fault fault = faults.poll();
    if (fault == Fault.LOST) {
      throw new PlatformUnavailable("The square did not answer.", new RuntimeException("lost"));
    }
    if (fault == Fault.BUG) {
      throw new IllegalStateException("a bug of the connector");
    }
    Receipt receipt = answers.computeIfAbsent(order.id(), _ -> obey(order));
    if (fault == Fault.ANSWER_LOST) {
      throw new PlatformUnavailable("The answer was lost.", new RuntimeException("lost"));
    }
    if (fault == Fault.CALLER_DIES) {
      throw new Death();
    }
    return receipt;
  }

  private Receipt obey(Order order) {
    if (order.account().nativeId().startsWith("nobody-")) {
      return new Receipt.Refused(Receipt.Refusal.NO_SUCH_ACCOUNT, "");
    }
    if (order.number() <= last.getOrDefault(order.account(), 0L)) {
      return new Receipt.Refused(Receipt.Refusal.SUPERSEDED, "");
    }
    if (order.action() instanceof Action.RemovePosts remove
        && remove.posts().stream().anyMatch(it -> it.nativeId().startsWith("gone-"))) {
      return new Receipt.Refused(Receipt.Refusal.NO_SUCH_POST, "");
    }
    last.put(order.account(), order.number());
    orders.put(order.id(), order);
    if (order.action() instanceof Action.HandOver asked) {
      String file = files.get(order.account());
      return new Receipt.HandedOver(
          Instant.now(), file == null ? file(order.account(), asked.categories()) : file);
    }
    return new Receipt.Done(Instant.now());
  }

  private static String file(AccountRef account, Set<Action.Category> asked) {
    String subscriber =
        asked.contains(Action.Category.SUBSCRIBER)
            ? ",\"subscriber\":{\"mail\":\"ada@example.org\"}"
            : "";
    return "{\"format\":\"reeve-hand-over/1\",\"account\":\"%s\"%s}"
        .formatted(account.nativeId(), subscriber);
  }

  /** From now on this is what is handed over of the account, whatever is asked for. */
  public synchronized void handsOver(AccountRef account, String file) {
    files.put(account, file);
  }

  @Override
  public synchronized Optional<byte[]> media(String sha256) throws PlatformUnavailable {
    refuseIfDown();
    return Optional.ofNullable(media.get(sha256));
  }

  /** The account {@code n} is mentioned as {@code hn}. */
  @Override
  public Optional<AccountRef> named(String handle) throws PlatformUnavailable {
    refuseIfDown();
    return handle.matches("h\\d+")
        ? Optional.of(new AccountRef(id(), handle.substring(1)))
        : Optional.empty();
  }

  /** From now on the account looks like this. */
  public synchronized void show(Event.Captured capture) {
    shown.put(capture.profile().account(), capture);
  }

  @Override
  public synchronized List<Event.Captured> capture(List<AccountRef> accounts)
      throws PlatformUnavailable {
    refuseIfDown();
    return accounts.stream().flatMap(it -> Optional.ofNullable(shown.get(it)).stream()).toList();
  }

  @Override
  public List<StreamRun> streamRuns(int most) throws PlatformUnavailable {
    refuseIfDown();
    return List.of(new StreamRun(Instant.EPOCH, 12_345, "Events stay for: a reader"));
  }

  private void refuseIfDown() throws PlatformUnavailable {
    if (down) {
      throw new PlatformUnavailable("down", new IllegalStateException("a test said so"));
    }
  }
}
