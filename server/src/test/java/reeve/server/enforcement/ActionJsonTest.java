package reeve.server.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reeve.server.platform.Action;
import reeve.server.platform.OrderId;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;

class ActionJsonTest {
  private static final Instant WHEN = Instant.parse("2026-11-23T12:00:00.123456Z");
  private static final List<PostRef> POSTS = List.of(new PostRef(PlatformId.SQUARE, "17"));

  static List<Action> actions() {
    return List.of(
        new Action.Warn(),
        new Action.RemovePosts(POSTS),
        new Action.ClearField(Action.ProfileField.BIO),
        new Action.Limit(null),
        new Action.Suspend(WHEN),
        new Action.Reinstate(List.of(new OrderId(UUID.randomUUID()))),
        new Action.DeliverStatement(new Action.Letter("l", "t\u0000", "مرحبا\n𝕏", null, WHEN)),
        new Action.DeliverAnswer(new Action.Letter("l", "t", "b", "d", null)),
        new Action.ApproveSignUp(),
        new Action.RefuseSignUp("no"),
        new Action.IssueLink("ab".repeat(32), WHEN),
        new Action.Seal(POSTS),
        new Action.Hold(WHEN),
        new Action.ReleaseHold(),
        new Action.HandOver(
            Set.of(Action.Category.SUBSCRIBER, Action.Category.PRIVATE_POSTS),
            POSTS,
            null,
            WHEN,
            "VALE-7"));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void anActionComesBackAsItWasWritten(Action action) {
    assertThat(
            ActionJson.read(
                ActionJson.write(action), OrderKind.of(action), OrderKind.until(action)))
        .isEqualTo(action);
    assertThat(OrderKind.ofCode(OrderKind.of(action).code())).isEqualTo(OrderKind.of(action));
    assertThat(OrderKind.of(action).sanction()).isEqualTo(action instanceof Action.Sanction);
  }
}
