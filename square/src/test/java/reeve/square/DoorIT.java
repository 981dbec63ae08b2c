package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reeve.postgres.Schema;
import reeve.square.base.Digests;
import reeve.square.base.Visibility;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareAction.Suspend;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.door.SquareReceipt.Done;
import reeve.square.door.SquareReceipt.Refused;
import reeve.square.letters.Letters;
import reeve.square.letters.OneTimeLinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What whoever moderates sees through the door. */
@Tag("sql")
class DoorIT {
  private static final Town TOWN = Town.SHARED;
  private static final SquareDoor DOOR = TOWN.bean(SquareDoor.class);

  @Test
  void anEventThatCommitsLateIsGivenLateAndNeverSkipped() throws Exception {
    String from = Town.end(DOOR);
    try (Connection late = writer();
        Connection early = writer()) {
      insert(late, "{\"n\":\"late\"}");
      insert(early, "{\"n\":\"early\"}");
      early.commit();
      var page = DOOR.read(from, 100);
      assertThat(page.events()).as("nothing passes a writer that is still at work").isEmpty();
      assertThat(page.next()).isEqualTo(from);
      late.commit();
    }
    var page = DOOR.read(from, 100);
    assertThat(page.events())
        .extracting(e -> e.json())
        .containsExactly("{\"n\":\"late\"}", "{\"n\":\"early\"}");
    assertThat(DOOR.read(page.next(), 100).events()).isEmpty();
  }

