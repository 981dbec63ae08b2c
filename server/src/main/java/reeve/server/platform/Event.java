package reeve.server.platform;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on a platform. Private and direct posts make no event of their own; they
 * travel only inside a {@link ReportFiled} by one who may read them.
 */
public sealed interface Event {
  Meta meta();

  /**
   * What every event has.
   *
   * @param source the platform that tells
   * @param position the event's place in the source's stream, for example {@code 1234-88}; unique
   *     within the source
   * @param at when it happened, by the platform's clock
   */
  record Meta(PlatformId source, String position, Instant at, Origin origin) {}

  /** An account signed up; it may wait for approval. */
  record AccountCreated(Meta meta, Profile profile) implements Event {}

  /** A profile, a name or a state changed. */
  record AccountUpdated(Meta meta, Profile profile) implements Event {}

  /** A public or unlisted post. */
  record PostCreated(Meta meta, Post post) implements Event {}

  /** A post was deleted by its author. */
  record PostDeleted(Meta meta, PostRef post, AccountRef author) implements Event {}

  /** A post was shown on. */
  record Boosted(Meta meta, AccountRef account, PostRef post, AccountRef author) implements Event {}

  /** One account follows another. */
  record Followed(Meta meta, AccountRef account, AccountRef target) implements Event {}

  /**
   * Profile and recent public posts of an account as they are now. A platform sends it before a
   * report on the account unless it sent one in the ten minutes before.
   *
   * @param recent newest first, at most 20
   */
  record Captured(Meta meta, Profile profile, List<Post> recent) implements Event {
    public Captured {
      recent = List.copyOf(recent);
    }
  }

  /**
   * A person says that an account breaks a rule of the square.
   *
   * @param id the platform's id of the report; a second report by the same person on the same
   *     account has an id of its own
   * @param posts the flagged posts as they were when flagged, possibly none; all by {@code subject}
   * @param rules ids of the square rules that the reporter named
   * @param comment at most 1,000 characters
   * @param reach followers of the subject at that time
   */
  record ReportFiled(
      Meta meta,
      String id,
      AccountRef reporter,
      Instant reporterSince,
      AccountRef subject,
      List<Post> posts,
      Category category,
      Set<String> rules,
      String comment,
      long reach)
      implements Event {
    public ReportFiled {
      posts = List.copyOf(posts);
      rules = Set.copyOf(rules);
    }
  }

  /** The categories of the Mastodon API. */
  enum Category {
    SPAM,
    LEGAL,
    VIOLATION,
    OTHER
  }

  /**
   * An account asks that another human look again at a decision.
   *
   * @param by the account that the decision is about, or the reporter of a "no violation"
   * @param decision the decision's id, as the statement or the answer named it
   */
  record AppealFiled(Meta meta, AccountRef by, String decision, String text, @Nullable String id)
      implements Event {}

  /**
   * Somebody who says that they are an authority filled in the platform's form. Nothing in it is
   * proven, and MUST NOT set anything off; the contact in it is never a way to verify it.
   *
   * @param id what the form answered with, for example {@code F-7QK2-MX4T}
   * @param authority as they call it, at most 200 characters
   * @param state of it, two capitals (ISO 3166-1)
   * @param reference the authority's own, at most 200 characters
   * @param ground at most 2,000 characters
   * @param account by name or id, possibly empty
   * @param posts addresses or ids as written, at most 100
   * @param contact at most 300 characters
   * @param text at most 4,000 characters
   */
  record AuthorityWrote(
      Meta meta,
      String id,
      String authority,
      String state,
      Wish wish,
      String reference,
      String ground,
      String account,
      List<String> posts,
      String contact,
      String text)
      implements Event {
    public AuthorityWrote {
      posts = List.copyOf(posts);
    }
  }

  /** What a form of an authority asks for. */
  enum Wish {
    REMOVE,
    PRESERVE,
    DISCLOSE,
    /** Data without an order, since somebody is in danger. */
    EMERGENCY,
    /** To look at something, which binds nobody. */
    REQUEST
  }

  /**
   * A hold on an account ended, and what was kept for it alone is gone.
   *
   * @param posts how many posts' words
   * @param others how many pictures, former profiles, sign-ins and uploads
   */
  record HoldEnded(Meta meta, AccountRef account, long posts, long others) implements Event {}

  /**
   * What the platform sent and nobody can read: intake sets it aside where people see it.
   *
   * @param raw what came, as it came
   * @param why in a plain sentence
   */
  record Unreadable(Meta meta, String raw, String why) implements Event {}
}
