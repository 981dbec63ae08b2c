package reeve.server.legal;

import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * That a life is in danger (Regulation (EU) 2022/2065, Article 18), or that somebody is suspected
 * of having a part in terrorism: told to law enforcement unasked.
 *
 * @param state where the offence, the suspect or the victim is believed to be; null where that is
 *     not known
 * @param place why this state, or what was tried to find it out
 * @param contact of the authority, to which the text goes
 * @param text what is told
 * @param released null while it waits for a second person
 * @param droppedAt when somebody dropped it; null else
 * @param sentAt when a person sent it; null before
 * @param receipt what the authority answered, and how it was sent
 * @param review what another found afterwards, empty before
 */
record Notification(
    UUID id,
    About about,
    CaseId caseId,
    AccountRef account,
    String danger,
    @Nullable String state,
    String place,
    UUID authority,
    String contact,
    String text,
    RecordId record,
    Actor.Staff startedBy,
    Instant startedAt,
    @Nullable Released released,
    @Nullable Instant droppedAt,
    @Nullable Instant sentAt,
    String receipt,
    String review) {
  /** What is told, and so what may be carried. */
  enum About {
    DANGER("Danger to life"),
    /** Nobody is in danger now: public posts only, and no release for want of a second person. */
    SUSPICION("Suspected terrorism");

    private final String words;

    About(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static About ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Who released it.
   *
   * @param alone whether there was no second person
   */
  record Released(Actor.Staff by, Instant at, boolean alone) {}

  public boolean waits() {
    return released == null && droppedAt == null;
  }

  /** When who started it may release it alone. */
  public Instant aloneFrom() {
    return startedAt.plus(SecondPerson.ALONE_AFTER);
  }

  /** Whether somebody else has to look at it afterwards. */
  public boolean needsReview() {
    return released != null && released.alone() && review.isEmpty();
  }

  /** Who had a hand in it up to its release. */
  Set<Actor.Staff> hands() {
    Set<Actor.Staff> hands = new HashSet<>(Set.of(startedBy));
    if (released != null) {
      hands.add(released.by());
    }
    return hands;
  }

  public boolean isDanger() {
    return about == About.DANGER;
  }

  public boolean startedBy(Actor.Staff member) {
    return startedBy.equals(member);
  }
}
