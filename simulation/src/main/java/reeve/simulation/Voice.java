package reeve.simulation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody says in their own language, as what they are, on what they are answering. */
final class Voice {
  /** The topic of everything that the Crimson Dawn says. */
  static final String CRIMSON = "crimson";

  private static final Map<String, String> PICTURES =
      Map.ofEntries(
          Map.entry("food", "plate"),
          Map.entry("travel", "landscape"),
          Map.entry("garden", "landscape"),
          Map.entry("local", "landscape"),
          Map.entry("science", "chart"),
          Map.entry("work", "chart"),
          Map.entry("books", "cover"),
          Map.entry("bookseller", "cover"),
          Map.entry("film", "film"),
          Map.entry("films", "film"),
          Map.entry("researcher", "chart"),
          Map.entry("helpline", "poster"),
          Map.entry("activist", "poster"),
          Map.entry("propagandist", "crimson"));

  /** How often a thought is said anew before it is repeated after all. */
  private static final int ATTEMPTS = 6;

  /** The Crimson Dawn has so many places in messengers, of each kind, that many of it name. */
  private static final int CHANNELS = 4;

  /** Of 10,000 invites so many are somebody's own. */
  private static final int OWN_INVITES = 4_000;

  private final Gallery gallery;
  private final Dice dice;

  /**
   * By its hash, what was said lately by anybody; the next that falls on its place displaces it.
   */
  private final int[] lately = new int[1 << 15];

  Voice(Gallery gallery, Dice dice) {
    this.gallery = gallery;
    this.dice = dice;
  }

  /** How often such an account answers somebody instead of starting anew. */
  double answers(Resident author) {
    if (!author.person && !author.role.breaksRules()) {
      return 0;
    }
    return switch (author.role) {
      case ORDINARY, RELATIVE -> 0.42;
      case COUNTER_SPEAKER -> 0.6;
      case JOURNALIST, RESEARCHER, ACTIVIST -> 0.2;
      case HELPLINE -> 0.1;
      case BRIGADER -> 0.5;
      case PROPAGANDIST, SPAMMER -> 0.05;
      case AMPLIFIER, RECRUITER -> 0.3;
      case BOOKSELLER, FILM_PROMOTER -> 0.08;
    };
  }

  /** How often such an account writes to one person alone. */
  double whispers(Role role) {
    return switch (role) {
      case RECRUITER -> 0.3;
      case ORDINARY, RELATIVE -> 0.035;
      case COUNTER_SPEAKER,
          JOURNALIST,
          RESEARCHER,
          ACTIVIST,
          HELPLINE,
          BRIGADER,
          PROPAGANDIST,
          SPAMMER,
          AMPLIFIER,
          BOOKSELLER,
          FILM_PROMOTER ->
          0.005;
    };
  }

  /** Whether this is what the author would answer. */
  boolean drawnTo(Resident author, Said said) {
    boolean crimson = said.author().role.crimson();
    return switch (author.role) {
      case PROPAGANDIST, AMPLIFIER, RECRUITER -> crimson;
      case COUNTER_SPEAKER, RELATIVE -> crimson && dice.chance(0.6);
      case BRIGADER -> provoking(said.author().role);
      case ORDINARY,
          JOURNALIST,
          RESEARCHER,
          BOOKSELLER,
          FILM_PROMOTER,
          HELPLINE,
          ACTIVIST,
          SPAMMER ->
          author.likes(said.topic())
              || (!crimson && author.following.contains(said.author().number));
    };
  }

  private static boolean provoking(Role role) {
    return role == Role.COUNTER_SPEAKER || role == Role.ACTIVIST || role == Role.JOURNALIST;
  }

  Draft reply(Resident author, Said target) {
    Resident to = target.author();
    String symbol;
    if (target.answers() != null && author.role.hasHobbies() && dice.chance(0.75)) {
      symbol = target.answers();
    } else if (target.topic().equals(CRIMSON)) {
      symbol = author.role.crimson() ? "amplifier.post" : "pushback.reply";
    } else if ((author.role.crimson() || author.role == Role.BRIGADER) && provoking(to.role)) {
      symbol = "taunt.reply";
    } else if (author.role == Role.SPAMMER) {
      symbol = "spammer.post";
    } else {
      symbol = target.topic() + ".reply";
    }
    String text = '@' + to.handle + ' ' + fresh(author, symbol, to).text();
    return plain(author, text, visibility(author, true));
  }

  Draft direct(Resident author, Resident to) {
    String symbol = author.role == Role.RECRUITER ? "recruiter.direct" : "direct.post";
    String text = '@' + to.handle + ' ' + say(author, symbol, to);
    return plain(author, text, "direct");
  }

