package reeve.server.legal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;
import reeve.server.staff.StaffId;

/**
 * Who may release what another began. Where somebody is in danger nothing waits for long.
 *
 * <p>One who was made by the other, in either direction, is no second person, nor is anybody whom a
 * member gave their role or sign-in less than three days ago: one person with two accounts is one.
 */
@Component
final class SecondPerson {
  /** After this time without a second person, the one on duty releases alone. */
  static final Duration ALONE_AFTER = Duration.ofMinutes(15);

  /** Since when whoever a member made must have been who they are. */
  static final Duration SETTLED = Duration.ofDays(3);

  private final Roster roster;
  private final InstantSource clock;

  SecondPerson(Roster roster, InstantSource clock) {
    this.roster = roster;
    this.clock = clock;
  }

  /** Whether a member counts as somebody else than who began. */
  boolean isOther(Actor.Staff began, Member by) {
    return isOther(began, by.id());
  }

  /**
   * A release where somebody is in danger.
   *
   * @return whether there was no second person
   */
  boolean inDanger(Actor.Staff began, Instant since, Member by, Instant now) {
    if (isOther(began, by)) {
      return false;
    }
    if (now.isBefore(since.plus(ALONE_AFTER))) {
      throw same(
          Set.of(began),
          by,
          "a second person releases it. Where nobody comes for 15 minutes, you may.");
    }
    return true;
  }

  /**
   * A release that can wait: without a second person only where nobody else who has one of the
   * roles is one.
   *
   * @return whether there was no second person
   */
  boolean unhurried(Actor.Staff began, Member by, Set<Role> roles) {
    return !another(Set.of(began), by, roles, "somebody else of the desk releases it.");
  }

  /**
   * A second look afterwards: by nobody who had a hand in it while there is somebody else.
   *
   * @return whether it is somebody else
   */
  boolean looksAgain(Set<Actor.Staff> hands, Member by, Set<Role> roles) {
    return another(hands, by, roles, "somebody else looks at it.");
  }

  /**
   * Making sure of an entry: by nobody who had a hand in it while somebody else of legal is there.
   *
   * @return whether it is somebody else
   */
  boolean verifies(Set<Actor.Staff> hands, Member by) {
    return another(hands, by, EnumSet.of(Role.LEGAL), "somebody else of legal verifies it.");
  }

  private boolean another(Set<Actor.Staff> hands, Member by, Set<Role> roles, String then) {
    if (isOther(hands, by.id())) {
      return true;
    }
    for (Role role : roles) {
      if (roster.active(role).stream().anyMatch(it -> isOther(hands, it))) {
        throw same(hands, by, then);
      }
    }
    return false;
  }

  private boolean isOther(Set<Actor.Staff> hands, StaffId one) {
    return hands.stream().allMatch(hand -> isOther(hand, one));
  }

  private boolean isOther(Actor.Staff hand, StaffId one) {
    StaffId began = new StaffId(hand.id());
    Roster.Standing standing = roster.standing(one).orElse(null);
    if (standing == null || began.equals(one)) {
      return false;
    }
    StaffId maker = standing.by();
    boolean own = maker != null && maker.equals(began);
    boolean young = maker != null && standing.since().isAfter(clock.instant().minus(SETTLED));
    return !own && !young && !roster.maker(began).filter(one::equals).isPresent();
  }

  private static Refused same(Set<Actor.Staff> hands, Member by, String then) {
    return new Refused(
        LegalProblem.SAME_PERSON,
        (hands.contains(Registry.actor(by))
                ? "You had a hand in it: "
                : "You and whoever had a hand in it count as one person, since one gave the other"
                    + " membership, role or sign-in, or you were given yours less than 72 hours"
                    + " ago: ")
            + then);
  }
}
