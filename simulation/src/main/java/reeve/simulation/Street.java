package reeve.simulation;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where posts are written: who answers whom, who repeats whom, and what each post sets off. */
final class Street {
  /** Of each language, the posts that are still talked about. */
  private static final int RECENT = 48;

  private final Population population;
  private final Agenda agenda;
  private final TownFile file;
  private final Flags flags;
  private final Reactions reactions;
  private final long end;
  private final Dice dice;
  private final Voice voice;
  private final Map<String, Recent> talk = new HashMap<>();
  private long left;
  private long owed;
  private long written;

  Street(
      Population population,
      Agenda agenda,
      TownFile file,
      Flags flags,
      Reactions reactions,
      long end,
      long posts,
      Dice dice) {
    this.population = population;
    this.agenda = agenda;
    this.file = file;
    this.flags = flags;
    this.reactions = reactions;
    this.end = end;
    this.left = posts;
    this.dice = dice;
    this.voice = new Voice(population.gallery(), dice.fork());
  }

  /** The last posts of one language. */
  private static final class Recent {
    private final @Nullable Said[] ring = new @Nullable Said[RECENT];
    private int next;

    void add(Said said) {
      ring[next++ % RECENT] = said;
    }

    @Nullable Said pick(Dice dice) {
      return next == 0 ? null : ring[dice.below(Math.min(next, RECENT))];
    }
  }

  /** Somebody writes a post, unless copies have used up its place already. */
  void write(long at) throws IOException {
    left--;
    if (owed > 0) {
      owed--;
      return;
    }
    Resident author = population.writer(dice);
    Said target = dice.chance(voice.answers(author)) ? target(author) : null;
    if (target != null) {
      send(author, voice.reply(author, target), target, at);
      return;
    }
    Resident friend = friend(author);
    if (friend != null && dice.chance(voice.whispers(author.role))) {
      Said said = send(author, voice.direct(author, friend), null, at);
      flags.toDirect(said, friend);
      return;
    }
    Draft draft = voice.post(author);
    Said said = send(author, draft, null, at);
    if (author.role == Role.PROPAGANDIST && said.open() && dice.chance(0.35)) {
      copy(draft, at);
    }
  }

  private Said send(Resident author, Draft draft, @Nullable Said target, long at)
      throws IOException {
    String topic = author.role.crimson() ? Voice.CRIMSON : draft.topic();
    Said said = new Said(++written, author, at, topic, draft.answers(), draft.open());
    file.post(said, draft, target);
    if (said.open()) {
      talk.computeIfAbsent(author.tongue.code(), code -> new Recent()).add(said);
      author.remember(said.number());
      flags.to(said);
      reactions.to(said);
    }
    return said;
  }

  /** Amplifiers post the same text within seconds. The copies take the places of later posts. */
  private void copy(Draft draft, long at) {
    int copies = dice.between(1, 5);
    for (int i = 0; i < copies; i++) {
      Resident amplifier = population.anyOf(Role.AMPLIFIER.word(), dice);
      long when = at + dice.between(2000, 50_000);
      if (amplifier != null && owed < left && when <= end) {
        owed++;
        agenda.plan(when, then -> send(amplifier, voice.copied(draft), null, then));
      }
    }
  }

  /** Something recent to answer: of one's interests or of those one follows, if there is any. */
  private @Nullable Said target(Resident author) {
    Recent recent = talk.get(author.tongue.code());
    if (recent == null) {
      return null;
    }
    Said fallback = null;
    for (int i = 0; i < 8; i++) {
      Said said = recent.pick(dice);
      if (said == null || said.author() == author || said.author().gone) {
        continue;
      }
      if (voice.drawnTo(author, said)) {
        return said;
      }
      fallback = said.author().role.crimson() || said.author().role == Role.SPAMMER ? null : said;
    }
    return fallback;
  }

  private @Nullable Resident friend(Resident author) {
    if (author.role == Role.RECRUITER) {
      Resident stranger = population.anyOf(author.tongue.code(), dice);
      return stranger == null || stranger.role.crimson() ? null : stranger;
    }
    if (author.following.isEmpty()) {
      return null;
    }
    Resident friend = population.resident(author.following.pick(dice));
    return friend.gone || !friend.speaks(author) ? null : friend;
  }
}
