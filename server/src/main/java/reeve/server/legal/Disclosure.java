package reeve.server.legal;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.OrderId;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * What an authority wants to be told of accounts, under an order or since somebody is in danger.
 *
 * @param reference the authority's own
 * @param dueAt null where neither law nor order names a time
 * @param contact that the request itself names: never a second channel
 * @param silence null where the holder is told before
 * @param emergency null of an order
 * @param reason the words of a refusal, or of whoever took it back
 * @param releases all that ever were, oldest first
 * @param endedAt when the clock stopped
 * @param receipt how it was handed over, and what was answered
 * @param toldAt since when all holders are told of what is released now; null before
 */
record Disclosure(
    UUID id,
    UUID authority,
    Instrument instrument,
    boolean urgent,
    String reference,
    String ground,
    @Nullable Instant issuedAt,
    Instant receivedAt,
    @Nullable Instant dueAt,
    PlatformId platform,
    List<Named> named,
    Set<Data> data,
    @Nullable Instant from,
    @Nullable Instant until,
    String contact,
    @Nullable Silence silence,
    @Nullable Emergency emergency,
    RemovalOrder.Source source,
    RecordId record,
    State state,
    @Nullable Proposed proposed,
    List<Released> releases,
    @Nullable Denial denial,
    String reason,
    @Nullable Instant endedAt,
    String receipt,
    @Nullable Instant toldAt) {
  Disclosure {
    named = List.copyOf(named);
    data = Set.copyOf(data);
    releases = List.copyOf(releases);
  }

  /** How it stands, and where it may go from there. */
  enum State {
    OPEN("open"),
    PROPOSED("waits for release"),
    COLLECTING("being collected"),
    READY("ready to hand over"),
    HANDED_OVER("handed over"),
    REFUSED("refused"),
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

    Set<State> next() {
      return switch (this) {
        case OPEN -> EnumSet.of(PROPOSED, REFUSED, TAKEN_BACK);
        case PROPOSED -> EnumSet.of(OPEN, COLLECTING, REFUSED, TAKEN_BACK);
        case COLLECTING -> EnumSet.of(READY, TAKEN_BACK);
        case READY -> EnumSet.of(OPEN, HANDED_OVER, TAKEN_BACK);
        case HANDED_OVER, REFUSED, TAKEN_BACK -> EnumSet.noneOf(State.class);
      };
    }
  }

  /** Why nothing is disclosed. */
  enum Denial {
    TOO_WIDE("it asks for more than such a paper may"),
    INSUFFICIENT("it does not say enough"),
    MANIFEST_ERROR("it contains manifest errors"),
    NO_DANGER("it does not show the danger, or why the data averts it"),
    NOTHING_KEPT("nothing of what it asks for is kept"),
    /** The only one while the authority is not verified; nothing is answered. */
    FORGED("no authority issued it");

    private final String words;

    Denial(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Denial ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * Why somebody asks without an order.
   *
   * @param danger who is in danger, and of what
   * @param averts why the data averts it
   * @param officer who signed, with rank
   */
  record Emergency(String danger, String averts, String officer) {}

  /**
   * An account as it is named.
   *
   * @param account null where nobody was found
   * @param missing why nobody was found, empty where somebody was
   * @param proposed whether it is part of what is proposed
   * @param act the order to act; null before, and where the platform has nothing to give
   * @param answer of the platform, where that was no file
   */
  record Named(
      int place,
      String named,
      @Nullable AccountRef account,
      String missing,
      boolean proposed,
      @Nullable OrderId act,
      String answer) {}

  /**
   * What somebody wants to hand over.
   *
   * @param id its own: who releases says which they read
   * @param contact of the registry through which the authority said that the paper is theirs
   * @param how what was asked there and answered
   */
  record Proposed(UUID id, Actor.Staff by, Instant at, Scope scope, String contact, String how) {}

  /**
   * What was released, and by whom. It is never forgotten.
   *
   * @param alone whether it was who had proposed it
   * @param bundle of the orders to act
   * @param downloadedAt when its file was first downloaded; null before
   * @param droppedAt when it was dropped; null while it stands
   * @param review what another found afterwards, empty before
   */
  record Released(
      UUID id,
      Actor.Staff proposedBy,
      Actor.Staff by,
      Instant at,
      boolean alone,
      Scope scope,
      UUID bundle,
      RecordId record,
      @Nullable Instant downloadedAt,
      @Nullable Instant droppedAt,
      String review) {}

  /** All that it asks for, as far as the accounts were found. */
  Scope asked() {
    return new Scope(data, accounts(), from, until);
  }

  /** Those that it names and that were found, each once. */
  List<AccountRef> accounts() {
    return named.stream().map(Named::account).filter(Objects::nonNull).distinct().toList();
  }

  public boolean is(State wanted) {
    return state == wanted;
  }

  /** The release that stands; null before, and after it was dropped. */
  @Nullable Released released() {
    return releases.stream().filter(it -> it.droppedAt() == null).findFirst().orElse(null);
  }

  /** Whether somebody has the file of what is released: then nothing of it is undone. */
  public boolean downloaded() {
    Released release = released();
    return release != null && release.downloadedAt() != null;
  }

  /** Whether somebody sent it and it was not withdrawn. */
  boolean stands() {
    return state != State.TAKEN_BACK && denial != Denial.FORGED;
  }

  /** Whether the holders are not told yet. */
  boolean silent(Instant now) {
    return silence != null && silence.until().isAfter(now);
  }

  /** Whether less is handed over than was asked for. */
  boolean inPart() {
    return proposed != null && !proposed.scope().equals(asked());
  }

  /** The releases that somebody else has to look at afterwards, also what was dropped since. */
  List<Released> unreviewed() {
    return releases.stream()
        .filter(it -> it.review().isEmpty() && (emergency != null || it.alone()))
        .toList();
  }

  public boolean needsReview() {
    return !unreviewed().isEmpty();
  }
}
