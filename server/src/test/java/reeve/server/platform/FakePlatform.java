package reeve.server.platform;

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
import org.jspecify.annotations.Nullable;

/** A platform in memory that obeys as the port demands, and fails when told to. */
public final class FakePlatform implements Platform {
  /** What goes wrong with the next order. */
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

  private final PlatformId id;
  private final Map<OrderId, Receipt> answers = new LinkedHashMap<>();
  private final List<Order> obeyed = new ArrayList<>();
  private final Map<AccountRef, Long> last = new HashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private int asked;

  public FakePlatform(PlatformId id) {
    this.id = id;
  }

  @Override
  public PlatformId id() {
    return id;
  }

  /** Lets the next orders go wrong, one fault each. */
  public synchronized void fail(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** The orders that were carried out, in that order, each once. */
  public synchronized List<Order> obeyed() {
    return List.copyOf(obeyed);
  }

  /** The orders on one account that were carried out. */
  public synchronized List<Order> obeyed(AccountRef account) {
    return obeyed.stream().filter(o -> o.account().equals(account)).toList();
  }

  /** How often an order came in, repeated ones too. */
  public synchronized int asked() {
    return asked;
  }

  /** As if the platform had obeyed up to that number before. */
  public synchronized void hasObeyed(AccountRef account, long number) {
    last.put(account, number);
  }

  @Override
  public synchronized Receipt carryOut(Order order) throws PlatformUnavailable {
    asked++;
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
    if (order.account().nativeId().startsWith("nobody")) {
      return new Receipt.Refused(Receipt.Refusal.NO_SUCH_ACCOUNT, "");
    }
    if (order.number() <= last.getOrDefault(order.account(), 0L)) {
      return new Receipt.Refused(Receipt.Refusal.SUPERSEDED, "");
    }
    last.put(order.account(), order.number());
    obeyed.add(order);
    return new Receipt.Done(Instant.parse("2026-11-23T12:00:00Z"));
  }

  @Override
  public Page read(@Nullable String after, int most) {
    return new Page(List.of(), after);
  }

  @Override
  public void awaitNews(Duration most) throws InterruptedException {
    Thread.sleep(most);
  }

  @Override
  public Optional<byte[]> media(String sha256) {
    return Optional.empty();
  }
}