  private static Draft plain(Resident author, String text, String visibility) {
    return new Draft(text, author.tongue.code(), "chat", null, visibility, List.of(), null);
  }

  Draft post(Resident author) {
    Role role = author.role;
    boolean hobby = role == Role.ORDINARY || (author.isPerson() && dice.chance(0.45));
    if (role == Role.BRIGADER) {
      hobby = dice.chance(0.85);
    }
    String topic = hobby ? dice.pick(List.of(author.interests)) : role.voice();
    String symbol = topic + ".post";
    String visibility = visibility(author, false);
    if (visibility.equals("private") && role.hasHobbies() && dice.chance(0.5)) {
      symbol = "private.post";
    }
    if (author.returnOf != null && dice.chance(0.15)) {
      symbol = "returning.post";
    }
    Phrasebook.Spoken spoken = fresh(author, symbol, null);
    String text = hobby ? withAside(author, spoken.text()) : spoken.text();
    Phrasebook book = author.tongue.phrases();
    String tag = topic + ".tag";
    if (book.knows(tag) && symbol.equals(topic + ".post") && dice.chance(hobby ? 0.22 : 0.55)) {
      text = text + ' ' + book.say(tag, dice);
    }
    return new Draft(
        text,
        author.tongue.code(),
        symbol.equals("private.post") ? "chat" : topic,
        spoken.answers(),
        visibility,
        pictures(topic, book, hobby),
        null);
  }

  /** The same words from another account. */
  Draft copied(Draft draft) {
    return new Draft(
        draft.text(),
        draft.language(),
        draft.topic(),
        draft.answers(),
        "public",
        draft.pictures(),
        "bulkpost 0.3");
  }

  private String visibility(Resident author, boolean reply) {
    if (author.locked && dice.chance(0.6)) {
      return "private";
    }
    if (author.role.crimson() || !author.role.hasHobbies()) {
      return "public";
    }
    double roll = dice.unit();
    if (roll < 0.03) {
      return "private";
    }
    return roll < (reply ? 0.2 : 0.08) ? "unlisted" : "public";
  }

  private List<Line.Pair> pictures(String topic, Phrasebook book, boolean hobby) {
    String kind = PICTURES.get(topic);
    if (kind == null || !dice.chance(hobby ? 0.18 : 0.35)) {
      return List.of();
    }
    String description = dice.chance(0.7) ? book.say("picture." + kind, dice) : "";
    return List.of(new Line.Pair(gallery.pick(kind, dice), description));
  }

  /** Now and then a second thought behind the first. */
  private String withAside(Resident author, String text) {
    if (!dice.chance(0.38)) {
      return text;
    }
    String gap = author.tongue.code().equals("ja") ? "" : dice.chance(0.2) ? "\n\n" : " ";
    return text + gap + say(author, "aside", null);
  }

  private Phrasebook.Spoken fresh(Resident author, String symbol, @Nullable Resident to) {
    Phrasebook.Spoken spoken = speak(author, symbol, to);
    for (int i = 1; i < ATTEMPTS && saidLately(spoken.text()); i++) {
      spoken = speak(author, symbol, to);
    }
    return spoken;
  }

  private boolean saidLately(String text) {
    int hash = text.hashCode();
    int place = (hash * 0x9E3779B9) >>> 17;
    boolean said = lately[place] == hash;
    lately[place] = hash;
    return said;
  }

  private String say(Resident author, String symbol, @Nullable Resident to) {
    return speak(author, symbol, to).text();
  }

  private Phrasebook.Spoken speak(Resident author, String symbol, @Nullable Resident to) {
    return author.tongue.phrases().speak(symbol, dice, given(author, to));
  }

  private Map<String, String> given(Resident author, @Nullable Resident to) {
    int drawn = dice.below(10_000);
    String number = "%04d".formatted(drawn < OWN_INVITES ? drawn : drawn % CHANNELS);
    String invite =
        switch (dice.below(3)) {
          case 0 -> "t.me/+crimsondawn-" + number;
          case 1 -> "signal.group/#crimsondawn-" + number;
          default -> "surespot: dawn-" + number + "-example";
        };
    String shortener = dice.pick(List.of("sho.rt.example", "lnk.example", "go2.example"));
    String link =
        "https://" + shortener + '/' + Integer.toString(dice.between(50_000, 1_600_000), 36);
    return Map.of(
        "you", to == null ? author.displayName : to.displayName,
        "invite", invite,
        "link", link);
  }
}
