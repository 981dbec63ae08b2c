package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.Town.Person;
import reeve.square.accounts.Profiles;
import reeve.square.base.Visibility;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareAction.Category;
import reeve.square.door.SquareAction.HandOver;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.holds.Holds;
import reeve.square.media.MediaStore;
import reeve.square.media.UnusedPictures;
import reeve.square.oauth.Sessions;
import reeve.square.posts.Draft;
import reeve.square.posts.Post;
import reeve.square.posts.Posts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is kept under a hold, what is handed over, and that nobody can tell. */
@Tag("sql")
class HoldsIT {
  private static final Town TOWN = Town.SHARED;

  private final Posts posts = TOWN.bean(Posts.class);
  private final Holds holds = TOWN.bean(Holds.class);
  private final Person author = TOWN.person("keeper");

  private static int side = 300;

  private void hold(Duration term) {
    assertThat(TOWN.order(author, new SquareAction.Hold(TOWN.clock().instant().plus(term))))
        .isInstanceOf(SquareReceipt.Done.class);
  }

  private void release() {
    TOWN.order(author, new SquareAction.ReleaseHold());
  }

  private long kept(String part) {
    return TOWN.jdbc()
        .sql("select count(*) from kept where account_id = ? and part = ?")
        .params(author.id().value(), part)
        .query(Long.class)
        .single();
  }

  private static HandOver asked(Set<Category> categories, List<String> posts) {
    return asked(categories, posts, null, null);
  }

  private static HandOver asked(
      Set<Category> categories,
      List<String> posts,
      @Nullable Instant from,
      @Nullable Instant until) {
    return new HandOver(categories, posts, from, until, "VALE-7");
  }

  private JsonNode handedOver(HandOver asked) {
    assertThat(TOWN.order(author, asked)).isInstanceOf(SquareReceipt.HandedOver.class);
    return file(TOWN.order(author, asked));
  }

  private static JsonNode file(SquareReceipt receipt) {
    return TOWN.bean(JsonMapper.class).readTree(((SquareReceipt.HandedOver) receipt).file());
  }

  private List<String> words(JsonNode file) {
    return file.path("posts")
        .valueStream()
        .map(post -> post.path("words").path("text").asString("-"))
        .toList();
  }

