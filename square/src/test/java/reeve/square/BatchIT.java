package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.door.SquareReceipt.Done;
import reeve.square.door.SquareReceipt.Refused;
import reeve.square.letters.Letters;

/** Many orders in one transaction do what each would have done alone. */
class BatchIT {
  private static final Town TOWN = Town.SHARED;
  private static final SquareDoor DOOR = TOWN.bean(SquareDoor.class);

  @Test
  void eachOfManyAccountsIsSuspendedToldAndAnnounced() {
    var orders = new ArrayList<SquareOrder>();
    var people = List.of(TOWN.person("m"), TOWN.person("m"), TOWN.person("m"));
    people.forEach(person -> {
      TOWN.post(person, "seen until now");
      orders.add(order(person.id().toString(), 1, new SquareAction.Suspend(null)));
      orders.add(order(person.id().toString(), 2, letter("B-" + person.id())));
    });
    var events =
        TOWN.eventsOf(
            () -> assertThat(DOOR.obeyAll(orders)).hasSize(6).allMatch(Done.class::isInstance));
    assertThat(events)
        .hasSize(3)
        .allSatisfy(event -> {
          assertThat(event.get("type").asString()).isEqualTo("account_updated");
          assertThat(event.get("account").get("state").asString()).isEqualTo("suspended");
        });
    people.forEach(person -> {
      assertThat(TOWN.bean(Letters.class).of(person.id())).hasSize(1);
      assertThat(taken(person.id().value())).isOne();
    });
  }

  @Test
  void theSameBatchAgainGivesTheSameAnswersAndDoesNothing() {
    var person = TOWN.person("again");
    var orders =
        List.of(
            order(person.id().toString(), 1, new SquareAction.Suspend(null)),
            order(person.id().toString(), 2, letter("A-" + person.id())));
    List<SquareReceipt> first = DOOR.obeyAll(orders);
    assertThat(DOOR.obeyAll(orders)).isEqualTo(first);
    assertThat(taken(person.id().value())).isOne();
  }

  @Test
  void ordersOfOneAccountAreObeyedInTheirOrderWhateverStandsBetween() {
    var person = TOWN.person("order");
    var suspend = order(person.id().toString(), 1, new SquareAction.Suspend(null));
    var receipts =
        DOOR.obeyAll(
            List.of(
                suspend,
                order(person.id().toString(), 2, new SquareAction.Reinstate(List.of(suspend.id()))),
                order(person.id().toString(), 2, new SquareAction.Warn()),
                order("99", 1, new SquareAction.Suspend(null)),
                order("nobody", 1, new SquareAction.Warn())));
    assertThat(receipts.subList(0, 2)).allMatch(Done.class::isInstance);
    assertThat(receipts.subList(2, 5))
        .extracting(receipt -> ((Refused) receipt).why())
        .containsExactly(
            SquareReceipt.Why.SUPERSEDED,
            SquareReceipt.Why.NO_SUCH_ACCOUNT,
            SquareReceipt.Why.NO_SUCH_ACCOUNT);
    assertThat(taken(person.id().value())).isZero();
  }

  private static SquareOrder order(String account, long number, SquareAction action) {
    return new SquareOrder(UUID.randomUUID(), account, number, action);
  }

  private static SquareAction letter(String id) {
    return new SquareAction.Deliver(id, true, "Suspended", "Why", "D-" + id, null);
  }

  private static long taken(long account) {
    return TOWN.jdbc()
        .sql("select count(*) from taken where account_id = ? and undone_at is null")
        .params(account)
        .query(Long.class)
        .single();
  }
}
