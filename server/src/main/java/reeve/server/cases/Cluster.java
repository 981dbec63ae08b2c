package reeve.server.cases;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.policy.ClauseId;
import reeve.server.record.Actor;

/**
 * A cluster case: accounts that may belong together. It holds no decision and no claim; each
 * account keeps its one open case.
 *
 * @param clause what the items are held against; null until somebody chose
 * @param members in the order in which they were added
 */
public record Cluster(
    ClusterId id,
    String title,
    @Nullable ClauseId clause,
    Actor.Staff openedBy,
    Instant openedAt,
    List<Member> members) {

  /** So many accounts a cluster links at the most. */
  public static final int MEMBERS_MOST = 500;

  public Cluster {
    members = List.copyOf(members);
  }

  /** Whether what was marked of an account is protected speech, as a person answered. */
  public enum Answer {
    YES,
    NO,
    UNSURE;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What kind of thing of an account a person opens. */
  public enum Kind {
    POST,
    PROFILE,
    PICTURE;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> ofCode(String code) {
      for (Kind kind : values()) {
        if (kind.code().equals(code)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Something of an account's own.
   *
   * @param id of a post its native id, of a picture its SHA-256, of a profile the account's
   * @param digest of how it stands: another where it was changed
   */
  public record Item(Kind kind, String id, String digest) {
    static final Comparator<Item> ORDER = Comparator.comparing(Item::kind).thenComparing(Item::id);
  }

  /** An item that a person opened and marked under a clause. */
  public record Mark(Item item, ClauseId clause, Actor.Staff by) {}

  /**
   * An account of the cluster.
   *
   * @param open its open case, null where it is decided
   * @param outcome of its newest closed case, null where there is none
   * @param percent how sure the likeness was, null where a person added it by hand
   * @param followers as last seen; null where no copy of the profile is kept
   * @param createdAt likewise
   * @param cleared closed cases in which a person found nothing, or an appeal took it back
   * @param flagged posts that people or rules named
   * @param opened different items that a person opened
   * @param marks items that a person opened and found to break a clause, whichever
   * @param answer null until somebody answered, and again once another item was marked
   */
  public record Member(
      AccountRef account,
      String handle,
      Origin origin,
      @Nullable Case open,
      @Nullable String outcome,
      @Nullable Integer percent,
      List<Resemblance.Reason> reasons,
      List<String> against,
      @Nullable ClauseId clause,
      @Nullable Long followers,
      @Nullable Instant createdAt,
      int cleared,
      int flagged,
      int opened,
      List<Mark> marks,
      @Nullable Answer answer) {
    public Member {
      reasons = List.copyOf(reasons);
      against = List.copyOf(against);
      marks = List.copyOf(marks);
    }

    /** The marked items under one clause, each once. */
    public List<Item> breaking(@Nullable ClauseId under) {
      return marks.stream()
          .filter(mark -> mark.clause().equals(under))
          .map(Mark::item)
          .distinct()
          .sorted(Item.ORDER)
          .toList();
    }

    /** Whether somebody holds its case at that time. */
    public boolean held(Instant now) {
      Case.Claim claim = open == null ? null : open.claim();
      return claim != null && claim.until().isAfter(now);
    }

    /** Why it is here, in a line. */
    public String why() {
      return reasons.isEmpty() ? "added by hand" : reasons.getFirst().words();
    }

    /** Platform and native id, for a form. */
    public String key() {
      return account.platform() + " " + account.nativeId();
    }
  }

  public Optional<Member> member(AccountRef account) {
    return members.stream().filter(one -> one.account().equals(account)).findFirst();
  }
}