  @Test
  void aPostThatItsAuthorDeletesIsGoneForEverybodyAndItsWordsAreKeptUntilTheHoldEnds()
      throws Exception {
    var medium =
        TOWN.bean(MediaStore.class)
            .upload(author.id(), PicturesTest.png(5, side++), "image/png", "a map");
    Post post =
        posts.write(
            author.id(),
            new Draft(
                "meet at the mill #mill",
                "",
                false,
                null,
                null,
                null,
                List.of(medium.id()),
                null,
                null));
    hold(Duration.ofDays(90));
    assertThat(TOWN.eventsOf(() -> posts.delete(author.id(), post.id())))
        .as("the stream tells what it always tells")
        .extracting(event -> event.get("type").asString())
        .containsExactly("post_deleted");
    assertThat(TOWN.get(author, "/api/v1/statuses/" + post.id()).status()).isEqualTo(404);
    assertThat(TOWN.get(author, "/api/v1/accounts/" + author.id() + "/statuses").ids()).isEmpty();
    assertThat(TOWN.get(author, "/api/v2/search?q=mill&type=statuses").text())
        .doesNotContain("meet at the mill");

    unusedForAWeek();
    assertThat(TOWN.bean(SquareDoor.class).media(medium.sha256())).isPresent();
    JsonNode file = handedOver(asked(Set.of(Category.PUBLIC_POSTS), List.of()));
    assertThat(words(file)).containsExactly("meet at the mill #mill");
    assertThat(file.at("/posts/0/words/media/0/description").asString()).isEqualTo("a map");
    assertThat(file.at("/posts/0/deletedAt").asString()).isNotEmpty();

    List<JsonNode> told = TOWN.eventsOf(this::release);
    assertThat(told)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.get("type").asString()).isEqualTo("hold_ended");
          assertThat(event.get("account").asString()).isEqualTo(author.id().toString());
          assertThat(event.get("posts").asLong()).isEqualTo(1);
        });
    assertThat(words(handedOver(asked(Set.of(Category.PUBLIC_POSTS), List.of()))))
        .as("it was there, and its words are gone")
        .containsExactly("-");
    unusedForAWeek();
    assertThat(TOWN.bean(SquareDoor.class).media(medium.sha256())).isEmpty();
    assertThat(TOWN.eventsOf(this::release)).as("nothing to end").isEmpty();
  }

  private void unusedForAWeek() {
    TOWN.bean(UnusedPictures.class).round();
    TOWN.jdbc().sql("update pictures set unused_since = unused_since - interval '8 days'").update();
    TOWN.bean(UnusedPictures.class).round();
  }

  @Test
  void whoIsHeldSeesNothingOfIt() {
    TOWN.post(author, "still here");
    String before = TOWN.get(author, "/api/v1/accounts/verify_credentials").text();
    assertThat(TOWN.eventsOf(() -> hold(Duration.ofDays(90)))).isEmpty();
    assertThat(TOWN.get(author, "/api/v1/accounts/verify_credentials").text()).isEqualTo(before);
    assertThat(TOWN.get(author, "/api/v1/notifications").text()).isEqualTo("[]");
    assertThat(
            TOWN.jdbc()
                .sql("select count(*) from letters where account_id = ?")
                .param(author.id().value())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void formerWordsOfAProfileASignUpAndASignInAreKept() {
    hold(Duration.ofDays(90));
    Profiles profiles = TOWN.bean(Profiles.class);
    profiles.change(
        author.id(), new Profiles.Change("The Miller", null, null, null, null, null, null, null));
    profiles.change(author.id(), new Profiles.Change("", null, null, null, null, null, null, null));
    Sessions sessions = TOWN.bean(Sessions.class);
    sessions.close(sessions.open(author.id()));
    JsonNode file = handedOver(asked(Set.of(Category.SUBSCRIBER, Category.SIGN_INS), List.of()));
    assertThat(file.at("/subscriber/mail").asString()).endsWith("@example.org");
    assertThat(file.at("/subscriber/formerly").valueStream())
        .extracting(it -> it.at("/was/displayName").asString())
        .containsExactly("", "The Miller");
    assertThat(file.at("/signIns/addresses").asString()).isEqualTo("not kept");
    assertThat(file.at("/signIns/signIns").valueStream())
        .extracting(it -> it.get("by").asString())
        .contains("browser");

    TOWN.jdbc()
        .sql("update accounts set state = 'pending', sign_up_reason = 'to meet' where id = ?")
        .param(author.id().value())
        .update();
    TOWN.order(author, new SquareAction.RefuseSignUp("no"));
    JsonNode refused = handedOver(asked(Set.of(Category.SUBSCRIBER), List.of()));
    assertThat(refused.at("/subscriber/mail").isNull()).isTrue();
    assertThat(refused.at("/subscriber/formerly/2/was/mail").asString()).endsWith("@example.org");
  }

  @Test
  void withoutAHoldNothingIsKept() {
    Post post = TOWN.post(author, "soon gone");
    posts.delete(author.id(), post.id());
    TOWN.bean(Profiles.class)
        .change(author.id(), new Profiles.Change("x", null, null, null, null, null, null, null));
    assertThat(kept("post") + kept("profile")).isZero();
  }

  @Test
  void aLaterHoldTakesThePlaceOfAnEarlierOneAndEndsAtItsTimeAlsoAfterAStop() {
    hold(Duration.ofDays(90));
    hold(Duration.ofDays(180));
    posts.delete(author.id(), TOWN.post(author, "kept").id());
    Instant now = TOWN.clock().instant();
    TOWN.jdbc()
        .sql("update holds set until = until - interval '100 days' where account_id = ?")
        .param(author.id().value())
        .update();
    holds.endLapsed();
    assertThat(kept("post")).isEqualTo(1);
    TOWN.order(author, new SquareAction.Hold(now.minusSeconds(1)));
    assertThat(TOWN.eventsOf(holds::endLapsed))
        .extracting(event -> event.get("type").asString())
        .contains("hold_ended");
    assertThat(kept("post")).isZero();
  }

  @Test
  void whoDeletesInTheDatabaseItselfIsRefusedWhileTheHoldStands() {
    hold(Duration.ofDays(90));
    posts.delete(author.id(), TOWN.post(author, "kept").id());
    assertThatThrownBy(() ->
            TOWN.jdbc()
                .sql("delete from kept where account_id = ?")
                .param(author.id().value())
                .update())
        .hasMessageContaining("is held");
    for (String table : List.of("kept", "holds")) {
      assertThatThrownBy(() -> asOwner("truncate square." + table))
          .hasMessageContaining("are held");
    }
    assertThat(kept("post")).isEqualTo(1);
  }

  private static void asOwner(String sql) throws SQLException {
    try (var connection = TOWN.database().database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void whatIsDeletedInTheMomentInWhichTheHoldEndsGoesWithTheHold() {
    Post post = TOWN.post(author, "at the last moment");
    hold(Duration.ofDays(90));
    TOWN.order(author, new SquareAction.Hold(TOWN.clock().instant().minusSeconds(1)));
    TOWN.bean(TransactionTemplate.class)
        .executeWithoutResult(t -> {
          posts.delete(author.id(), post.id());
          elsewhere(holds::endLapsed);
        });
    assertThat(kept("post")).as("its end waits for who deletes").isEqualTo(1);
    assertThat(TOWN.eventsOf(holds::endLapsed))
        .filteredOn(event -> author.id().toString().equals(event.path("account").asString()))
        .singleElement()
        .satisfies(event -> assertThat(event.get("posts").asLong()).isEqualTo(1));
    assertThat(kept("post")).isZero();

    TOWN.jdbc()
        .sql(
            """
            insert into kept (account_id, part, value, at) values (?, 'sign-in', '{}', now())
            """)
        .param(author.id().value())
        .update();
    holds.endLapsed();
    assertThat(kept("sign-in")).as("what was kept a moment too late").isZero();
  }

  private static void elsewhere(Runnable work) {
    CompletableFuture.runAsync(work).join();
  }

  @Test
  void removingWhatItsAuthorDeletedIsAnsweredAsGoneBefore() {
    Post gone = TOWN.post(author, "gone");
    Post stays = TOWN.post(author, "stays");
    posts.delete(author.id(), gone.id());
    assertThat(TOWN.order(author, new SquareAction.RemovePosts(List.of(gone.id().toString()))))
        .isInstanceOfSatisfying(
            SquareReceipt.Refused.class,
            it -> assertThat(it.why()).isEqualTo(SquareReceipt.Why.ALREADY_GONE));
    assertThat(
            TOWN.order(
                author,
                new SquareAction.RemovePosts(List.of(gone.id().toString(), stays.id().toString()))))
        .isInstanceOf(SquareReceipt.Done.class);
  }

  @Test
  void noMoreIsHandedOverThanWasAskedFor() {
    Person friend = TOWN.person("friend");
    Post open = TOWN.post(author, "in the open");
    Post direct = TOWN.post(author, "between us @" + friend.handle(), Visibility.DIRECT, null);
    Post other = TOWN.post(author, "also between us", Visibility.PRIVATE, null);
    Post foreign = TOWN.post(friend, "somebody else's");

    JsonNode named =
        handedOver(
            asked(
                Set.of(Category.PRIVATE_POSTS),
                List.of(
                    direct.id().toString(), open.id().toString(), foreign.id().toString(), "x")));
    assertThat(words(named)).containsExactly("between us @" + friend.handle());
    assertThat(named.at("/posts/0/words/mentions/0").asString()).isEqualTo(friend.id().toString());
    assertThat(named.has("subscriber")).isFalse();
    assertThat(named.has("signIns")).isFalse();
    assertThat(named.path("notGiven").size()).isEqualTo(3);
    assertThat(named.toString())
        .doesNotContain("also between us", "in the open", "somebody else's", "@example.org");

    JsonNode publicly = handedOver(asked(Set.of(Category.PUBLIC_POSTS), List.of()));
    assertThat(words(publicly)).containsExactly("in the open");
    assertThat(
            handedOver(
                    asked(
                        Set.of(Category.PRIVATE_POSTS, Category.PUBLIC_POSTS),
                        List.of(),
                        null,
                        open.at().minusSeconds(1)))
                .path("posts"))
        .as("outside the time")
        .isEmpty();
    TOWN.order(author, new SquareAction.Seal(List.of(other.id().toString())));
    JsonNode sealed = handedOver(asked(Set.of(Category.PRIVATE_POSTS), List.of()));
    assertThat(words(sealed)).containsExactly("between us @" + friend.handle(), "-");
    assertThat(TOWN.order(author, asked(Set.of(Category.PUBLIC_POSTS), List.of("1"))))
        .isInstanceOfSatisfying(
            SquareReceipt.Refused.class,
            it -> assertThat(it.why()).isEqualTo(SquareReceipt.Why.NO_SUCH_POST));
  }

  @Test
  void anAnswerThatWasLostIsGivenAgain() {
    TOWN.post(author, "words");
    UUID id = UUID.randomUUID();
    HandOver asked = asked(Set.of(Category.PUBLIC_POSTS), List.of());
    SquareReceipt first = TOWN.order(id, author, asked);
    assertThat(TOWN.order(id, author, asked)).isEqualTo(first);
    assertThat(
            TOWN.bean(SquareDoor.class)
                .obeyAll(List.of(new SquareOrder(id, author.id().toString(), 1, asked))))
        .containsExactly(first);
    assertThat(first.toString()).as("no log shows it").doesNotContain("words");
    assertThat(Map.of("file", file(first)).get("file").at("/reference").asString())
        .isEqualTo("VALE-7");
  }
}
