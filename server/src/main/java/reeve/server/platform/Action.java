package reeve.server.platform;

import java.time.Instant;
import java.util.List;
import java.util.Set;
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
   * Keeps everything of the account that would go, until a time: words and pictures that its holder
   * or anybody else deletes, former words of a profile, account data. What is deleted goes from
   * everybody's sight all the same, so that nobody can tell. Takes the place of an earlier hold on
   * the account; at its end what was kept for it alone is purged, and the platform tells so by
   * {@link Event.HoldEnded}.
   */
  record Hold(Instant until) implements Action {}

  /** Ends the hold on the account now. */
  record ReleaseHold() implements Action {}

  /**
   * Gives what a verified order or an emergency disclosure names, and nothing else; the answer is a
   * {@link Receipt.HandedOver}. The holder is not told by it.
   *
   * @param categories what is asked for, at least one
   * @param posts those that are asked for by their ids; empty: all of the categories and the time
   * @param from of posts and sign-ins, this time included; null: from the beginning
   * @param until of posts and sign-ins, this time excluded; null: until now
   * @param reference of the order or the disclosure, 1 to 200 characters; stands in the file
   */
  record HandOver(
      Set<Category> categories,
      List<PostRef> posts,
      @Nullable Instant from,
      @Nullable Instant until,
      String reference)
      implements Action {
    public HandOver {
      categories = Set.copyOf(categories);
      posts = List.copyOf(posts);
      if (categories.isEmpty()) {
        throw new IllegalArgumentException("what is handed over is named by its categories");
      }
      if (reference.isBlank() || reference.length() > 200) {
        throw new IllegalArgumentException("a reference has 1 to 200 characters");
      }
      if (from != null && until != null && !from.isBefore(until)) {
        throw new IllegalArgumentException("from lies before until");
      }
    }
  }

  /** What can be handed over of an account. */
  enum Category {
    /** Names, mail address, sign-up, state, profile and, under a hold, what these were before. */
    SUBSCRIBER,
    /** When browsers signed in, and from which addresses where the platform keeps them. */
    SIGN_INS,
    /** Public and unlisted posts. */
    PUBLIC_POSTS,
    /** Posts to followers and direct ones, with whom they mention. */
    PRIVATE_POSTS
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
