package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Event;
import reeve.server.platform.Order;
import reeve.server.platform.OrderId;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.platform.Receipt;
import reeve.square.SquareApplication;
import reeve.square.authority.AuthorityForms;
import reeve.square.base.AccountId;
import reeve.square.door.SquareDoor;
import reeve.square.posts.Draft;
import reeve.square.posts.Posts;

/**
 * Holds, hand-overs and forms on their whole way between a running square and the server's port.
 */
class SquareHoldsIT {
  private static final AccountId MILLER = new AccountId(7_000_000_000_000L);
  private static final AccountRef ACCOUNT = new AccountRef(PlatformId.SQUARE, MILLER.toString());

  private static ConfigurableApplicationContext square;
  private static final SquarePlatform PLATFORM = new SquarePlatform();
  private static long number;

  @BeforeAll
  static void start() {
    var properties =
        new HashMap<String, Object>(ScratchDatabase.fresh().springProperties(Schema.SQUARE));
    properties.put("server.port", "0");
    properties.put("square.secret", "5a".repeat(32));
    properties.put("springdoc.api-docs.enabled", false);
    square = SquareApplication.start(properties);
    PLATFORM.open(square.getBean(SquareDoor.class));
    square
        .getBean(JdbcClient.class)
        .sql("insert into accounts (id, handle, mail) values (?, 'miller', 'miller@example.org')")
        .param(MILLER.value())
        .update();
  }

  @AfterAll
  static void stop() {
    square.close();
  }

  private static Receipt tell(Action action) throws Exception {
    return PLATFORM.carryOut(new Order(new OrderId(UUID.randomUUID()), ACCOUNT, ++number, action));
  }

  private static PostRef deletedPost(String text) {
    Posts posts = square.getBean(Posts.class);
    var post =
        posts.write(MILLER, new Draft(text, "", false, null, null, null, List.of(), null, null));
    posts.delete(MILLER, post.id());
    return new PostRef(PlatformId.SQUARE, post.id().toString());
  }

  private static List<Event> events() throws Exception {
    List<Event> all = new ArrayList<>();
    String at = null;
    for (Platform.Page page = PLATFORM.read(at, 1_000);
        !page.events().isEmpty();
        page = PLATFORM.read(at, 1_000)) {
      all.addAll(page.events());
      at = page.next();
    }
    return all;
  }

  @Test
  void whatIsDeletedUnderAHoldIsHandedOverToWhoMayHaveItAndPurgedAfterwards() throws Exception {
    assertThat(tell(new Action.Hold(Instant.now().plusSeconds(3_600))))
        .isInstanceOf(Receipt.Done.class);
    PostRef post = deletedPost("at the mill, at night");
    assertThat(tell(new Action.RemovePosts(List.of(post))))
        .isInstanceOfSatisfying(
            Receipt.Refused.class,
            it -> assertThat(it.why()).isEqualTo(Receipt.Refusal.ALREADY_GONE));
    assertThat(
            tell(
                new Action.HandOver(
                    Set.of(Action.Category.PUBLIC_POSTS), List.of(post), null, null, "VALE-7")))
        .isInstanceOfSatisfying(
            Receipt.HandedOver.class,
            it ->
                assertThat(it.file())
                    .contains("at the mill, at night", "VALE-7")
                    .doesNotContain("miller@example.org"));
    assertThat(
            tell(
                new Action.HandOver(
                    Set.of(Action.Category.values()), List.of(), null, null, "VALE-8")))
        .isInstanceOfSatisfying(
            Receipt.HandedOver.class,
            it -> assertThat(it.file()).contains("miller@example.org", "not kept"));

    tell(new Action.ReleaseHold());
    assertThat(events())
        .filteredOn(Event.HoldEnded.class::isInstance)
        .singleElement()
        .satisfies(it -> {
          Event.HoldEnded ended = (Event.HoldEnded) it;
          assertThat(ended.account()).isEqualTo(ACCOUNT);
          assertThat(ended.posts()).isEqualTo(1);
        });
  }

  @Test
  void aFormOfAnAuthorityArrivesAsItWasWritten() throws Exception {
    String reference =
        square
            .getBean(AuthorityForms.class)
            .take(
                new AuthorityForms.Form(
                    "Office of the Vale",
                    "DE",
                    "EMERGENCY",
                    "VALE-9",
                    "",
                    "@miller",
                    "",
                    "+49 30 1",
                    "Somebody is in danger."),
                "192.0.2.1");
    assertThat(events())
        .filteredOn(Event.AuthorityWrote.class::isInstance)
        .singleElement()
        .satisfies(it -> {
          Event.AuthorityWrote wrote = (Event.AuthorityWrote) it;
          assertThat(wrote.id()).isEqualTo(reference);
          assertThat(wrote.wish()).isEqualTo(Event.Wish.EMERGENCY);
          assertThat(Map.of(wrote.account(), wrote.contact()))
              .isEqualTo(Map.of("@miller", "+49 30 1"));
        });
  }
}
