package reeve.node;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Event.Meta;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;
import reeve.square.door.SquareDoor.OutboxEvent;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the square's events as {@code docs/events.md} describes them. */
final class SquareEvents {
  private static final PlatformId SQUARE = PlatformId.SQUARE;

  private final JsonMapper json = JsonMapper.builder().build();

  /** The event, or an {@link Event.Unreadable} that says why it is none. */
  Event event(OutboxEvent row) {
    try {
      return event(row.position(), json.readTree(row.json()));
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      String why = "not an event as docs/events.md describes it: " + firstLine(e);
      return new Event.Unreadable(
          new Meta(SQUARE, row.position(), Instant.EPOCH, Origin.LIVE), row.json(), why);
    }
  }

  /**
   * A capture that was asked for.
   *
   * @throws IllegalArgumentException when the square gave something else
   */
  Event.Captured captured(String body) {
    if (event("asked", json.readTree(body)) instanceof Event.Captured captured) {
      return captured;
    }
    throw new IllegalArgumentException("not a capture as docs/events.md describes it");
  }

  private static Event event(String position, JsonNode body) {
    var meta = new Meta(SQUARE, position, time(body, "at"), origin(body));
    return switch (text(body, "type")) {
      case "account_created" -> new Event.AccountCreated(meta, profile(object(body, "account")));
      case "account_updated" -> new Event.AccountUpdated(meta, profile(object(body, "account")));
      case "post_created" -> new Event.PostCreated(meta, post(object(body, "post")));
      case "post_deleted" ->
          new Event.PostDeleted(meta, postRef(body, "post"), account(body, "account"));
      case "boost" ->
          new Event.Boosted(
              meta, account(body, "account"), postRef(body, "post"), account(body, "author"));
      case "follow" -> new Event.Followed(meta, account(body, "account"), account(body, "target"));
      case "capture" ->
          new Event.Captured(meta, profile(object(body, "account")), posts(body.path("recent")));
      case "report" -> report(meta, body);
      case "appeal" ->
          new Event.AppealFiled(
              meta,
              account(body, "account"),
              text(body, "decision"),
              text(body, "text"),
              optional(body, "id"));
      case "authority" -> authority(meta, body);
      case "hold_ended" ->
          new Event.HoldEnded(
              meta,
              account(body, "account"),
              body.path("posts").asLong(0),
              body.path("others").asLong(0));
      case String other -> throw new IllegalArgumentException("unknown type " + other);
    };
  }

  private static Event report(Meta meta, JsonNode body) {
    return new Event.ReportFiled(
        meta,
        text(body, "id"),
        account(body, "reporter"),
        time(body, "reporterSince"),
        account(body, "subject"),
        posts(body.path("posts")),
        constant(Event.Category.class, text(body, "category")),
        stream(body.path("rules")).map(JsonNode::asString).collect(Collectors.toSet()),
        body.path("comment").asString(""),
        body.path("reach").asLong(0));
  }

  private static Event authority(Meta meta, JsonNode body) {
    return new Event.AuthorityWrote(
        meta,
        text(body, "id"),
        text(body, "authority"),
        text(body, "state"),
        constant(Event.Wish.class, text(body, "wish")),
        body.path("reference").asString(""),
        body.path("ground").asString(""),
        body.path("account").asString(""),
        stream(body.path("posts")).map(JsonNode::asString).toList(),
        body.path("contact").asString(""),
        body.path("text").asString(""));
  }

  private static Profile profile(JsonNode node) {
    return new Profile(
        account(node, "id"),
        text(node, "handle"),
        node.path("displayName").asString(""),
        node.path("bio").asString(""),
        node.path("location").asString(""),
        stream(node.path("fields"))
            .map(field -> new Profile.Field(text(field, "name"), text(field, "value")))
            .toList(),
        optional(node, "avatar"),
        time(node, "createdAt"),
        constant(Profile.State.class, text(node, "state")),
        origin(node),
        node.path("followers").asLong(0),
        node.path("following").asLong(0),
        node.path("posts").asLong(0),
        optional(node, "signUpReason"));
  }

  private static List<Post> posts(JsonNode list) {
    return stream(list).map(SquareEvents::post).toList();
  }

  private static Post post(JsonNode node) {
    String replyTo = optional(node, "replyTo");
    return new Post(
        postRef(node, "id"),
        account(node, "account"),
        time(node, "at"),
        node.path("text").asString(""),
        optional(node, "language"),
        constant(Post.Visibility.class, text(node, "visibility")),
        origin(node),
        replyTo == null ? null : new PostRef(SQUARE, replyTo),
        stream(node.path("mentions")).map(id -> new AccountRef(SQUARE, id.asString())).toList(),
        stream(node.path("media")).map(SquareEvents::media).toList());
  }

  private static Post.Media media(JsonNode node) {
    return new Post.Media(
        text(node, "sha256"),
        text(node, "type"),
        node.path("width").asInt(0),
        node.path("height").asInt(0),
        node.path("description").asString(""));
  }

  private static Origin origin(JsonNode node) {
    return constant(Origin.class, text(node, "origin"));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String value) {
    return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
  }

  private static AccountRef account(JsonNode node, String key) {
    return new AccountRef(SQUARE, text(node, key));
  }

  private static PostRef postRef(JsonNode node, String key) {
    return new PostRef(SQUARE, text(node, key));
  }

  private static Instant time(JsonNode node, String key) {
    return Instant.parse(text(node, key));
  }

  private static String text(JsonNode node, String key) {
    String value = optional(node, key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }

  private static @Nullable String optional(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isMissingNode() || value.isNull() ? null : value.asString();
  }

  private static JsonNode object(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isObject()) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
