package reeve.square.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import reeve.square.accounts.Account;
import reeve.square.base.Times;
import reeve.square.graph.Circles;
import reeve.square.graph.Relationship;
import reeve.square.media.MediaStore.Medium;
import reeve.square.posts.Html;
import reeve.square.posts.Part;
import reeve.square.posts.Post;
import reeve.square.web.Paths;

/** Gives the square's things the shape of the Mastodon API. */
@Component
final class Shaper {
  private final HttpServletRequest request;

  /**
   * Makes one.
   *
   * @param request of the thread that asks (the container gives a proxy)
   */
  Shaper(HttpServletRequest request) {
    this.request = request;
  }

  private String base() {
    return Paths.base(request);
  }

  Shape.Account account(Account account) {
    return account(account, null);
  }

  Shape.Account account(Account account, Shape.@Nullable Source source) {
    String base = base();
    String url = base + "/@" + account.handle();
    String avatar =
        account.avatar() == null
            ? base + "/static/nobody.svg"
            : base + "/avatars/" + account.id() + "/" + account.avatar();
    return new Shape.Account(
        account.id().toString(),
        account.handle(),
        account.handle(),
        account.displayName(),
        account.locked(),
        false,
        true,
        false,
        Times.iso(account.createdAt()),
        Html.of(account.bio(), base, Map.of()),
        url,
        url,
        avatar,
        avatar,
        base + "/static/nobody.svg",
        base + "/static/nobody.svg",
        account.followers(),
        account.following(),
        account.posts(),
        null,
        List.of(),
        account.fields().stream()
            .map(field ->
                new Shape.Field(Html.escape(field.name()), inline(field.value(), base), null))
            .toList(),
        account.location(),
        account.suspended(),
        account.state() == Account.State.LIMITED,
        account.origin().word(),
        source,
        source == null ? null : new Shape.Role("-99", "", "", "0", false));
  }

  private static String inline(String text, String base) {
    String html = Html.of(text, base, Map.of());
    return html.startsWith("<p>") ? html.substring(3, html.length() - 4) : html;
  }

  /** One's own account, with what only its holder is told. */
  Shape.Account own(Account account, int followRequests) {
    return account(
        account,
        new Shape.Source(
            account.defaultVisibility().word(),
            false,
            account.language(),
            account.bio(),
            account.fields().stream()
                .map(field -> new Shape.Field(field.name(), field.value(), null))
                .toList(),
            followRequests));
  }

  Shape.Status status(Post post) {
    return status(post, false);
  }

  /** The post; with its plain text where its author is about to write it anew. */
  Shape.Status status(Post post, boolean withText) {
    String base = base();
    String url = base + "/@" + post.author().handle() + "/" + post.id();
    Post boosted = post.boosted();
    Post counted = post.content();
    return new Shape.Status(
        post.id().toString(),
        Times.iso(post.at()),
        post.replyTo() == null ? null : post.replyTo().toString(),
        post.replyToAccount() == null ? null : post.replyToAccount().toString(),
        counted.sensitive(),
        counted.spoiler(),
        post.visibility().word(),
        counted.language(),
        url,
        url,
        counted.replies(),
        counted.boosts(),
        counted.favourites(),
        counted.favourited(),
        counted.boostedByViewer(),
        false,
        false,
        false,
        counted.html(base),
        withText ? post.text() : null,
        boosted == null ? null : status(boosted),
        post.client() == null ? null : new Shape.Application(post.client(), null),
        account(post.author()),
        counted.media().stream().map(this::attachment).toList(),
        counted.mentions().stream()
            .map(m ->
                new Shape.Mention(
                    m.account().toString(), m.handle(), m.handle(), base + "/@" + m.handle()))
            .toList(),
        Part.tags(counted.text()).stream().map(this::tag).toList(),
        List.of(),
        null,
        null,
        List.of(),
        counted.origin().word());
  }

  List<Shape.Status> statuses(List<Post> posts) {
    return posts.stream().map(this::status).toList();
  }

  Shape.Tag tag(String tag) {
    return new Shape.Tag(
        tag,
        base()
            + "/tags/"
            + UriUtils.encodePathSegment(tag, java.nio.charset.StandardCharsets.UTF_8),
        List.of(),
        false);
  }

  Shape.Attachment attachment(Medium medium) {
    String url = base() + "/media/" + medium.id() + "/" + medium.key();
    var size =
        new Shape.Size(
            medium.width(),
            medium.height(),
            medium.width() + "x" + medium.height(),
            (double) medium.width() / medium.height());
    return new Shape.Attachment(
        Long.toString(medium.id()),
        "image",
        url,
        url + "/small",
        null,
        Map.of("original", size),
        medium.description(),
        null);
  }

  Shape.Relationship relationship(Relationship r) {
    return new Shape.Relationship(
        r.target().toString(),
        r.following(),
        r.following(),
        false,
        List.of(),
        r.followedBy(),
        r.blocking(),
        r.blockedBy(),
        r.muting(),
        r.muting(),
        r.requested(),
        r.requestedBy(),
        false,
        false,
        "");
  }

  /** Posts with the {@code Link} header that leads on and back. */
  ResponseEntity<List<Shape.Status>> page(List<Post> posts) {
    return linked(
        statuses(posts),
        posts.isEmpty() ? 0 : posts.getFirst().id().value(),
        posts.isEmpty() ? 0 : posts.getLast().id().value());
  }

  ResponseEntity<List<Shape.Account>> circle(List<Circles.Entry> entries) {
    return linked(
        entries.stream().map(entry -> account(entry.account())).toList(),
        entries.isEmpty() ? 0 : entries.getFirst().place(),
        entries.isEmpty() ? 0 : entries.getLast().place());
  }

  <T> ResponseEntity<List<T>> linked(List<T> body, long first, long last) {
    var answer = ResponseEntity.ok();
    if (!body.isEmpty()) {
      answer.header(
          HttpHeaders.LINK,
          "<%s>; rel=\"next\", <%s>; rel=\"prev\""
              .formatted(neighbour("max_id", last), neighbour("min_id", first)));
    }
    return answer.body(body);
  }

  private String neighbour(String parameter, long id) {
    return ServletUriComponentsBuilder.fromRequest(request)
        .replaceQueryParam("max_id")
        .replaceQueryParam("since_id")
        .replaceQueryParam("min_id")
        .queryParam(parameter, id)
        .build()
        .toUriString();
  }
}
