package reeve.square.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.base.Times;
import reeve.square.base.Viewer;
import reeve.square.notices.Notices;
import reeve.square.notices.Notices.Notice;
import reeve.square.posts.Post;
import reeve.square.posts.PostReader;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/** Notifications. */
@RestController
final class NoticesApi {
  private static final List<String> KINDS =
      Stream.of(Notices.Kind.values()).map(Notices.Kind::word).toList();

  private final Notices notices;
  private final Accounts accounts;
  private final PostReader reader;
  private final Shaper shaper;

  NoticesApi(Notices notices, Accounts accounts, PostReader reader, Shaper shaper) {
    this.notices = notices;
    this.accounts = accounts;
    this.reader = reader;
    this.shaper = shaper;
  }

  @GetMapping("/api/v1/notifications")
  @Needs(value = Who.MEMBER, scope = "read:notifications")
  ResponseEntity<List<Shape.Notification>> list(AccountId me, Params params) {
    List<String> kinds = new ArrayList<>(params.list("types"));
    List<String> without = params.list("exclude_types");
    if (kinds.isEmpty() && !without.isEmpty()) {
      kinds.addAll(KINDS);
      kinds.removeAll(without);
      kinds.add("none");
    }
    List<Notice> found =
        notices.list(
            me,
            params.slice(40, 80),
            kinds.stream().map(kind -> kind.toLowerCase(Locale.ROOT)).toList());
    return shaper.linked(
        shapes(me, found),
        found.isEmpty() ? 0 : found.getFirst().id(),
        found.isEmpty() ? 0 : found.getLast().id());
  }

  private List<Shape.Notification> shapes(AccountId me, List<Notice> found) {
    var from = accounts.shown(found.stream().map(Notice::from).distinct().toList());
    Map<PostId, Post> posts = new HashMap<>();
    reader
        .all(
            Viewer.of(me),
            found.stream()
                .map(Notice::post)
                .filter(Objects::nonNull)
                .map(PostId::value)
                .distinct()
                .toList())
        .forEach(post -> posts.put(post.id(), post));
    var shapes = new ArrayList<Shape.Notification>();
    for (Notice notice : found) {
      var account = from.get(notice.from());
      Post post = notice.post() == null ? null : posts.get(notice.post());
      if (account != null && (notice.post() == null || post != null)) {
        shapes.add(
            new Shape.Notification(
                Long.toString(notice.id()),
                notice.kind(),
                Times.iso(notice.at()),
                shaper.account(account),
                post == null ? null : shaper.status(post)));
      }
    }
    return shapes;
  }

  @GetMapping("/api/v1/notifications/{id}")
  @Needs(value = Who.MEMBER, scope = "read:notifications")
  Shape.Notification show(@PathVariable String id, AccountId me) {
    return notices.find(me, PostId.parse(id).value()).stream()
        .flatMap(notice -> shapes(me, List.of(notice)).stream())
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("notification"));
  }

  @PostMapping("/api/v1/notifications/{id}/dismiss")
  @Needs(value = Who.MEMBER, scope = "write:notifications")
  Map<String, Object> dismiss(@PathVariable String id, AccountId me) {
    notices.dismiss(me, PostId.parse(id).value());
    return Map.of();
  }

  @PostMapping("/api/v1/notifications/clear")
  @Needs(value = Who.MEMBER, scope = "write:notifications")
  Map<String, Object> clear(AccountId me) {
    notices.clear(me);
    return Map.of();
  }
}
