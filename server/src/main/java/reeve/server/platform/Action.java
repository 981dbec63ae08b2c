package reeve.server.platform;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a platform is asked to carry out on one account. */
public sealed interface Action {

  /** A measure that counts in the figures of sanctions. */
  sealed interface Sanction extends Action {}

  /** Tells the holder, and nothing else. */
  record Warn() implements Sanction {}

  /** Takes posts from everybody's sight; they are kept for a reinstatement. */
  record RemovePosts(List<PostRef> posts) implements Sanction {
    public RemovePosts {
      posts = List.copyOf(posts);
    }
  }

  /** Empties one field of the profile; its value is kept for a reinstatement. */
  record ClearField(ProfileField field) implements Sanction {}

  /** A part of a profile that can be cleared. */
  enum ProfileField {
    DISPLAY_NAME,
    BIO,
    LOCATION,
    FIELDS,
    AVATAR
  }

  /**
   * Seen by followers only, absent from public timelines and search.
   *
   * @param until compared with the clock when read; null means without end
   */
  record Limit(@Nullable Instant until) implements Sanction {}

  /**
   * No sign-in but to the page that tells why, no posts anywhere.
   *
   * @param until compared with the clock when read; null means permanently
   */
  record Suspend(@Nullable Instant until) implements Sanction {}

  /**
   * Undoes what one earlier order did: removed posts, cleared fields, a limit or a suspension come
   * back as they were.
   *
   * @param undone the orders to undo
   */
  record Reinstate(List<OrderId> undone) implements Action {
    public Reinstate {
      undone = List.copyOf(undone);
    }
  }

  /** Shows the holder a statement of reasons. */
  record DeliverStatement(Letter letter) implements Action {}

  /** Shows a reporter, an appellant or an applicant what became of their request. */
  record DeliverAnswer(Letter letter) implements Action {}

  /** Admits somebody who waits for approval. */
  record ApproveSignUp() implements Action {}

  /** Refuses somebody who waits for approval. */
  record RefuseSignUp(String reason) implements Action {}

  /**
   * Makes a one-time link to the account's own page valid.
   *
   * @param tokenSha256 SHA-256 of the token, lower-case hex; the token itself never travels
   */
  record IssueLink(String tokenSha256, Instant expires) implements Action {}

  /** Hides posts from everybody, staff included, at once. */
  record Seal(List<PostRef> posts) implements Action {
    public Seal {
      posts = List.copyOf(posts);
    }
  }

  /**
   * What a person is told, as plain text.
   *
   * @param decision the decision's id, which an appeal names; null where there is none
   * @param appealUntil until when an appeal is taken; null where none is possible
   */
  record Letter(
      String id,
      String title,
      String body,
      @Nullable String decision,
      @Nullable Instant appealUntil) {}
}
