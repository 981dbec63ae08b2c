package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Person;
import reeve.square.accounts.Accounts;
import reeve.square.accounts.Profiles;
import reeve.square.accounts.SignUp;
import reeve.square.base.Fault;
import reeve.square.base.Slice;
import reeve.square.base.Visibility;
import reeve.square.door.SquareAction.ClearField;
import reeve.square.door.SquareAction.Field;
import reeve.square.door.SquareAction.Reinstate;
import reeve.square.door.SquareAction.RemovePosts;
import reeve.square.door.SquareAction.Suspend;
import reeve.square.graph.Circles;
import reeve.square.outbox.Event;
import reeve.square.posts.Posts;

/** What a sanction takes, and that undoing it gives back exactly that. */
@Tag("sql")
class ReinstatementIT {
  private static final Town TOWN = Town.SHARED;

  @Test
  void aSuspendedAccountVanishesAndComesBackAsItWas() {
    var holder = TOWN.person("holder");
    var friend = TOWN.person("friend");
    TOWN.follow(friend, holder);
    TOWN.follow(holder, friend);
    var post = TOWN.post(holder, "hello #back" + holder.id());
    TOWN.post(holder, "quiet", Visibility.PRIVATE, null);
    TOWN.bean(Posts.class).favourite(friend.id(), post.id());
    TOWN.bean(Posts.class).boost(friend.id(), post.id());
    var before = snapshot(holder, friend);

    UUID order = UUID.randomUUID();
    TOWN.order(order, holder, new Suspend(null));
    assertThat(TOWN.get(friend, "/api/v1/statuses/" + post.id()).status()).isEqualTo(404);
    var entity = TOWN.get(friend, "/api/v1/accounts/" + holder.id()).json();
    assertThat(entity.get("suspended").asBoolean()).isTrue();
    assertThat(entity.get("display_name").asString()).isEmpty();
    assertThat(TOWN.bean(Accounts.class).get(friend.id()).followers()).isZero();
    assertThat(TOWN.bean(Circles.class).followers(friend.id(), Slice.first(10))).isEmpty();

    TOWN.order(holder, new Reinstate(List.of(order)));
    assertThat(snapshot(holder, friend)).isEqualTo(before);
    assertThat(TOWN.get(holder, "/api/v1/timelines/home").status()).isEqualTo(200);
  }

  @Test
  void aSuspensionEndsByTheClock() {
    var holder = TOWN.person("short");
    TOWN.order(holder, new Suspend(TOWN.clock().instant().plus(Duration.ofMinutes(5))));
    assertThat(TOWN.get(holder, "/api/v1/timelines/home").status()).isEqualTo(403);
    TOWN.clock().forward(Duration.ofMinutes(6));
    assertThat(TOWN.get(holder, "/api/v1/timelines/home").status()).isEqualTo(200);
  }

  @Test
  void undoingOneOfTwoSuspensionsLeavesTheOther() {
    var holder = TOWN.person("twice");
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    Instant later = TOWN.clock().instant().plus(Duration.ofDays(3));
    TOWN.order(first, holder, new Suspend(later));
    TOWN.order(second, holder, new Suspend(null));
    TOWN.order(holder, new Reinstate(List.of(second)));
    assertThat(TOWN.bean(Accounts.class).get(holder.id()).suspendedUntil())
        .isCloseTo(
            later, org.assertj.core.api.Assertions.within(1, java.time.temporal.ChronoUnit.MILLIS));
    TOWN.order(holder, new Reinstate(List.of(first)));
    assertThat(TOWN.bean(Accounts.class).get(holder.id()).suspended()).isFalse();
  }

  @Test
  void aPostRemovedTwiceComesBackOnlyWhenBothAreUndone() {
    var holder = TOWN.person("poster");
    var one = TOWN.post(holder, "one").id().toString();
    var two = TOWN.post(holder, "two").id().toString();
    UUID both = UUID.randomUUID();
    UUID again = UUID.randomUUID();
    TOWN.order(both, holder, new RemovePosts(List.of(one, two)));
    TOWN.order(again, holder, new RemovePosts(List.of(two)));
    assertThat(shown(holder)).isEmpty();
    TOWN.order(holder, new Reinstate(List.of(both)));
    assertThat(shown(holder)).containsExactly(one);
    TOWN.order(holder, new Reinstate(List.of(again)));
    assertThat(shown(holder)).containsExactly(two, one);
  }

