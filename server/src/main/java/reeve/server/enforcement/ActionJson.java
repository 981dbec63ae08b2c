package reeve.server.enforcement;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import reeve.server.platform.Action;
import tools.jackson.databind.json.JsonMapper;

/** Writes actions into a column and reads them back. */
final class ActionJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addMixIn(Action.class, Shape.class).build();

  private ActionJson() {}

  static String write(Action action) {
    return MAPPER.writerFor(Action.class).writeValueAsString(action);
  }

  static Action read(String json) {
    return MAPPER.readValue(json, Action.class);
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
