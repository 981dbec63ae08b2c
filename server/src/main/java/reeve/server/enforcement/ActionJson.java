package reeve.server.enforcement;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Action;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes actions into a column and reads them back. One of which its kind and its end say all
 * leaves the column empty: these come by the thousand.
 */
final class ActionJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addMixIn(Action.class, Shape.class).build();

  private ActionJson() {}

  static @Nullable String write(Action action) {
    return bare(OrderKind.of(action), OrderKind.until(action)) == null
        ? MAPPER.writerFor(Action.class).writeValueAsString(action)
        : null;
  }

  static Action read(@Nullable String json, OrderKind kind, @Nullable Instant until) {
    return json == null
        ? Objects.requireNonNull(bare(kind, until), "an action of which nothing is said")
        : MAPPER.readValue(json, Action.class);
  }

  /** The action of which kind and end say all; null where they do not. */
  private static @Nullable Action bare(OrderKind kind, @Nullable Instant until) {
    return switch (kind) {
      case WARN -> new Action.Warn();
      case LIMIT -> new Action.Limit(until);
      case SUSPEND -> new Action.Suspend(until);
      case APPROVE -> new Action.ApproveSignUp();
      case RELEASE_HOLD -> new Action.ReleaseHold();
      case REMOVE_POSTS,
          CLEAR_FIELD,
          REINSTATE,
          STATEMENT,
          ANSWER,
          REFUSE,
          LINK,
          SEAL,
          HOLD,
          HAND_OVER ->
          null;
    };
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Action.Warn.class, name = "warn"),
    @JsonSubTypes.Type(value = Action.RemovePosts.class, name = "remove-posts"),
    @JsonSubTypes.Type(value = Action.ClearField.class, name = "clear-field"),
    @JsonSubTypes.Type(value = Action.Limit.class, name = "limit"),
    @JsonSubTypes.Type(value = Action.Suspend.class, name = "suspend"),
    @JsonSubTypes.Type(value = Action.Reinstate.class, name = "reinstate"),
    @JsonSubTypes.Type(value = Action.DeliverStatement.class, name = "statement"),
    @JsonSubTypes.Type(value = Action.DeliverAnswer.class, name = "answer"),
    @JsonSubTypes.Type(value = Action.ApproveSignUp.class, name = "approve"),
    @JsonSubTypes.Type(value = Action.RefuseSignUp.class, name = "refuse"),
    @JsonSubTypes.Type(value = Action.IssueLink.class, name = "link"),
    @JsonSubTypes.Type(value = Action.Seal.class, name = "seal"),
    @JsonSubTypes.Type(value = Action.Hold.class, name = "hold"),
    @JsonSubTypes.Type(value = Action.ReleaseHold.class, name = "release-hold"),
    @JsonSubTypes.Type(value = Action.HandOver.class, name = "hand-over")
  })
  private interface Shape {}
}