  @Test
  void aClearedFieldComesBackUnlessItsHolderFilledIt() {
    var holder = TOWN.person("named");
    profile(holder, "Name", "A bio");
    UUID name = UUID.randomUUID();
    UUID bio = UUID.randomUUID();
    UUID bioAgain = UUID.randomUUID();
    UUID fields = UUID.randomUUID();
    TOWN.order(name, holder, new ClearField(Field.DISPLAY_NAME));
    TOWN.order(bio, holder, new ClearField(Field.BIO));
    TOWN.order(bioAgain, holder, new ClearField(Field.BIO));
    TOWN.order(fields, holder, new ClearField(Field.FIELDS));
    TOWN.order(holder, new ClearField(Field.AVATAR));
    var cleared = TOWN.bean(Accounts.class).get(holder.id());
    assertThat(cleared.displayName() + cleared.bio() + cleared.fields()).isEqualTo("[]");
    profile(holder, "New name", null);
    TOWN.order(holder, new Reinstate(List.of(name, bio, fields)));
    var half = TOWN.bean(Accounts.class).get(holder.id());
    assertThat(half.displayName()).as("filled since").isEqualTo("New name");
    assertThat(half.bio()).as("cleared by another order too").isEmpty();
    assertThat(half.fields()).containsExactly(new Event.Field("a", "b"));
    TOWN.order(holder, new Reinstate(List.of(bioAgain)));
    assertThat(TOWN.bean(Accounts.class).get(holder.id()).bio()).isEqualTo("A bio");
  }

  @Test
  void theMailOfAPermanentlySuspendedAccountCannotSignUpAgain() {
    var holder = TOWN.person("Banned");
    String mail = holder.handle().toLowerCase(java.util.Locale.ROOT) + "@example.org";
    UUID order = UUID.randomUUID();
    TOWN.order(order, holder, new Suspend(null));
    TOWN.jdbc()
        .sql("update accounts set mail = null where id = ?")
        .params(holder.id().value())
        .update();
    for (String again :
        List.of(mail, mail.toUpperCase(java.util.Locale.ROOT), mail.replace("@", "+2@"))) {
      Refusing.with(Fault.NOT_ALLOWED, () -> signUp("again", again));
    }
    assertThat(TOWN.jdbc().sql("select hash::text from banned_mail").query(String.class).list())
        .noneMatch(hash -> hash.contains("example"));
    TOWN.order(holder, new Reinstate(List.of(order)));
    signUp("again", mail);
  }

  private static void signUp(String handle, String mail) {
    TOWN.bean(SignUp.class)
        .signUp(new SignUp.Wish(handle, mail, "long enough", null, true, "192.0.2.9", null));
  }

  private static void profile(Person holder, String name, String bio) {
    TOWN.bean(Profiles.class)
        .change(
            holder.id(),
            new Profiles.Change(
                name, bio, null, List.of(new Event.Field("a", "b")), null, null, null, null));
  }

  private static List<String> shown(Person holder) {
    return TOWN.get(null, "/api/v1/accounts/" + holder.id() + "/statuses").ids();
  }

  /** All that anybody sees of the two. */
  private static Map<String, String> snapshot(Person holder, Person friend) {
    var seen = new TreeMap<String, String>();
    for (String path :
        List.of(
            "/api/v1/accounts/" + holder.id(),
            "/api/v1/accounts/" + friend.id(),
            "/api/v1/accounts/" + holder.id() + "/statuses",
            "/api/v1/accounts/" + friend.id() + "/statuses",
            "/api/v1/accounts/" + friend.id() + "/followers",
            "/api/v1/accounts/" + friend.id() + "/following",
            "/api/v1/timelines/home",
            "/api/v1/timelines/tag/back" + holder.id(),
            "/api/v2/search?q=back" + holder.id())) {
      seen.put(path, TOWN.get(friend, path).text());
    }
    return seen;
  }
}
