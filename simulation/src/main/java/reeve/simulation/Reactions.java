package reeve.simulation;

import org.jspecify.annotations.Nullable;

/** Boosts and favourites: from followers mostly, within hours, the Crimson Dawn's in seconds. */
final class Reactions {
  private static final long HOUR = 3_600_000;
  private static final double MOST = 12;

  private final Population population;
  private final Agenda agenda;
  private final TownFile file;
  private final long end;
  private final Dice dice;

  Reactions(Population population, Agenda agenda, TownFile file, long end, Dice dice) {
    this.population = population;
    this.agenda = agenda;
    this.file = file;
    this.end = end;
    this.dice = dice;
  }

  void to(Said said) {
    if (!said.open() || agenda.full()) {
      return;
    }
    Resident author = said.author();
    double liked = Math.min(MOST, 0.4 + author.followers.size() * 0.04);
    Numbers seen = new Numbers();
    seen.add(author.number);
    int favourites = dice.poisson(liked);
    for (int i = 0; i < favourites; i++) {
      Resident fan = fan(author, seen);
      if (fan != null) {
        agenda.plan(said.at() + 5000 + dice.delay(2 * HOUR), at -> file.favourite(fan, said, at));
      }
    }
    if (author.locked) {
      return;
    }
    int boosts = dice.poisson(liked * 0.3);
    for (int i = 0; i < boosts; i++) {
      Resident fan = fan(author, seen);
      if (fan != null) {
        agenda.plan(said.at() + 9000 + dice.delay(3 * HOUR), at -> file.boost(fan, said, at));
      }
    }
    if (author.role == Role.PROPAGANDIST && dice.chance(0.6)) {
      amplify(said, seen);
    }
  }

  private void amplify(Said said, Numbers seen) {
    int boosts = dice.between(2, 7);
    for (int i = 0; i < boosts; i++) {
      Resident amplifier = population.anyOf(Role.AMPLIFIER.word(), dice);
      if (amplifier != null && !seen.contains(amplifier.number)) {
        seen.add(amplifier.number);
        long at = Math.min(end, said.at() + dice.between(1500, 40_000));
        agenda.plan(at, when -> file.boost(amplifier, said, when));
      }
    }
  }

  private @Nullable Resident fan(Resident author, Numbers seen) {
    Resident fan =
        author.followers.isEmpty() || dice.chance(0.25)
            ? population.anyOf(author.tongue.code(), dice)
            : population.resident(author.followers.pick(dice));
    if (fan == null || fan.gone || seen.contains(fan.number)) {
      return null;
    }
    boolean unlikely = author.role.crimson() && !fan.role.crimson();
    if (unlikely && dice.chance(0.93)) {
      return null;
    }
    seen.add(fan.number);
    return fan;
  }
}
