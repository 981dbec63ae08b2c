package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Person;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.door.SquareReceipt.Done;
import reeve.square.door.SquareReceipt.Refused;
import reeve.square.letters.Letters;

/** Many orders in one transaction do what each would have done alone. */
@Tag("sql")
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

  @Test
  void anOrderThatIsRefusedHarmsNoneBesideItAndUsesUpNoNumber() {
    var person = TOWN.person("refused");
    var other = TOWN.person("beside");
    String mine = TOWN.post(person, "mine").id().toString();
    String theirs = TOWN.post(other, "theirs").id().toString();
    String id = person.id().toString();
    var receipts =
        DOOR.obeyAll(
            List.of(
                order(id, 1, letter("H-" + id)),
                order(id, 2, new SquareAction.RemovePosts(List.of(mine, theirs))),
                order(other.id().toString(), 1, new SquareAction.Suspend(null)),
                order(id, 2, new SquareAction.RemovePosts(List.of(mine))),
                order(id, 3, new SquareAction.Suspend(null))));
    assertThat(receipts.get(1))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(SquareReceipt.Why.NO_SUCH_POST));
    assertThat(receipts).filteredOn(Done.class::isInstance).hasSize(4);
    assertThat(taken(person.id().value())).isEqualTo(2);
    assertThat(taken(other.id().value())).isOne();
  }

  @Test
  void anOrderThatCannotBeStoredLeavesNothingOfItsBatchAndTheOthersGoThroughAlone() {
    var person = TOWN.person("poisoned");
    String id = person.id().toString();
    var good = order(id, 1, new SquareAction.Suspend(null));
    var bad =
        order(
            TOWN.person("poison").id().toString(),
            1,
            new SquareAction.Deliver("P-" + id, true, "Half\0", "Why", "D-" + id, null));
    assertThatThrownBy(() -> DOOR.obeyAll(List.of(good, bad))).isInstanceOf(Exception.class);
    assertThat(taken(person.id().value())).isZero();
    assertThatThrownBy(() -> DOOR.obeyAll(List.of(bad))).isInstanceOf(Exception.class);
    assertThat(DOOR.obeyAll(List.of(good))).singleElement().isInstanceOf(Done.class);
    assertThat(taken(person.id().value())).isOne();
  }

  @Test
  void batchesThatNameTheSameAccountsAtTheSameTimeObeyEachOrderOnce() throws Exception {
    var people = Stream.generate(() -> TOWN.person("crossed")).limit(20).toList();
    var orders = new ArrayList<SquareOrder>();
    for (var person : people) {
      orders.add(order(person.id().toString(), 1, new SquareAction.Suspend(null)));
      orders.add(order(person.id().toString(), 2, letter("X-" + person.id())));
    }
    var backwards =
        people.reversed().stream()
            .flatMap(
                person -> orders.stream().filter(o -> o.account().equals(person.id().toString())))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var both =
          threads.invokeAll(
              List.<Callable<List<SquareReceipt>>>of(
                  () -> DOOR.obeyAll(orders), () -> DOOR.obeyAll(backwards)));
      for (var receipts : both) {
        assertThat(receipts.get()).hasSize(40).allMatch(Done.class::isInstance);
      }
    }
    for (var person : people) {
      assertThat(taken(person.id().value())).isOne();
      assertThat(TOWN.bean(Letters.class).of(person.id())).hasSize(1);
    }
  }

  @Test
  void anyOrdersTogetherGiveWhatTheyGiveOneByOne() {
    for (int seed = 0; seed < 25; seed++) {
      var together = twins(seed);
      var alone = twins(seed);
      var receipts = DOOR.obeyAll(together.orders());
      var expected = alone.orders().stream().map(DOOR::obey).toList();
      assertThat(receipts.stream().map(BatchIT::kind).toList())
          .as("seed %d", seed)
          .isEqualTo(expected.stream().map(BatchIT::kind).toList());
      assertThat(standing(together)).as("seed %d", seed).isEqualTo(standing(alone));
    }
  }

  /** Orders drawn from a seed on three people with a post each. */
  private record Twins(List<Person> people, List<SquareOrder> orders) {}

  private static Twins twins(int seed) {
    var random = new Random(seed);
    var people = List.of(TOWN.person("twin"), TOWN.person("twin"), TOWN.person("twin"));
    var posts = people.stream().map(person -> TOWN.post(person, "x").id().toString()).toList();
    var orders = new ArrayList<SquareOrder>();
    for (int i = 0; i < 14; i++) {
      int who = random.nextInt(3);
      int number = i / 3 + random.nextInt(3);
      Instant until = Instant.parse("2030-01-01T00:00:00Z");
      SquareAction action =
          switch (random.nextInt(8)) {
            case 0, 1 -> new SquareAction.Suspend(null);
            case 2 -> new SquareAction.Suspend(until);
            case 3 -> new SquareAction.Limit(until);
            case 4 -> new SquareAction.RemovePosts(List.of(posts.get(random.nextInt(3))));
            case 5 ->
                new SquareAction.Reinstate(
                    orders.stream().map(SquareOrder::id).limit(random.nextInt(5)).toList());
            default -> letter("T-" + UUID.randomUUID());
          };
      orders.add(
          i > 0 && random.nextInt(6) == 0
              ? orders.get(random.nextInt(i))
              : order(people.get(who).id().toString(), number, action));
    }
    return new Twins(people, orders);
  }

  private static String kind(SquareReceipt receipt) {
    return switch (receipt) {
      case Done done -> "done";
      case SquareReceipt.HandedOver handed -> "handed over";
      case Refused refused -> refused.why().name();
    };
  }

  /** How the people stand afterwards, and what is kept of it. */
  private static List<String> standing(Twins twins) {
    return twins.people().stream()
        .map(person ->
            TOWN.jdbc()
                .sql(
                    """
                    select concat_ws(' ', a.last_order, a.suspended_until, a.limited_until,
                      (select count(*) from letters l where l.account_id = a.id),
                      (select count(*) from posts p where p.account_id = a.id and p.removed_at is null),
                      (select string_agg(part || coalesce(until::text, '') || (undone_at is null), ','
                        order by part, until, undone_at is null) from taken t where t.account_id = a.id),
                      (select string_agg(number || action, ',' order by number) from obeyed o
                        where o.account_id = a.id),
                      (select count(*) from banned_mail b where b.account_id = a.id))
                    from accounts a where a.id = ?
                    """)
                .params(person.id().value())
                .query(String.class)
                .single())
        .toList();
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
