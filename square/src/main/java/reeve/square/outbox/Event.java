package reeve.square.outbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.square.base.AccountId;
import reeve.square.base.Origin;
import reeve.square.base.PostId;
import reeve.square.base.Times;

/** An event as {@code docs/events.md} gives it; ids and times are already text. */
@JsonPropertyOrder({"type", "at", "origin"})
public sealed interface Event {
  @JsonProperty
  String type();

  @JsonProperty
  String at();

  @JsonProperty
  String origin();

  /** An account signed up. */
  record AccountCreated(String at, String origin, AccountShape account) implements Event {
    public AccountCreated(Instant at, AccountShape account) {
      this(Times.iso(at), account.origin(), account);
    }

    @Override
    public String type() {
      return "account_created";
    }
  }

  /** A profile, a name or a state changed. */
  record AccountUpdated(String at, String origin, AccountShape account) implements Event {
    public AccountUpdated(Instant at, AccountShape account) {
      this(Times.iso(at), account.origin(), account);
    }

    @Override
    public String type() {
      return "account_updated";
    }
  }

  /** A public or unlisted post. */
  record PostCreated(String at, String origin, PostShape post) implements Event {
    public PostCreated(PostShape post) {
      this(post.at(), post.origin(), post);
      if (!post.visibility().equals("public") && !post.visibility().equals("unlisted")) {
        throw new IllegalArgumentException("private and direct posts make no event");
      }
    }

    @Override
    public String type() {
      return "post_created";
    }
  }

  /** A post was deleted by its author. */
  record PostDeleted(String at, String origin, String post, String account) implements Event {
    public PostDeleted(Instant at, Origin origin, PostId post, AccountId account) {
      this(Times.iso(at), origin.word(), post.toString(), account.toString());
    }

    @Override
    public String type() {
      return "post_deleted";
    }
  }

  /** A post was shown on. */
  record Boosted(String at, String origin, String account, String post, String author)
      implements Event {
    public Boosted(Instant at, Origin origin, AccountId account, PostId post, AccountId author) {
      this(Times.iso(at), origin.word(), account.toString(), post.toString(), author.toString());
    }

    @Override
    public String type() {
      return "boost";
    }
  }

  /** One account follows another. */
  record Followed(String at, String origin, String account, String target) implements Event {
    public Followed(Instant at, Origin origin, AccountId account, AccountId target) {
      this(Times.iso(at), origin.word(), account.toString(), target.toString());
    }

    @Override
    public String type() {
      return "follow";
    }
  }

  /** Profile and newest open posts of an account, before a report on it. */
  record Captured(String at, String origin, AccountShape account, List<PostShape> recent)
      implements Event {
    public Captured(Instant at, AccountShape account, List<PostShape> recent) {
      this(Times.iso(at), account.origin(), account, recent);
    }

    public Captured {
      recent = List.copyOf(recent);
    }

    @Override
    public String type() {
      return "capture";
    }
  }

  /** A flag. */
  record ReportFiled(
      String at,
      String origin,
      String id,
      String reporter,
      String reporterSince,
      String subject,
      List<PostShape> posts,
      String category,
      List<String> rules,
      String comment,
      long reach)
      implements Event {
    public ReportFiled {
      posts = List.copyOf(posts);
      rules = List.copyOf(rules);
    }

    @Override
    public String type() {
      return "report";
    }
  }

  /** An account asks that another human look again. */
  record AppealFiled(
      String at, String origin, String id, String account, String decision, String text)
      implements Event {
    @Override
    public String type() {
      return "appeal";
    }
  }

  /** A hold on an account ended, and what was kept for it is gone. */
  record HoldEnded(String at, String origin, String account, long posts, long others)
      implements Event {
    public HoldEnded(Instant at, AccountId account, long posts, long others) {
      this(Times.iso(at), Origin.LIVE.word(), account.toString(), posts, others);
    }

    @Override
    public String type() {
      return "hold_ended";
    }
  }

  /** Somebody who says that they are an authority filled in the form. */
  record AuthorityWrote(
      String at,
      String origin,
      String id,
      String authority,
      String state,
      String wish,
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

    @Override
    public String type() {
      return "authority";
    }
  }

  /** An account within an event. */
  record AccountShape(
      String id,
      String handle,
      String displayName,
      String bio,
      String location,
      List<Field> fields,
      @Nullable String avatar,
      String createdAt,
      String state,
      String origin,
      long followers,
      long following,
      long posts,
      @Nullable String signUpReason) {
    public AccountShape {
      fields = List.copyOf(fields);
    }
  }

  /** A line of a profile. */
  record Field(String name, String value) {}

  /** A post within an event. */
  record PostShape(
      String id,
      String account,
      String at,
      String text,
      @Nullable String language,
      String visibility,
      String origin,
      @Nullable String replyTo,
      List<String> mentions,
      List<Picture> media) {
    public PostShape {
      mentions = List.copyOf(mentions);
      media = List.copyOf(media);
    }
  }

  /** A picture within a post. */
  record Picture(String sha256, String type, int width, int height, String description) {}
}
