package reeve.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who flags what: honestly, by mistake, out of spite, or together with others on command. */
final class Flags {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /** Before the end: the time in which most flags lie, so that the queue is lively. */
  private static final long LIVELY = 48 * HOUR;

  private final Population population;
  private final Agenda agenda;
  private final TownFile file;
  private final long end;
  private final Dice dice;

  Flags(Population population, Agenda agenda, TownFile file, long end, Dice dice) {
    this.population = population;
    this.agenda = agenda;
    this.file = file;
    this.end = end;
    this.dice = dice;
  }

  /** Why somebody flags: decides category, rules and words. */
  private enum Motive {
    CRIMSON,
    RECRUIT,
    SPAM,
    BRIGADE,
    DISPUTE,
    MISTAKE
  }

  /** A motive, whether it is honest, and the words if others gave them. */
  private record Why(Motive motive, boolean honest, @Nullable String words) {}

  /** A post was written: plans the flags that it will draw. */
  void to(Said said) {
    Resident author = said.author();
    double lively = said.at() > end - LIVELY ? 1 : 0.04;
    switch (author.role) {
      case PROPAGANDIST, AMPLIFIER -> honest(said, Motive.CRIMSON, 1.3 * lively);
      case RECRUITER -> honest(said, Motive.RECRUIT, 1.2 * lively);
      case SPAMMER -> honest(said, Motive.SPAM, 0.8 * lively);
      case COUNTER_SPEAKER, ACTIVIST, HELPLINE -> {
        if (dice.chance(0.1 * lively)) {
          brigade(said);
        }
      }
      case JOURNALIST, RESEARCHER -> {
        honest(said, Motive.MISTAKE, 0.1 * lively);
        if (dice.chance(0.02 * lively)) {
          brigade(said);
        }
      }
      case BRIGADER -> honest(said, Motive.DISPUTE, 0.2 * lively);
      case ORDINARY, RELATIVE, BOOKSELLER, FILM_PROMOTER -> {
        honest(said, Motive.DISPUTE, 0.014 * lively);
        if (dice.chance(0.008 * lively)) {
          spite(said);
        }
      }
    }
  }

  /** A private word from a recruiter: only who got it may flag it. */
  void toDirect(Said said, Resident recipient) {
    double lively = said.at() > end - LIVELY ? 0.6 : 0.1;
    if (said.author().role == Role.RECRUITER && dice.chance(lively)) {
      plan(said, recipient, new Why(Motive.RECRUIT, true, null), MINUTE + dice.delay(HOUR));
    }
  }

  private void honest(Said said, Motive motive, double mean) {
    int count = dice.poisson(mean);
    for (int i = 0; i < count; i++) {
      Resident reporter = bystander(said.author());
      if (reporter != null) {
        plan(said, reporter, new Why(motive, true, null), MINUTE + dice.delay(4 * HOUR));
      }
    }
  }

  private @Nullable Resident bystander(Resident author) {
    for (int i = 0; i < 6; i++) {
      Resident someone =
          author.followers.isEmpty() || dice.chance(0.6)
              ? population.anyOf(author.tongue.code(), dice)
              : population.resident(author.followers.pick(dice));
      if (someone != null && someone != author && !someone.gone && !someone.role.breaksRules()) {
        return someone;
      }
    }
    return null;
  }

  /** Many at once against one who speaks up: within minutes, in much the same words. */
  private void brigade(Said said) {
    int size = dice.between(4, 14);
    String agreed = said.author().tongue.phrases().say("flag.brigade", dice);
    for (int i = 0; i < size; i++) {
      Resident member =
          population.anyOf(dice.chance(0.7) ? Role.BRIGADER.word() : Population.CRIMSON, dice);
      if (member != null) {
        @Nullable String words = dice.chance(0.55) ? agreed : null;
        long after = 2 * MINUTE + dice.delay(4 * MINUTE);
        plan(said, member, new Why(Motive.BRIGADE, false, words), after);
      }
    }
  }

  private void spite(Said said) {
    Resident rival = bystander(said.author());
    if (rival != null) {
      plan(said, rival, new Why(Motive.DISPUTE, false, null), MINUTE + dice.delay(2 * HOUR));
    }
  }

  private void plan(Said said, Resident reporter, Why why, long after) {
    agenda.plan(
        said.at() + after,
        at -> {
          if (!reporter.gone && reporter != said.author()) {
            report(said, reporter, why, at);
          }
        });
  }

  private void report(Said said, Resident reporter, Why why, long at) throws IOException {
    Motive motive = why.motive();
    boolean spam = motive == Motive.SPAM && dice.chance(0.85);
    String category = spam ? "spam" : motive == Motive.DISPUTE ? "other" : "violation";
    if (motive == Motive.DISPUTE && dice.chance(0.5)) {
      category = "violation";
    }
    List<String> rules = category.equals("violation") ? rules(motive) : List.of();
    file.report(
        new TownFile.Flag(
            reporter,
            said.author(),
            posts(said),
            category,
            rules,
            why.words() == null ? comment(reporter.tongue.phrases(), motive) : why.words(),
            why.honest()),
        at);
  }

  private List<String> rules(Motive motive) {
    return switch (motive) {
      case CRIMSON -> dice.chance(0.25) ? List.of("1", "2") : List.of("1");
      case RECRUIT -> List.of("1");
      case SPAM -> List.of("3");
      case BRIGADE -> List.of(dice.pick(List.of("1", "2", "4", "4")));
      case DISPUTE -> List.of(dice.pick(List.of("4", "4", "5", "3")));
      case MISTAKE -> List.of("1");
    };
  }

  private List<String> posts(Said said) {
    List<String> posts = new ArrayList<>();
    if (!said.open()) {
      posts.add(said.id());
      return posts;
    }
    if (dice.chance(0.12)) {
      return posts;
    }
    posts.add(said.id());
    if (dice.chance(0.3)) {
      for (long other : said.author().latest(3)) {
        if (other != said.number()) {
          posts.add("p" + other);
        }
      }
    }
    return posts;
  }

  private String comment(Phrasebook book, Motive motive) {
    return switch (motive) {
      case CRIMSON -> dice.chance(0.2) ? "" : book.say("flag.crimson", dice);
      case RECRUIT -> dice.chance(0.1) ? "" : book.say("flag.recruit", dice);
      case SPAM -> dice.chance(0.45) ? "" : book.say("flag.spam", dice);
      case BRIGADE -> dice.chance(0.15) ? "" : book.say("flag.brigade", dice);
      case DISPUTE -> dice.chance(0.2) ? "" : book.say("flag.dispute", dice);
      case MISTAKE -> book.say("flag.mistake", dice);
    };
  }
}
