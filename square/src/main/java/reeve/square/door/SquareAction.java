package reeve.square.door;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The actions that the square obeys. */
public sealed interface SquareAction {
  /** Does nothing but being received; the words come as a letter. */
  record Warn() implements SquareAction {}

  /** Takes posts from everybody's sight, their author included, and keeps them. */
  record RemovePosts(List<String> posts) implements SquareAction {
    public RemovePosts {
      posts = List.copyOf(posts);
    }
  }

  /** Empties a field of the profile and keeps its value. */
  record ClearField(Field field) implements SquareAction {}

  /** A part of a profile that can be cleared. */
  enum Field {
    DISPLAY_NAME,
    BIO,
    LOCATION,
    FIELDS,
    AVATAR
  }

  /** Seen by followers only; {@code until} is compared with the clock when read. */
  record Limit(@Nullable Instant until) implements SquareAction {}

  /** Suspended; {@code until} is compared with the clock when read, null means permanently. */
  record Suspend(@Nullable Instant until) implements SquareAction {}

  /** Brings back what the named earlier orders took. */
  record Reinstate(List<UUID> undone) implements SquareAction {
    public Reinstate {
      undone = List.copyOf(undone);
    }
  }

  /**
   * Shows the account a letter on its own page.
   *
   * @param statement whether it is a statement of reasons, which a suspended account sees first
   * @param decision what an appeal names; null where none is possible
   * @param appealUntil until when the square takes an appeal
   */
  record Deliver(
      String id,
      boolean statement,
      String title,
      String body,
      @Nullable String decision,
      @Nullable Instant appealUntil)
      implements SquareAction {}

  /** Admits an account that waits for approval. */
  record ApproveSignUp() implements SquareAction {}

  /** Refuses an account that waits for approval. */
  record RefuseSignUp(String reason) implements SquareAction {}

  /** Makes a one-time link valid that signs the account in to its own page. */
  record IssueLink(String tokenSha256, Instant expires) implements SquareAction {}

  /** Hides posts and their pictures from everybody; staff gets no bytes of them either. */
  record Seal(List<String> posts) implements SquareAction {
    public Seal {
      posts = List.copyOf(posts);
    }
  }

  /** Keeps what goes of the account until a time; takes the place of an earlier hold on it. */
  record Hold(Instant until) implements SquareAction {}

  /** Ends the hold on the account, and purges what was kept for it. */
  record ReleaseHold() implements SquareAction {}

  /**
   * Gives what is named, as a {@link SquareReceipt.HandedOver}.
   *
   * @param posts ids; empty: all of the categories and the time
   * @param from this time included; null: from the beginning
   * @param until this time excluded; null: until now
   * @param reference stands in the file
   */
  record HandOver(
      Set<Category> categories,
      List<String> posts,
      @Nullable Instant from,
      @Nullable Instant until,
      String reference)
      implements SquareAction {
    public HandOver {
      categories = Set.copyOf(categories);
      posts = List.copyOf(posts);
    }
  }

  /** What can be handed over. */
  enum Category {
    SUBSCRIBER,
    SIGN_INS,
    PUBLIC_POSTS,
    PRIVATE_POSTS
  }
}
