package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Person;
import reeve.square.base.Slice;
import reeve.square.base.Viewer;
import reeve.square.base.Visibility;
import reeve.square.door.SquareAction;
import reeve.square.graph.Graph;
import reeve.square.media.MediaStore;
import reeve.square.posts.Post;
import reeve.square.posts.PostReader;
import reeve.square.search.Search;
import reeve.square.timelines.Timelines;

/**
 * Who may read which post, as a matrix: every viewer against every visibility in every state of the
 * author and the post, asked through every way of reading.
 */
@Tag("sql")
class VisibilityIT {
  private static final Town TOWN = Town.SHARED;

  /** Who looks. */
  enum Looker {
    NOBODY,
    AUTHOR,
    STRANGER,
    FOLLOWER,
    MENTIONED,
    MENTIONED_FOLLOWER,
    BLOCKED_FOLLOWER,
    BLOCKED_MENTIONED
  }

  /** What happened to the author or the posts before. */
  enum State {
    NORMAL,
    LIMITED,
    SUSPENDED,
    SUSPENSION_LAPSED,
    REMOVED,
    SEALED,
    DELETED
  }

  @Test
  void everyWayOfReadingShowsExactlyWhatTheMatrixSays() {
    var softly = new SoftAssertions();
    for (State state : State.values()) {
      new Scene(state).check(softly);
    }
    softly.assertAll();
  }

  /** The rule in words, written a second time and by another hand than the SQL. */
  private static boolean readable(State state, Visibility visibility, Looker looker) {
    return switch (state) {
      case SUSPENDED, REMOVED, SEALED, DELETED -> false;
      case NORMAL, SUSPENSION_LAPSED -> normal(visibility, looker);
      case LIMITED -> normal(visibility, looker) && (looker == Looker.AUTHOR || follows(looker));
    };
  }

  private static boolean normal(Visibility visibility, Looker looker) {
    return switch (looker) {
      case AUTHOR -> true;
      case BLOCKED_FOLLOWER, BLOCKED_MENTIONED -> false;
      case NOBODY, STRANGER -> visibility.open();
      case FOLLOWER -> visibility != Visibility.DIRECT;
      case MENTIONED, MENTIONED_FOLLOWER -> true;
    };
  }

  private static boolean follows(Looker looker) {
    return looker == Looker.FOLLOWER || looker == Looker.MENTIONED_FOLLOWER;
  }

  /** An author with a post of each visibility, and one person for each way to stand to them. */
  private static final class Scene {
    final State state;
    final Person author = TOWN.person("author");
    final Map<Looker, Person> people = new EnumMap<>(Looker.class);
    final Map<Visibility, Post> posts = new EnumMap<>(Visibility.class);
    final String word = "w" + author.id();

    Scene(State state) {
      this.state = state;
      for (Looker looker : Looker.values()) {
        people.put(looker, TOWN.person(looker.name().toLowerCase(java.util.Locale.ROOT)));
      }
      people.put(Looker.AUTHOR, author);
      for (Looker looker :
          EnumSet.of(Looker.FOLLOWER, Looker.MENTIONED_FOLLOWER, Looker.BLOCKED_FOLLOWER)) {
        TOWN.follow(people.get(looker), author);
      }
      String mentions =
          "@%s @%s @%s"
              .formatted(
                  people.get(Looker.MENTIONED).handle(),
                  people.get(Looker.MENTIONED_FOLLOWER).handle(),
                  people.get(Looker.BLOCKED_MENTIONED).handle());
      for (Visibility visibility : Visibility.values()) {
        posts.put(
            visibility, TOWN.post(author, word + " " + mentions + " #" + word, visibility, null));
      }
      // A block ends the follow; a follow that came back some other way is no way round it.
      for (Looker looker : EnumSet.of(Looker.BLOCKED_FOLLOWER, Looker.BLOCKED_MENTIONED)) {
        TOWN.bean(Graph.class).block(author.id(), people.get(looker).id());
      }
      TOWN.jdbc()
          .sql("insert into follows (follower, target) values (?, ?)")
          .params(people.get(Looker.BLOCKED_FOLLOWER).id().value(), author.id().value())
          .update();
      enter();
    }

    private void enter() {
      List<String> ids = posts.values().stream().map(post -> post.id().toString()).toList();
      var now = TOWN.clock().instant();
      switch (state) {
        case NORMAL -> {}
        case LIMITED -> TOWN.order(author, new SquareAction.Limit(null));
        case SUSPENDED -> TOWN.order(author, new SquareAction.Suspend(null));
        case SUSPENSION_LAPSED -> TOWN.order(author, new SquareAction.Suspend(now.minusSeconds(1)));
        case REMOVED -> TOWN.order(author, new SquareAction.RemovePosts(ids));
        case SEALED -> TOWN.order(author, new SquareAction.Seal(ids));
        case DELETED ->
            posts
                .values()
                .forEach(post ->
                    TOWN.bean(reeve.square.posts.Posts.class).delete(author.id(), post.id()));
      }
    }

