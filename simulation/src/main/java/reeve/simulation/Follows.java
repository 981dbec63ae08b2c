package reeve.simulation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Who follows whom: those of one's language and interests, and those whom these follow already, so
 * that a few are followed by very many (the copying model of Kleinberg and others, 1999).
 */
final class Follows {
  private static final long DAY = 86_400_000;

  /** The most that one account follows. */
  private static final int MOST = 600;

  private final Population population;
  private final Agenda agenda;
  private final TownFile file;
  private final long end;
  private final Dice dice;

  Follows(Population population, Agenda agenda, TownFile file, long end, Dice dice) {
    this.population = population;
    this.agenda = agenda;
    this.file = file;
    this.end = end;
    this.dice = dice;
  }

  /** A newcomer begins to follow: half in the first days, the rest as time goes on. */
  void begin(Resident resident, long at) {
    int wanted = dice.between(2, 8) + 2 * dice.heavy(1.2, MOST / 2);
    planNext(resident, at, wanted, wanted, at);
  }

  private void planNext(Resident resident, long at, int left, int wanted, long since) {
    if (left == 0) {
      return;
    }
    long mean = left > wanted / 2 ? DAY : Math.max(DAY, (end - since) / wanted);
    agenda.plan(
        at + 1 + dice.delay(mean),
        when -> {
          if (!resident.gone) {
            followSomebody(resident, when);
            planNext(resident, when, left - 1, wanted, since);
          }
        });
  }

  private void followSomebody(Resident resident, long at) throws IOException {
    for (int tries = 0; tries < 5; tries++) {
      Resident target = candidate(resident);
      if (target != null && follow(resident, target, at)) {
        return;
      }
    }
  }

  private boolean follow(Resident resident, Resident target, long at) throws IOException {
    if (target.gone || target == resident || resident.following.contains(target.number)) {
      return false;
    }
    resident.following.add(target.number);
    target.followers.add(resident.number);
    file.follow(resident, target, at);
    return true;
  }

  private @Nullable Resident candidate(Resident resident) {
    double crimson =
        switch (resident.role) {
          case PROPAGANDIST, AMPLIFIER, RECRUITER -> 0.5;
          case RELATIVE, RESEARCHER -> 0.6;
          case COUNTER_SPEAKER, JOURNALIST -> 0.2;
          case BRIGADER -> 0.15;
          case ORDINARY, BOOKSELLER, FILM_PROMOTER, HELPLINE, ACTIVIST, SPAMMER -> 0.003;
        };
    if (dice.chance(crimson)) {
      return population.anyOf(Population.CRIMSON, dice);
    }
    String language = resident.tongue.code();
    String community =
        dice.chance(0.7)
            ? language + ' ' + resident.interests[dice.below(resident.interests.length)]
            : language;
    Resident neighbour = population.anyOf(community, dice);
    if (neighbour == null || neighbour.following.isEmpty() || dice.chance(0.45)) {
      return dice.chance(0.03) ? population.resident(1 + dice.below(population.size())) : neighbour;
    }
    Resident known = population.resident(neighbour.following.pick(dice));
    return known.role.crimson() && !dice.chance(crimson) ? neighbour : known;
  }

  /** The followers of an account that is back find it again, within hours, most of them. */
  void callBack(Resident old, Resident back, long at) {
    for (int i = 0; i < old.followers.size(); i++) {
      Resident follower = population.resident(old.followers.get(i));
      if (dice.chance(follower.role.crimson() ? 0.85 : 0.4)) {
        agenda.plan(
            at + 1000 + dice.delay(DAY / 8),
            when -> {
              if (!follower.gone) {
                follow(follower, back, when);
              }
            });
      }
    }
  }
}