  @Test
  void readingInSmallPagesGivesEachEventOnceWhileManyWrite() throws Exception {
    String from = Town.end(DOOR);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      int writer = i;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (Connection connection = writer()) {
                  for (int n = 0; n < 50; n++) {
                    insert(connection, "{\"w\":" + writer + ",\"n\":" + n + "}");
                    if (n % 3 == 0) {
                      connection.commit();
                    }
                  }
                  connection.commit();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    var seen = new ArrayList<String>();
    String at = from;
    while (seen.size() < 200) {
      var page = DOOR.read(at, 7);
      page.events().forEach(event -> seen.add(event.json()));
      at = page.next();
      if (page.events().isEmpty()) {
        DOOR.awaitNews(Duration.ofMillis(5));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(DOOR.read(at, 7).events()).isEmpty();
    assertThat(seen).doesNotHaveDuplicates().hasSize(200);
  }

  @Test
  void aCopyInAnotherClusterGoesOnAfterWhatWasThere() throws Exception {
    String from = Town.end(DOOR);
    try (Connection owner = owner()) {
      // As if restored from a cluster whose transaction ids were far ahead of this one's.
      owner
          .createStatement()
          .execute(
              "insert into square.outbox (epoch, tx, body) values (1, '9000000000', '{\"n\":\"old\"}')");
      owner.createStatement().execute("insert into square.outbox_epochs values (2, 'this one')");
    }
    try {
      var page = DOOR.read(from, 10);
      assertThat(page.events()).extracting(e -> e.json()).containsExactly("{\"n\":\"old\"}");
      try (Connection writer = writer()) {
        insert(writer, "{\"n\":\"new\"}");
        writer.commit();
      }
      assertThat(DOOR.read(page.next(), 10).events())
          .extracting(e -> e.json())
          .containsExactly("{\"n\":\"new\"}");
    } finally {
      try (Connection owner = owner()) {
        owner
            .createStatement()
            .execute("delete from square.outbox where epoch = 2 or tx = '9000000000'");
        owner.createStatement().execute("delete from square.outbox_epochs where epoch = 2");
      }
    }
  }

  @Test
  void newsWakeWhoWaits() throws Exception {
    Town.end(DOOR);
    DOOR.awaitNews(Duration.ofMillis(1));
    var person = TOWN.person("crier");
    var waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                DOOR.awaitNews(Duration.ofSeconds(5));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    TOWN.post(person, "news");
    assertThat(waiter.join(Duration.ofSeconds(2))).isTrue();
  }

  @Test
  void anOrderIsObeyedOnceHoweverOftenItComes() {
    var person = TOWN.person("once");
    var order = new SquareOrder(UUID.randomUUID(), person.id().toString(), 5, new Suspend(null));
    SquareReceipt first = DOOR.obey(order);
    assertThat(first).isInstanceOf(Done.class);
    assertThat(DOOR.obey(order)).isEqualTo(first);
    assertThat(count("select count(*) from taken where account_id = ?", person.id().value()))
        .isOne();
  }

  @Test
  void anOrderThatCameAfterALaterOneIsSuperseded() {
    var person = TOWN.person("late");
    DOOR.obey(new SquareOrder(UUID.randomUUID(), person.id().toString(), 5, new Suspend(null)));
    for (long number : new long[] {4, 5}) {
      assertThat(
              DOOR.obey(
                  new SquareOrder(
                      UUID.randomUUID(), person.id().toString(), number, new SquareAction.Warn())))
          .isInstanceOfSatisfying(
              Refused.class, r -> assertThat(r.why()).isEqualTo(SquareReceipt.Why.SUPERSEDED));
    }
  }

  @Test
  void whatIsNotThereIsRefusedForGood() {
    for (String id : List.of("99", "nobody", "-1", "9999999999999999999")) {
      assertThat(DOOR.obey(new SquareOrder(UUID.randomUUID(), id, 1, new SquareAction.Warn())))
          .isInstanceOfSatisfying(
              Refused.class, r -> assertThat(r.why()).isEqualTo(SquareReceipt.Why.NO_SUCH_ACCOUNT));
    }
    var person = TOWN.person("other");
    var post = TOWN.post(TOWN.person("author"), "mine");
    assertThat(TOWN.order(person, new SquareAction.RemovePosts(List.of(post.id().toString()))))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.why()).isEqualTo(SquareReceipt.Why.NO_SUCH_POST));
    assertThat(TOWN.get(null, "/api/v1/statuses/" + post.id()).status()).isEqualTo(200);
  }

  @Test
  void aLetterIsReadOnceAndAppealedOnce() {
    var person = TOWN.person("holder");
    Instant until = TOWN.clock().instant().plus(Duration.ofDays(180));
    TOWN.order(
        person,
        new SquareAction.Deliver("L-" + person.id(), true, "Suspended", "Why", "D-1", until));
    TOWN.order(
        person, new SquareAction.Deliver("I-" + person.id(), false, "Note", "Thanks", null, null));
    var letters = TOWN.bean(Letters.class);
    assertThat(letters.of(person.id())).hasSize(2);
    var events =
        TOWN.eventsOf(() -> letters.appeal(person.id(), "L-" + person.id(), "Look again, please."));
    assertThat(events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.get("type").asString()).isEqualTo("appeal");
          assertThat(event.get("decision").asString()).isEqualTo("D-1");
          assertThat(event.get("account").asString()).isEqualTo(person.id().toString());
        });
    Refusing.invalid(() -> letters.appeal(person.id(), "L-" + person.id(), "Again"));
    Refusing.invalid(() -> letters.appeal(person.id(), "I-" + person.id(), "Against a note"));
    Refusing.invalid(() -> letters.appeal(person.id(), "L-" + person.id(), " "));
    Refusing.invalid(() -> letters.appeal(person.id(), "L-" + person.id(), "x".repeat(2001)));
    Refusing.notFound(
        () -> letters.appeal(TOWN.person("stranger").id(), "L-" + person.id(), "Not mine"));
  }

  @Test
  void anAppealAfterItsDateIsRefused() {
    var person = TOWN.person("tardy");
    TOWN.order(
        person,
        new SquareAction.Deliver(
            "T-" + person.id(), true, "t", "b", "D-2", TOWN.clock().instant().minusSeconds(1)));
    Refusing.invalid(
        () -> TOWN.bean(Letters.class).appeal(person.id(), "T-" + person.id(), "Too late"));
  }

  @Test
  void aOneTimeLinkWorksOnceAndNotForever() {
    var person = TOWN.person("linked");
    var links = TOWN.bean(OneTimeLinks.class);
    String token = Digests.secret();
    Instant soon = TOWN.clock().instant().plusSeconds(3600);
    TOWN.order(person, new SquareAction.IssueLink(Digests.hex(Digests.sha256(token)), soon));
    assertThat(links.redeem("another")).isEmpty();
    assertThat(links.redeem(token)).contains(person.id());
    assertThat(links.redeem(token)).isEmpty();
    String old = Digests.secret();
    TOWN.order(
        person,
        new SquareAction.IssueLink(
            Digests.hex(Digests.sha256(old)), TOWN.clock().instant().minusSeconds(1)));
    assertThat(links.redeem(old)).isEmpty();
  }

  @Test
  void privateAndDirectPostsMakeNoEvent() {
    var person = TOWN.person("quiet");
    assertThat(
            TOWN.eventsOf(() -> {
              TOWN.post(person, "for followers", Visibility.PRIVATE, null);
              TOWN.post(person, "for you", Visibility.DIRECT, null);
            }))
        .isEmpty();
    assertThat(TOWN.eventsOf(() -> TOWN.post(person, "all", Visibility.UNLISTED, null)))
        .singleElement()
        .satisfies(event -> assertThat(event.get("type").asString()).isEqualTo("post_created"));
  }

  @Test
  void anAccountIsShownAsItIsNowWithItsNewestOpenPosts() {
    var person = TOWN.person("shown");
    for (int i = 0; i < 21; i++) {
      TOWN.post(person, "post " + i, i % 2 == 0 ? Visibility.PUBLIC : Visibility.UNLISTED, null);
    }
    TOWN.post(person, "for followers", Visibility.PRIVATE, null);
    TOWN.post(person, "for you", Visibility.DIRECT, null);
    var gone = TOWN.post(person, "sealed");
    TOWN.order(person, new SquareAction.Seal(List.of(gone.id().toString())));
    var asked = new ArrayList<List<String>>();
    assertThat(
            TOWN.eventsOf(() ->
                asked.add(DOOR.capture(List.of(person.id().toString(), "nobody", "99", "-1")))))
        .as("nothing is added to the stream")
        .isEmpty();
    JsonNode capture = TOWN.bean(JsonMapper.class).readTree(asked.getFirst().getFirst());
    assertThat(asked.getFirst()).hasSize(1);
    assertThat(capture.get("type").asString()).isEqualTo("capture");
    assertThat(capture.get("account").get("handle").asString()).isEqualTo(person.handle());
    assertThat(capture.get("recent").values())
        .extracting(post -> post.get("text").asString())
        .hasSize(20)
        .startsWith("post 20", "post 19")
        .endsWith("post 1");
  }

  @Test
  void aHundredAccountsAreShownAtOnceAndNoMore() {
    var person = TOWN.person("many").id().toString();
    List<String> hundred = new ArrayList<>(Collections.nCopies(100, person));
    assertThat(DOOR.capture(hundred)).hasSize(1);
    assertThat(DOOR.capture(List.of())).isEmpty();
    hundred.add(person);
    assertThatIllegalArgumentException().isThrownBy(() -> DOOR.capture(hundred));
  }

  private static long count(String sql, Object... parameters) {
    return TOWN.jdbc().sql(sql).params(parameters).query(Long.class).single();
  }

  private static Connection writer() throws Exception {
    var database = TOWN.database();
    Connection connection =
        DriverManager.getConnection(
            database.url(), database.user(Schema.SQUARE), database.password(Schema.SQUARE));
    connection.setAutoCommit(false);
    return connection;
  }

  private static Connection owner() throws Exception {
    var database = TOWN.database();
    return DriverManager.getConnection(
        database.url(), database.ownerUser(), database.ownerPassword());
  }

  private static void insert(Connection connection, String body) throws Exception {
    try (var statement = connection.prepareStatement("insert into outbox (body) values (?)")) {
      statement.setString(1, body);
      statement.executeUpdate();
    }
  }
}
