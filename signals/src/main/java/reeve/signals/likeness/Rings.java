package reeve.signals.likeness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who of some candidates shares enough with the seeds, and then with those who were surest: a group
 * that speaks several languages shares its texts within each of them alone.
 */
final class Rings {
  /** Who is so sure counts as one of the group for the next ring. */
  private static final int SURE = 95;

  /** Who is less sure is not given: it is chance. */
  static final int LEAST = 40;

  private static final int RINGS = 3;

  private static final String INDIRECT =
      "It is like surer ones of this list, and not like those who were asked about.";

  /** So many of the surest count at the most. */
  private static final int WIDEST = 60;

  private final List<Profile> seeds;
  private final List<Profile> cleared;
  private final List<Search.Candidate> candidates;
  private final Rarity rarity;
  private final int among;

  Rings(
      List<Profile> seeds,
      List<Profile> cleared,
      List<Search.Candidate> candidates,
      Rarity rarity,
      int among) {
    this.seeds = seeds;
    this.cleared = cleared;
    this.candidates = candidates;
    this.rarity = rarity;
    this.among = among;
  }

  /** Those who share enough, the surest first. */
  List<Alike> found(int limit) {
    Map<String, Alike> found = new HashMap<>();
    List<Profile> group = new ArrayList<>(seeds);
    for (int ring = 0; ring < RINGS; ring++) {
      Ties ties = new Ties(group, cleared, rarity, among);
      List<Search.Candidate> surest = new ArrayList<>();
      for (Search.Candidate each : candidates) {
        String account = each.vector.account;
        if (!found.containsKey(account) && ties.anyConduct(each.vector)) {
          Bond shared = ties.with(each.profile());
          int percent = shared.stands() ? Sureness.percent(shared, group.size()) : 0;
          if (percent >= LEAST) {
            found.put(account, alike(each, shared, percent, ring == 0));
          }
          if (percent >= SURE) {
            surest.add(each);
          }
        }
      }
      int room = WIDEST - (group.size() - seeds.size());
      if (surest.isEmpty() || room <= 0) {
        break;
      }
      surest.stream().limit(room).map(Search.Candidate::profile).forEach(group::add);
    }
    return found.values().stream()
        .sorted(
            Comparator.comparingInt((Alike one) -> -one.percent())
                .thenComparingDouble(one -> -one.score()))
        .limit(limit)
        .toList();
  }

  private static Alike alike(Search.Candidate of, Bond bond, int percent, boolean direct) {
    Profile profile = of.profile();
    return new Alike(
        profile.account,
        profile.handle,
        of.score,
        percent,
        direct,
        bond,
        direct ? List.of() : List.of(INDIRECT));
  }
}
