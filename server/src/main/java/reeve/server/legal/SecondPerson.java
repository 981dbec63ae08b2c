package reeve.server.legal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;
import reeve.server.staff.StaffId;

/** Who may release what another began. Where somebody is in danger nothing waits for long. */
@Component
final class SecondPerson {
  /** After this time without a second person, the one on duty releases alone. */
  static final Duration ALONE_AFTER = Duration.ofMinutes(15);

  private final Roster roster;

  SecondPerson(Roster roster) {
    this.roster = roster;
  }

  /**
   * A release where somebody is in danger.
   *
   * @return whether it is who began it, alone
   */
  static boolean inDanger(Actor.Staff began, Instant since, Member by, Instant now) {
    if (!began.equals(Registry.actor(by))) {
      return false;
    }
    if (now.isBefore(since.plus(ALONE_AFTER))) {
      throw new Refused(
          LegalProblem.SAME_PERSON,
          "You started it: a second person releases it. Where nobody comes for 15 minutes, you may.");
    }
    return true;
  }

  /**
   * A release that can wait: alone only where nobody else has one of the roles.
   *
   * @return whether it is who began it, alone
   */
  boolean unhurried(Actor.Staff began, Member by, Set<Role> roles) {
    if (!began.equals(Registry.actor(by))) {
      return false;
    }
    if (!others(Set.of(began), roles).isEmpty()) {
      throw new Refused(
          LegalProblem.SAME_PERSON, "You began it: somebody else of the desk releases it.");
    }
    return true;
  }

  /**
   * A second look afterwards: by nobody who had a hand in it while there is somebody else.
   *
   * @return whether it is somebody else
   */
  boolean looksAgain(Set<Actor.Staff> hands, Member by, Set<Role> roles) {
    if (!hands.contains(Registry.actor(by))) {
      return true;
    }
    if (!others(hands, roles).isEmpty()) {
      throw new Refused(
          LegalProblem.SAME_PERSON, "You had a hand in it: somebody else looks at it.");
    }
    return false;
  }

  private Set<StaffId> others(Set<Actor.Staff> hands, Set<Role> roles) {
    Set<StaffId> others = new HashSet<>();
    roles.forEach(role -> others.addAll(roster.active(role)));
    hands.forEach(hand -> others.remove(new StaffId(hand.id())));
    return others;
  }
}
