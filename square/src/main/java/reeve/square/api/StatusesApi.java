package reeve.square.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.base.Viewer;
import reeve.square.base.Visibility;
import reeve.square.graph.Circles;
import reeve.square.oauth.Caller;
import reeve.square.posts.Draft;
import reeve.square.posts.PostReader;
import reeve.square.posts.Posts;
import reeve.square.timelines.Timelines;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/**
 * Posts, boosts and favourites. What the square cannot do as asked it refuses, and does nothing.
 */
@RestController
final class StatusesApi {
  private static final List<String> UNSUPPORTED =
      List.of("poll", "scheduled_at", "quote_id", "quoted_status_id", "local_only", "expires_in");

  private final Posts posts;
  private final PostReader reader;
  private final Timelines timelines;
  private final Circles circles;
  private final Shaper shaper;

  StatusesApi(Posts posts, PostReader reader, Timelines timelines, Circles circles, Shaper shaper) {
    this.posts = posts;
    this.reader = reader;
    this.timelines = timelines;
    this.circles = circles;
    this.shaper = shaper;
  }

  @PostMapping("/api/v1/statuses")
  @Needs(value = Who.MEMBER, scope = "write:statuses")
  Shape.Status write(
      Caller caller,
      Params params,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
    for (String name : UNSUPPORTED) {
      if (params.hasWithin(name)) {
        throw Refusal.invalid("The square does not know " + name + "; nothing was posted.");
      }
    }
    String type = params.text("content_type");
    if (type != null && !type.isEmpty() && !type.equals("text/plain")) {
      throw Refusal.invalid("Posts are text/plain; nothing was posted.");
    }
    String visibility = params.text("visibility");
    String replyTo = params.text("in_reply_to_id");
    var draft =
        new Draft(
            params.text("status", ""),
            params.text("spoiler_text", ""),
            params.flag("sensitive"),
            params.text("language"),
            visibility == null || visibility.isEmpty() ? null : Visibility.parse(visibility),
            replyTo == null || replyTo.isEmpty() ? null : PostId.parse(replyTo),
            params.list("media_ids").stream()
                .filter(id -> !id.isEmpty())
                .map(id -> PostId.parse(id).value())
                .toList(),
            caller.appName(),
            key);
    return shaper.status(posts.write(caller.member(), draft));
  }

  @GetMapping("/api/v1/statuses/{id}")
  @Needs(Who.ANYBODY)
  Shape.Status show(@PathVariable String id, Viewer viewer) {
    return shaper.status(reader.get(viewer, PostId.parse(id)));
  }

  @DeleteMapping("/api/v1/statuses/{id}")
  @Needs(value = Who.MEMBER, scope = "write:statuses")
  Shape.Status delete(@PathVariable String id, AccountId me) {
    return shaper.status(posts.delete(me, PostId.parse(id)), true);
  }

  @GetMapping("/api/v1/statuses/{id}/context")
  @Needs(Who.ANYBODY)
  Shape.Context context(@PathVariable String id, Viewer viewer) {
    var thread = timelines.thread(viewer, PostId.parse(id));
    return new Shape.Context(
        shaper.statuses(thread.ancestors()), shaper.statuses(thread.descendants()));
  }

  @PostMapping("/api/v1/statuses/{id}/reblog")
  @Needs(value = Who.MEMBER, scope = "write:statuses")
  Shape.Status reblog(@PathVariable String id, AccountId me, Params params) {
    String visibility = params.text("visibility");
    if (visibility != null && !Visibility.parse(visibility).open()) {
      throw Refusal.invalid("A boost is as public as its post; the square has no other.");
    }
    return shaper.status(posts.boost(me, PostId.parse(id)));
  }

  @PostMapping("/api/v1/statuses/{id}/unreblog")
  @Needs(value = Who.MEMBER, scope = "write:statuses")
  Shape.Status unreblog(@PathVariable String id, AccountId me) {
    return shaper.status(posts.unboost(me, PostId.parse(id)));
  }

  @PostMapping("/api/v1/statuses/{id}/favourite")
  @Needs(value = Who.MEMBER, scope = "write:favourites")
  Shape.Status favourite(@PathVariable String id, AccountId me) {
    return shaper.status(posts.favourite(me, PostId.parse(id)));
  }

  @PostMapping("/api/v1/statuses/{id}/unfavourite")
  @Needs(value = Who.MEMBER, scope = "write:favourites")
  Shape.Status unfavourite(@PathVariable String id, AccountId me) {
    return shaper.status(posts.unfavourite(me, PostId.parse(id)));
  }

  @GetMapping("/api/v1/statuses/{id}/reblogged_by")
  @Needs(Who.ANYBODY)
  ResponseEntity<List<Shape.Account>> boosters(
      @PathVariable String id, Viewer viewer, Params params) {
    PostId post = reader.get(viewer, PostId.parse(id)).content().id();
    return shaper.circle(circles.boostedBy(post, viewer, params.slice(40, 80)));
  }

  @GetMapping("/api/v1/statuses/{id}/favourited_by")
  @Needs(Who.ANYBODY)
  ResponseEntity<List<Shape.Account>> admirers(
      @PathVariable String id, Viewer viewer, Params params) {
    PostId post = reader.get(viewer, PostId.parse(id)).content().id();
    return shaper.circle(circles.favouritedBy(post, params.slice(40, 80)));
  }

  @GetMapping("/api/v1/favourites")
  @Needs(value = Who.MEMBER, scope = "read:favourites")
  ResponseEntity<List<Shape.Status>> favourites(AccountId me, Params params) {
    return shaper.page(timelines.favourites(me, params.slice(20, 40)));
  }
}
