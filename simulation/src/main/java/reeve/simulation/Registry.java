package reeve.simulation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives newcomers a name that nobody has, and a profile that fits what they are. */
final class Registry {
  private static final int LONGEST_HANDLE = 26;
  private static final Pattern COUNTED = Pattern.compile("(.*)_(\\d+)");
  private static final List<String> CLIENTS =
      List.of("Square Web", "Square Web", "Pocket Square", "Lantern for Android", "Feather");

  private final Gallery gallery;
  private final Dice dice;
  private final Set<String> handles = new HashSet<>();

  Registry(Gallery gallery, Dice dice) {
    this.gallery = gallery;
    this.dice = dice;
  }

  record Entry(Resident resident, TownFile.Face face) {}

  Entry enrol(
      int number, Role role, Tongue tongue, String[] interests, @Nullable Resident returnOf) {
    Name name = returnOf == null ? name(role, tongue, interests) : nextName(returnOf);
    boolean locked = (role == Role.ORDINARY || role == Role.RELATIVE) && dice.chance(0.07);
    Resident resident =
        new Resident(
            number,
            role,
            tongue,
            interests,
            name.handle(),
            name.display(),
            name.person(),
            locked,
            returnOf);
    return new Entry(resident, face(resident));
  }

  private record Name(String display, String handle, boolean person) {}

  private Name name(Role role, Tongue tongue, String[] interests) {
    Phrasebook book = tongue.phrases();
    String own = role.voice() + ".name";
    if (book.knows(own) && !(role.hasHobbies() && dice.chance(0.6))) {
      String[] both = book.say(own, dice).split("=", 2);
      return new Name(both[0], unused(both.length == 2 ? both[1] : latin(both[0])), false);
    }
    String[] given = book.say("given", dice).split("=", 2);
    String[] family = book.say("family", dice).split("=", 2);
    String first = latin(given[given.length - 1]);
    String last = latin(family[family.length - 1]);
    boolean familyFirst = tongue.code().equals("ja");
    String display =
        switch (dice.below(6)) {
          case 0 -> given[0];
          case 1 -> first;
          default -> familyFirst ? family[0] + given[0] : given[0] + ' ' + family[0];
        };
    String wish =
        switch (dice.below(6)) {
          case 0 -> first + '_' + last;
          case 1 -> first + dice.between(2, 99);
          case 2 -> last + first.charAt(0);
          case 3 -> first + '_' + interests[0];
          case 4 -> first.charAt(0) + last + dice.between(1, 9);
          default -> first + last;
        };
    return new Name(display, unused(wish), true);
  }

  /** {@code name} comes back as {@code name_2}, that as {@code name_3}. */
  private Name nextName(Resident old) {
    var counted = COUNTED.matcher(old.handle);
    String stem = old.handle;
    int count = 2;
    if (old.returnOf != null && counted.matches()) {
      stem = counted.group(1);
      count = Integer.parseInt(counted.group(2)) + 1;
    }
    while (!handles.add(stem + '_' + count)) {
      count++;
    }
    return new Name(old.displayName, stem + '_' + count, old.person);
  }

  private String unused(String wish) {
    String handle = wish.length() > LONGEST_HANDLE ? wish.substring(0, LONGEST_HANDLE) : wish;
    String tried = handle;
    while (!handles.add(tried)) {
      tried = handle + dice.between(10, handles.size() + 100);
    }
    return tried;
  }

  private static String latin(String name) {
    return Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9_]", "");
  }

  private TownFile.Face face(Resident resident) {
    Phrasebook book = resident.tongue.phrases();
    String location = dice.chance(0.65) ? book.say("city", dice) : "";
    @Nullable String avatar = dice.chance(0.75) ? gallery.pick("avatar", dice) : null;
    List<Line.Pair> fields = new ArrayList<>();
    if (dice.chance(resident.role.hasHobbies() ? 0.12 : 0.4)) {
      fields.add(new Line.Pair(book.say("field.web", dice), site(resident)));
    }
    return new TownFile.Face(bio(resident), location, fields, avatar, client(resident.role));
  }

  private String bio(Resident resident) {
    Phrasebook book = resident.tongue.phrases();
    boolean ordinary = resident.role == Role.ORDINARY || resident.role == Role.BRIGADER;
    if (ordinary && dice.chance(0.15)) {
      return "";
    }
    StringBuilder bio = new StringBuilder();
    if (!ordinary) {
      bio.append(book.say(resident.role.voice() + ".bio", dice));
    }
    if (resident.isPerson() && (ordinary || dice.chance(0.4))) {
      for (int i = 0; i < (ordinary ? dice.between(1, 2) : 1); i++) {
        String hobby = book.say(resident.interests[i] + ".hobby", dice);
        if (bio.indexOf(hobby) < 0) {
          bio.append(bio.isEmpty() ? "" : " · ").append(hobby);
        }
      }
    }
    return bio.toString();
  }

  private static String site(Resident resident) {
    return "https://" + resident.handle.replace('_', '-') + ".example/";
  }

  private @Nullable String client(Role role) {
    return switch (role) {
      case SPAMMER, AMPLIFIER -> dice.chance(0.7) ? "bulkpost 0.3" : "Square Web";
      case ORDINARY,
          JOURNALIST,
          COUNTER_SPEAKER,
          RELATIVE,
          RESEARCHER,
          BOOKSELLER,
          FILM_PROMOTER,
          HELPLINE,
          ACTIVIST,
          BRIGADER,
          PROPAGANDIST,
          RECRUITER ->
          dice.chance(0.1) ? null : dice.pick(CLIENTS);
    };
  }
}
