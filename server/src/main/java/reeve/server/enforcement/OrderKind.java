package reeve.server.enforcement;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Action;

/** The kind of an action, as records and pages name it. */
public enum OrderKind {
  WARN("warn"),
  REMOVE_POSTS("remove posts"),
  CLEAR_FIELD("clear a profile field"),
  LIMIT("limit"),
  SUSPEND("suspend"),
  REINSTATE("reinstate"),
  STATEMENT("deliver a statement of reasons"),
  ANSWER("deliver an answer"),
  APPROVE("approve a sign-up"),
  REFUSE("refuse a sign-up"),
  LINK("issue a one-time link"),
  SEAL("seal posts"),
  HOLD("hold what is kept"),
  RELEASE_HOLD("release a hold"),
  HAND_OVER("hand data over");

  private final String words;

  OrderKind(String words) {
    this.words = words;
  }

  /** For pages. */
  public String words() {
    return words;
  }

  /** For records and columns: lower case, words joined by a hyphen. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it counts in the figures of sanctions. */
  public boolean sanction() {
    return compareTo(SUSPEND) <= 0;
  }

  /** Whether nothing of it is ever published, not even that there was one. */
  boolean quiet() {
    return compareTo(HOLD) >= 0;
  }

  static OrderKind ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The kind of an action. */
  public static OrderKind of(Action action) {
    return switch (action) {
      case Action.Warn _ -> WARN;
      case Action.RemovePosts _ -> REMOVE_POSTS;
      case Action.ClearField _ -> CLEAR_FIELD;
      case Action.Limit _ -> LIMIT;
      case Action.Suspend _ -> SUSPEND;
      case Action.Reinstate _ -> REINSTATE;
      case Action.DeliverStatement _ -> STATEMENT;
      case Action.DeliverAnswer _ -> ANSWER;
      case Action.ApproveSignUp _ -> APPROVE;
      case Action.RefuseSignUp _ -> REFUSE;
      case Action.IssueLink _ -> LINK;
      case Action.Seal _ -> SEAL;
      case Action.Hold _ -> HOLD;
      case Action.ReleaseHold _ -> RELEASE_HOLD;
      case Action.HandOver _ -> HAND_OVER;
    };
  }

  /** When the measure ends by itself; null where it does not. */
  static @Nullable Instant until(Action action) {
    return switch (action) {
      case Action.Limit limit -> limit.until();
      case Action.Suspend suspend -> suspend.until();
      case Action.Warn _,
          Action.RemovePosts _,
          Action.ClearField _,
          Action.Reinstate _,
          Action.DeliverStatement _,
          Action.DeliverAnswer _,
          Action.ApproveSignUp _,
          Action.RefuseSignUp _,
          Action.IssueLink _,
          Action.Seal _,
          // The platform tells of its end by an event of its own.
          Action.Hold _,
          Action.ReleaseHold _,
          Action.HandOver _ ->
          null;
    };
  }
}
