package reeve.server.legal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.OrderId;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.record.RecordId;

/**
 * An order of an authority to remove posts (Regulation (EU) 2021/784, Article 3).
 *
 * @param reference the authority's own; several may bear the same
 * @param accountNamed as the order named it, empty where it named posts alone
 * @param contact that the order itself names: never a second channel
 * @param silence while which the holder is not told; null where none was ordered
 * @param bundle of the orders to act; null before
 * @param acted the record of carrying it out, null before
 * @param reason the words of a refusal
 * @param endedAt when the clock stopped; null while it runs
 */
record RemovalOrder(
    UUID id,
    UUID authority,
    String reference,
    String ground,
    @Nullable Instant issuedAt,
    Instant receivedAt,
    PlatformId platform,
    String accountNamed,
    String contact,
    @Nullable Silence silence,
    Source source,
    RecordId record,
    State state,
    @Nullable UUID bundle,
    @Nullable RecordId acted,
    @Nullable Refusal refusal,
    String reason,
    @Nullable Instant endedAt,
    @Nullable Instant answeredAt,
    @Nullable Instant noticeSentAt,
    List<Named> posts) {
  /** From receipt to removal: Article 3(3). */
  static final Duration DUE = Duration.ofHours(1);

  /** From receipt, to ask that the order be scrutinised: Article 4. */
  static final Duration SCRUTINY = Duration.ofDays(2);

  /** From the notice to the first order of an authority. */
  static final Duration NOTICE = Duration.ofHours(12);

  RemovalOrder {
    posts = List.copyOf(posts);
  }

  /** How it came. */
  enum Source {
    DESK,
    API,
    /** Anybody can fill a form in: the authority is asked before anything happens. */
    FORM,
    /** Signed with the certificate that the registry holds. */
    MAIL;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it stands. */
  enum State {
    OPEN("open"),
    REMOVING("on its way"),
    CARRIED_OUT("carried out"),
    NOT_POSSIBLE("not possible"),
    REFUSED("refused"),
    /** The authority withdrew it, or scrutiny found against it: what was removed comes back. */
    TAKEN_BACK("taken back");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static State ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Why it is refused: what Annex III knows, and that it is nobody's order. */
  enum Refusal {
    MANIFEST_ERROR("it contains manifest errors"),
    INSUFFICIENT_INFORMATION("it does not say enough to be carried out"),
    FORCE_MAJEURE("force majeure"),
    TECHNICAL("an objective technical or operational reason"),
    /** The only one while the authority is not verified; nothing is answered. */
    FORGED("no authority issued it");

    private final String words;

    Refusal(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Refusal ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * A post as the order names it.
   *
   * @param post null where it could not be read from the words
   * @param account its author, as far as the words tell; null where nobody was found
   * @param missing why something is null, empty where nothing is
   * @param act the order to act, null before
   * @param outcome null before an answer of the platform
   * @param answer of the platform where it refused
   */
  record Named(
      int place,
      String named,
      @Nullable PostRef post,
      @Nullable AccountRef account,
      String missing,
      @Nullable OrderId act,
      @Nullable Outcome outcome,
      String answer) {
    /** Whether there is something to remove. */
    public boolean found() {
      return post != null && account != null;
    }

    /** Whether nobody knows yet if it is there, since the platform did not answer. */
    boolean isUnanswered() {
      return missing.equals(Naming.NO_ANSWER);
    }
  }

  /** What became of one post. */
  enum Outcome {
    REMOVED("removed"),
    NOT_THERE("not there"),
    FAILED("not removed");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Outcome ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  public Instant dueAt() {
    return receivedAt.plus(DUE);
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether its holders may still have to be told of something, and were not. */
  boolean mayBeSilenced() {
    return noticeSentAt == null
        && switch (state) {
          case OPEN, REMOVING, CARRIED_OUT -> true;
          case TAKEN_BACK -> !removed().isEmpty();
          case NOT_POSSIBLE, REFUSED -> false;
        };
  }

  public @Nullable Instant silentUntil() {
    return silence == null ? null : silence.until();
  }

  public Instant scrutinyUntil() {
    return receivedAt.plus(SCRUTINY);
  }

  /** What was removed, by author. */
  Map<AccountRef, List<Named>> removed() {
    return byAuthor(post -> post.outcome() == Outcome.REMOVED);
  }

  private Map<AccountRef, List<Named>> byAuthor(Predicate<Named> which) {
    Map<AccountRef, List<Named>> by = new LinkedHashMap<>();
    for (Named post : posts) {
      AccountRef account = post.account();
      if (account != null && which.test(post)) {
        by.computeIfAbsent(account, _ -> new ArrayList<>()).add(post);
      }
    }
    return by;
  }

  /** What platforms were asked to remove, by author. */
  Map<AccountRef, List<Named>> tried() {
    return byAuthor(post -> post.act() != null);
  }

  /** Those whose posts it names, each once. */
  List<AccountRef> accounts() {
    return posts.stream().map(Named::account).filter(Objects::nonNull).distinct().toList();
  }
}