    void check(SoftAssertions softly) {
      var reader = TOWN.bean(PostReader.class);
      var timelines = TOWN.bean(Timelines.class);
      var search = TOWN.bean(Search.class);
      for (Looker looker : Looker.values()) {
        Viewer viewer =
            looker == Looker.NOBODY ? Viewer.NOBODY : Viewer.of(people.get(looker).id());
        Set<Visibility> may = EnumSet.noneOf(Visibility.class);
        for (Visibility visibility : Visibility.values()) {
          if (readable(state, visibility, looker)) {
            may.add(visibility);
          }
        }
        String who = state + " seen by " + looker;
        var ids = posts.values().stream().map(post -> post.id().value()).toList();
        expect(softly, who + ": each", reader.all(viewer, ids), may);
        expect(
            softly,
            who + ": profile",
            timelines.of(author.id(), viewer, Slice.first(40), Timelines.Wanted.ALL),
            may);
        var threads = new ArrayList<Post>();
        for (Visibility visibility : may) {
          threads.add(timelines.thread(viewer, posts.get(visibility).id()).post());
        }
        expect(softly, who + ": thread", threads, may);
        var open =
            may.contains(Visibility.PUBLIC) && state != State.LIMITED
                ? EnumSet.of(Visibility.PUBLIC)
                : EnumSet.noneOf(Visibility.class);
        expect(softly, who + ": search", search.posts(viewer, word, Slice.first(40), 0), open);
        expect(softly, who + ": hashtag", timelines.tagged(viewer, word, Slice.first(40)), open);
        softly
            .assertThat(search.tags(viewer, word, 10, 0).isEmpty())
            .as(who + ": hashtag search")
            .isEqualTo(open.isEmpty());
        expect(
            softly,
            who + ": public timeline",
            mine(timelines.everybody(viewer, Slice.first(400), false)),
            open);
        if (looker != Looker.NOBODY) {
          expect(
              softly,
              who + ": home",
              mine(timelines.home(people.get(looker).id(), Slice.first(400))),
              looker == Looker.AUTHOR || follows(looker) ? may : Set.of());
        }
      }
    }

    private List<Post> mine(List<Post> all) {
      return all.stream().filter(post -> post.author().id().equals(author.id())).toList();
    }

    private void expect(
        SoftAssertions softly, String where, List<Post> found, Set<Visibility> wanted) {
      softly
          .assertThat(found.stream().map(Post::visibility).toList())
          .as(where)
          .containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  @Test
  void aBoostShowsNothingToWhomThePostDoesNotShowItself() {
    var author = TOWN.person("author");
    var booster = TOWN.person("booster");
    var reader = TOWN.person("reader");
    var blocked = TOWN.person("blocked");
    TOWN.follow(reader, booster);
    TOWN.follow(blocked, booster);
    TOWN.bean(Graph.class).block(author.id(), blocked.id());
    Post post = TOWN.post(author, "worth showing on");
    TOWN.bean(reeve.square.posts.Posts.class).boost(booster.id(), post.id());
    assertThat(home(reader)).singleElement().satisfies(b -> assertThat(b.boosted()).isNotNull());
    assertThat(home(blocked)).isEmpty();
    TOWN.order(author, new SquareAction.Limit(null));
    assertThat(home(reader)).as("a limited author is seen by followers only").isEmpty();
  }

  @Test
  void privateAndDirectPostsCannotBeBoosted() {
    var author = TOWN.person("author");
    var follower = TOWN.person("follower");
    TOWN.follow(follower, author);
    var posts = TOWN.bean(reeve.square.posts.Posts.class);
    for (Visibility visibility : List.of(Visibility.PRIVATE, Visibility.DIRECT)) {
      Post post = TOWN.post(author, "hi @" + follower.handle(), visibility, null);
      Refusing.invalid(() -> posts.boost(follower.id(), post.id()));
      Refusing.invalid(() -> posts.boost(author.id(), post.id()));
    }
  }

  @Test
  void mutedAndBlockedPeopleAreNotInOnesTimelines() {
    var author = TOWN.person("author");
    var reader = TOWN.person("reader");
    TOWN.follow(reader, author);
    TOWN.post(author, "hello");
    assertThat(home(reader)).hasSize(1);
    TOWN.bean(Graph.class).mute(reader.id(), author.id(), java.time.Duration.ofMinutes(1));
    assertThat(home(reader)).isEmpty();
    TOWN.bean(Graph.class).unmute(reader.id(), author.id());
    assertThat(home(reader)).hasSize(1);
    TOWN.bean(Graph.class).block(reader.id(), author.id());
    assertThat(home(reader)).isEmpty();
  }

  @Test
  void answersInAThreadHideWithTheirAuthors() {
    var author = TOWN.person("author");
    var answerer = TOWN.person("answerer");
    Post post = TOWN.post(author, "question");
    Post answer = TOWN.post(answerer, "answer", Visibility.PUBLIC, post.id());
    TOWN.post(author, "thanks", Visibility.PUBLIC, answer.id());
    var timelines = TOWN.bean(Timelines.class);
    assertThat(timelines.thread(Viewer.NOBODY, post.id()).descendants()).hasSize(2);
    TOWN.order(answerer, new SquareAction.Suspend(null));
    assertThat(timelines.thread(Viewer.NOBODY, post.id()).descendants()).isEmpty();
  }

  @Test
  void aPictureGoesWithItsPost() throws Exception {
    var author = TOWN.person("author");
    var store = TOWN.bean(MediaStore.class);
    var medium = store.upload(author.id(), PicturesTest.png(20, 10), "image/png", "a field");
    assertThat(store.content(medium.id(), medium.key(), false)).isPresent();
    assertThat(store.content(medium.id(), "guess", false)).isEmpty();
    var post =
        TOWN.bean(reeve.square.posts.Posts.class)
            .write(
                author.id(),
                new reeve.square.posts.Draft(
                    "", "", false, null, null, null, List.of(medium.id()), null, null));
    assertThat(post.media()).hasSize(1);
    TOWN.order(author, new SquareAction.Seal(List.of(post.id().toString())));
    assertThat(store.content(medium.id(), medium.key(), false)).isEmpty();
    assertThat(TOWN.bean(reeve.square.door.SquareDoor.class).media(medium.sha256())).isEmpty();
  }

  private static List<Post> home(Person person) {
    return TOWN.bean(Timelines.class).home(person.id(), Slice.first(40)).stream()
        .filter(post -> !post.author().id().equals(person.id()))
        .toList();
  }
}
