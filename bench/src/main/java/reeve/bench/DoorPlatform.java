package reeve.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Receipt;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;

/** The square as a platform, as far as a takedown needs it: suspensions and statements. */
record DoorPlatform(SquareDoor door) implements Platform {
  @Override
  public PlatformId id() {
    return PlatformId.SQUARE;
  }

  /** Nothing is taken in while orders are measured. */
  @Override
  public Page read(@Nullable String after, int most) {
    return new Page(List.of(), after);
  }

  @Override
  public void awaitNews(Duration most) throws InterruptedException {
    Thread.sleep(most);
  }

  @Override
  public Receipt carryOut(Order order) throws PlatformUnavailable {
    Carried carried = carryOutAll(List.of(order));
    PlatformUnavailable stopped = carried.stopped();
    if (stopped != null) {
      throw stopped;
    }
    return carried.receipts().getFirst();
  }

  @Override
  public Carried carryOutAll(List<Order> orders) {
    try {
      List<Receipt> receipts = new ArrayList<>(orders.size());
      door.obeyAll(orders.stream().map(DoorPlatform::order).toList())
          .forEach(receipt -> receipts.add(receipt(receipt)));
      return new Carried(receipts, null);
    } catch (RuntimeException e) {
      return new Carried(
          List.of(), new PlatformUnavailable("it is not known whether the square obeyed", e));
    }
  }

  @Override
  public Optional<byte[]> media(String sha256) {
    return door.media(sha256);
  }

  private static SquareOrder order(Order order) {
    SquareAction action =
        switch (order.action()) {
          case Action.Suspend suspend -> new SquareAction.Suspend(suspend.until());
          case Action.DeliverStatement statement ->
              new SquareAction.Deliver(
                  statement.letter().id(),
                  true,
                  statement.letter().title(),
                  statement.letter().body(),
                  statement.letter().decision(),
                  statement.letter().appealUntil());
          case Action other ->
              throw new IllegalArgumentException("no part of a takedown: " + other);
        };
    return new SquareOrder(order.id().value(), order.account().nativeId(), order.number(), action);
  }

  private static Receipt receipt(SquareReceipt receipt) {
    return switch (receipt) {
      case SquareReceipt.Done done -> new Receipt.Done(done.at());
      case SquareReceipt.HandedOver handed -> new Receipt.HandedOver(handed.at(), handed.file());
      case SquareReceipt.Refused refused ->
          new Receipt.Refused(Receipt.Refusal.valueOf(refused.why().name()), refused.detail());
    };
  }
}
