package reeve.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who lives in the town, when they came, and whom they know by interest and language. */
final class Population {
  private static final long DAY = 86_400_000;

  /** How far back the oldest accounts go before the posts begin. */
  private static final long HISTORY = 3 * 365 * DAY;

  /** The part of the accounts that is there before the posts begin. */
  private static final double SETTLED = 0.94;

  /** The part of the Crimson Dawn that comes back under a new name. */
  private static final double RETURNING = 0.2;

  private final Town plan;
  private final long start;
  private final long end;
  private final Agenda agenda;
  private final TownFile file;
  private final Dice dice;
  private final Gallery gallery;
  private final Registry registry;
  private final Follows follows;
  private final List<Tongue> tongues = Tongue.all();
  private final List<Resident> residents = new ArrayList<>();
  private final Map<String, Numbers> communities = new HashMap<>();
  private final Numbers tickets = new Numbers();
  private final Role[] arriving;
  private final int settled;
  private int arrived;
  private long nextArrival;

  Population(
      Town plan, long start, long end, Agenda agenda, TownFile file, Gallery gallery, Dice dice) {
    this.plan = plan;
    this.start = start;
    this.end = end;
    this.agenda = agenda;
    this.file = file;
    this.dice = dice;
    this.gallery = gallery;
    this.registry = new Registry(gallery, dice.fork());
    int crimson = crimson();
    int returning = crimson == 0 ? 0 : Math.max(1, (int) Math.round(crimson * RETURNING));
    this.arriving = arrivals(crimson - returning, plan.accounts() - returning);
    this.settled = (int) (arriving.length * SETTLED);
    this.follows = new Follows(this, agenda, file, end, dice.fork());
    this.nextArrival = arrivalTime();
    planReturns(returning);
  }

  private int crimson() {
    return plan.crimsonShare() == 0
        ? 0
        : Math.max(4, (int) Math.round(plan.accounts() * plan.crimsonShare()));
  }

  /** The roles in the order in which they come: spammers and the Crimson Dawn are mostly young. */
  private Role[] arrivals(int crimson, int total) {
    Role[] roles = new Role[total];
    Arrays.fill(roles, Role.ORDINARY);
    int filled = 0;
    for (Role role : Role.values()) {
      int count = role.share() == 0 ? 0 : Math.max(1, (int) Math.round(role.share() * total));
      Arrays.fill(roles, filled, filled + count, role);
      filled += count;
    }
    int propagandists = Math.max(1, crimson * 3 / 10);
    int recruiters = Math.max(1, crimson / 5);
    if (crimson > 0) {
      Arrays.fill(roles, filled, filled + propagandists, Role.PROPAGANDIST);
      filled += propagandists;
      Arrays.fill(roles, filled, filled + recruiters, Role.RECRUITER);
      filled += recruiters;
      Arrays.fill(roles, filled, filled + crimson - propagandists - recruiters, Role.AMPLIFIER);
    }
    record Coming(Role role, double when) {}
    return Arrays.stream(roles)
        .map(role ->
            new Coming(
                role,
                role.crimson() || role == Role.SPAMMER ? 0.55 + 0.38 * dice.unit() : dice.unit()))
        .sorted(Comparator.comparingDouble(Coming::when))
        .map(Coming::role)
        .toArray(Role[]::new);
  }

  private long arrivalTime() {
    if (arrived >= arriving.length) {
      return Long.MAX_VALUE;
    }
    if (arrived < settled) {
      double part = (arrived + dice.unit()) / settled;
      return start - HISTORY + (long) (StrictMath.sqrt(part) * (HISTORY - DAY));
    }
    double part = (arrived - settled + dice.unit()) / (arriving.length - settled);
    return start + (long) (part * (end - start));
  }

  /** When the next newcomer comes, or {@link Long#MAX_VALUE}. */
  long nextArrival() {
    return nextArrival;
  }

  /** The next newcomer signs up. */
  void settle() throws IOException {
    long at = nextArrival;
    Role role = arriving[arrived++];
    nextArrival = arrivalTime();
    settle(role, Tongue.pick(tongues, dice), null, at);
  }

  private Resident settle(Role role, Tongue tongue, @Nullable Resident returnOf, long at)
      throws IOException {
    Registry.Entry entry =
        registry.enrol(residents.size() + 1, role, tongue, interests(tongue), returnOf);
    Resident resident = entry.resident();
    residents.add(resident);
    file.account(resident, entry.face(), at);
    for (String interest : resident.interests) {
      community(tongue.code() + ' ' + interest).add(resident.number);
    }
    community(tongue.code()).add(resident.number);
    community(role.word()).add(resident.number);
    if (role.crimson()) {
      community(CRIMSON).add(resident.number);
    }
    int activity = role.activity() + dice.heavy(1.2, 40) - 1;
    for (int i = 0; i < activity; i++) {
      tickets.add(resident.number);
    }
    follows.begin(resident, at);
    return resident;
  }

  /** The community of all of the Crimson Dawn. */
  static final String CRIMSON = "crimson";

  private String[] interests(Tongue tongue) {
    String first = dice.pick(tongue.topics());
    String second = dice.pick(tongue.topics());
    String third = dice.pick(tongue.topics());
    return new String[] {first, second, third};
  }

  private void planReturns(int returning) {
    for (int i = 0; i < returning; i++) {
      double part = 0.15 + 0.8 * (i + dice.unit()) / returning;
      agenda.plan(start + (long) (part * (end - start)), this::vanish);
    }
  }

  /** One of the Crimson Dawn goes silent and is back under the next name a little later. */
  private void vanish(long at) {
    Resident old = leaver();
    old.gone = true;
    old.succeeded = true;
    long back = Math.min(end, at + DAY / 24 + dice.delay(DAY / 2));
    agenda.plan(back, when -> follows.callBack(old, settle(old.role, old.tongue, old, when), when));
  }

  private Resident leaver() {
    Numbers crimson = community(CRIMSON);
    Resident chosen = resident(crimson.pick(dice));
    for (int i = 0; chosen.succeeded || (chosen.role == Role.AMPLIFIER && i < 20); i++) {
      chosen = i < 200 ? resident(crimson.pick(dice)) : resident(crimson.get(i % crimson.size()));
    }
    return chosen;
  }

  Gallery gallery() {
    return gallery;
  }

  Resident resident(int number) {
    return residents.get(number - 1);
  }

  int size() {
    return residents.size();
  }

  /** Those of a language, of a language and an interest, of a role, or the Crimson Dawn. */
  Numbers community(String name) {
    return communities.computeIfAbsent(name, n -> new Numbers());
  }

  /** Somebody of the community who is still there, if a few tries find one. */
  @Nullable Resident anyOf(String community, Dice dice) {
    Numbers members = community(community);
    for (int i = 0; i < 6 && !members.isEmpty(); i++) {
      Resident member = resident(members.pick(dice));
      if (!member.gone) {
        return member;
      }
    }
    return null;
  }

  /** Somebody to write a post, more often those who write much. */
  Resident writer(Dice dice) {
    Resident writer = resident(tickets.pick(dice));
    while (writer.gone) {
      writer = resident(tickets.pick(dice));
    }
    return writer;
  }
}
