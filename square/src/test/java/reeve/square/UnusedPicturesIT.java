package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Person;
import reeve.square.base.Settings;
import reeve.square.base.Settings.SignUpMode;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareDoor;
import reeve.square.media.MediaStore;
import reeve.square.media.UnusedPictures;
import reeve.square.posts.Draft;
import reeve.square.posts.Post;
import reeve.square.posts.Posts;

/** Which pictures outlive their post, and for how long. */
@Tag("sql")
class UnusedPicturesIT {
  private static final Town TOWN = Town.SHARED;

  private final MediaStore store = TOWN.bean(MediaStore.class);
  private final Posts posts = TOWN.bean(Posts.class);
  private final Person author = TOWN.person("painter");

  private static int side = 100;

  private String sha;

  /** A post with a picture that no other test has. */
  private Post picturePost() throws Exception {
    return picturePost(PicturesTest.png(7, side++));
  }

  private Post picturePost(byte[] png) {
    var medium = store.upload(author.id(), png, "image/png", "");
    sha = medium.sha256();
    return posts.write(
        author.id(), new Draft("", "", false, null, null, null, List.of(medium.id()), null, null));
  }

  private boolean stands(String sha256) {
    return TOWN.bean(SquareDoor.class).media(sha256).isPresent();
  }

  private void round() {
    TOWN.bean(UnusedPictures.class).round();
  }

  /** As if what is unused had been so for eight days. */
  private void later() {
    TOWN.jdbc().sql("update pictures set unused_since = unused_since - interval '8 days'").update();
  }

  @Test
  void aPictureGoesSomeDaysAfterTheLastPostThatShowedIt() throws Exception {
    Post post = picturePost();
    byte[] bytes = TOWN.bean(SquareDoor.class).media(sha).orElseThrow();
    Post again = picturePost(bytes);
    assertThat(again.media().getFirst().sha256()).isEqualTo(post.media().getFirst().sha256());
    posts.delete(author.id(), post.id());
    round();
    later();
    round();
    assertThat(stands(sha)).as("another post shows it").isTrue();

    posts.delete(author.id(), again.id());
    round();
    assertThat(stands(sha)).as("there is time to copy it as evidence").isTrue();
    later();
    picturePost(bytes);
    round();
    assertThat(stands(sha)).as("somebody showed it again").isTrue();
  }

  @Test
  void theRunsAreWrittenDown() throws Exception {
    Post post = picturePost();
    posts.delete(author.id(), post.id());
    round();
    later();
    round();
    assertThat(stands(sha)).isFalse();
    var run = TOWN.bean(SquareDoor.class).pictureRuns(1).getFirst();
    assertThat(run.removed()).isPositive();
    assertThat(run.bytes()).isPositive();
    assertThat(run.trouble()).isNull();
  }

  @Test
  void whatAnOrderTookMayComeBackAndStays() throws Exception {
    Post removed = picturePost();
    String ofRemoved = sha;
    TOWN.order(author, new SquareAction.RemovePosts(List.of(removed.id().toString())));
    Post sealed = picturePost();
    String ofSealed = sha;
    TOWN.order(author, new SquareAction.Seal(List.of(sealed.id().toString())));
    var vain = TOWN.person("vain");
    String avatar = store.keepAvatar(PicturesTest.png(9, side++), "image/png");
    TOWN.jdbc()
        .sql("update accounts set avatar = ? where id = ?")
        .params(avatar, vain.id().value())
        .update();
    TOWN.order(vain, new SquareAction.ClearField(SquareAction.Field.AVATAR));
    round();
    later();
    round();
    assertThat(stands(ofRemoved)).isTrue();
    assertThat(stands(avatar)).isTrue();
    assertThat(
            TOWN.jdbc()
                .sql("select count(*) from pictures where sha256 = ?")
                .param(ofSealed)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void anUploadThatNoPostTookGoesToo() throws Exception {
    var medium = store.upload(author.id(), PicturesTest.png(11, side++), "image/png", "");
    round();
    TOWN.jdbc()
        .sql("update media set created_at = created_at - interval '25 hours' where id = ?")
        .param(medium.id())
        .update();
    round();
    later();
    round();
    assertThat(stands(medium.sha256())).isFalse();
  }

  @Test
  void lessThanADayIsNoTimeToCopyEvidence() {
    assertThatThrownBy(() ->
            new Settings(
                "n",
                "d",
                SignUpMode.OPEN,
                "5a".repeat(32),
                null,
                1,
                1,
                1,
                1,
                1,
                Duration.ofHours(23),
                Duration.ZERO))
        .hasMessageContaining("square.keep-pictures");
  }
}
