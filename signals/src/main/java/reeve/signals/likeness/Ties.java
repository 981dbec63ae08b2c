package reeve.signals.likeness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an account shares with the seeds, kind by kind, and whether that is enough. */
final class Ties {
  /** What each feature of the seeds was: how many of them have it, and when they had it. */
  private final Map<Long, List<Held>> seeds = new HashMap<>();

  private final int[] of = new int[Kind.count()];

  /** What of it is conduct and weighs something, in order. */
  private final long[] conduct;

  /** How many of those who were cleared have each feature. */
  private final Map<Long, Integer> cleared = new HashMap<>();

  private final Rarity rarity;
  private final int among;

  /**
   * Ties with the seeds.
   *
   * @param cleared accounts that people found to be something else: what they have too weighs less
   */
  Ties(List<Profile> seeds, List<Profile> cleared, Rarity rarity, int among) {
    for (Profile each : cleared) {
      each.each(feature -> this.cleared.merge(feature, 1, Integer::sum));
    }
    this.rarity = rarity;
    this.among = among;
    for (Profile seed : seeds) {
      seed.held.forEach((feature, held) ->
          this.seeds
              .computeIfAbsent(
                  feature,
                  f -> {
                    of[Feature.kind(f).code()]++;
                    return new ArrayList<>();
                  })
              .add(held));
    }
    this.conduct =
        this.seeds.keySet().stream()
            .mapToLong(Long::longValue)
            .filter(feature -> Feature.kind(feature).conduct() && weight(feature) > 0)
            .sorted()
            .toArray();
  }

  /** Whether anything of conduct is shared: who shares none stands in no answer. */
  boolean anyConduct(Vector account) {
    int at = 0;
    for (long feature : account.features) {
      while (at < conduct.length && conduct[at] < feature) {
        at++;
      }
      if (at == conduct.length) {
        return false;
      }
      if (conduct[at] == feature) {
        return true;
      }
    }
    return false;
  }

  /** The ties that stand: conduct first, then in the order of kinds. */
  Bond with(Profile account) {
    Map<Kind, List<Long>> shared = new HashMap<>();
    account.held.forEach((feature, _) -> {
      Kind kind = Feature.kind(feature);
      if (kind.isTie() && seeds.containsKey(feature) && weight(feature) > 0) {
        shared.computeIfAbsent(kind, _ -> new ArrayList<>()).add(feature);
      }
    });
    List<Tie> ties = new ArrayList<>();
    Bond.Counting counting = new Bond.Counting();
    shared.forEach((kind, features) -> {
      double nats = features.stream().mapToDouble(this::weight).sum();
      if (features.size() >= fewest(kind) && nats >= least(kind)) {
        features.sort(Comparator.comparingDouble(feature -> -weight(feature)));
        features.forEach(feature -> counting.add(kind, account.get(feature)));
        ties.add(
            new Tie(
                kind,
                features.size(),
                of[kind.code()],
                nats,
                words(kind, features, account),
                examples(features, account)));
      }
    });
    ties.sort(
        Comparator.comparing((Tie tie) -> !tie.kind().conduct())
            .thenComparingInt(tie -> tie.kind().code()));
    return new Bond(ties, counting.unrelated());
  }

  private double weight(long feature) {
    double weight = rarity.weight(feature, among);
    Integer others = cleared.get(feature);
    return others == null ? weight : weight / (1 + others);
  }

  /** So many of a kind at least: one is chance where everybody has many. */
  static int fewest(Kind kind) {
    return switch (kind) {
      case FOLLOWS, FOLLOWER, BOOST, PHRASE -> 3;
      case MENTION, TOGETHER -> 2;
      case INVITE, LINK, TEXT, MOMENT, MEDIA, HASHTAG, WORD, NAME, DISPLAY, BIO, AVATAR -> 1;
    };
  }

  /** So many nats at least. */
  static double least(Kind kind) {
    return switch (kind) {
      case FOLLOWS, FOLLOWER, BOOST, TOGETHER -> 8;
      case MENTION -> 6;
      case INVITE, LINK, TEXT, MOMENT, MEDIA, HASHTAG, WORD, NAME, DISPLAY, BIO, AVATAR -> 3;
      case PHRASE -> 10;
    };
  }

  private List<String> examples(List<Long> features, Profile account) {
    List<String> examples = new ArrayList<>();
    for (long feature : features) {
      Held held = account.held.get(feature);
      String shown = held == null ? null : held.label() != null ? held.label() : held.last();
      if (shown != null && examples.size() < Tie.EXAMPLES && !examples.contains(shown)) {
        examples.add(shown);
      }
    }
    return examples;
  }

  private String words(Kind kind, List<Long> features, Profile account) {
    int shared = features.size();
    int all = of[kind.code()];
    return switch (kind) {
      case INVITE -> "shares " + part(shared, all, "invite");
      case LINK -> "shares " + part(shared, all, "link");
      case TEXT ->
          "posted "
              + count(shared, "text")
              + " that stood there before, word by word"
              + within(features, account);
      case MOMENT -> "posted the same text within two minutes " + times(shared);
      case MEDIA -> "posted " + part(shared, all, "picture");
      case TOGETHER -> "passed the same post on within two minutes " + times(shared);
      case BOOST ->
          "passed on " + shared + " of the " + count(all, "post") + " that these passed on";
      case HASHTAG -> "uses " + part(shared, all, "hashtag");
      case WORD -> "";
      case PHRASE -> "writes " + count(shared, "run") + " of five words that stood there before";
      case MENTION ->
          "mentions " + shared + " of the " + count(all, "account") + " that these mention";
      case FOLLOWS ->
          "follows " + shared + " of the " + count(all, "account") + " that these follow";
      case FOLLOWER ->
          "is followed by " + shared + " of the " + count(all, "account") + " that follow these";
      case NAME -> "its name is of the same family";
      case DISPLAY -> "has the same display name";
      case BIO -> "describes itself in the same words";
      case AVATAR -> "has the same avatar";
    };
  }

  private static String part(int shared, int all, String what) {
    return shared + " of " + count(all, what);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String times(int number) {
    return number == 1 ? "once" : number == 2 ? "twice" : number + " times";
  }

  /** How near in time, where it was near. */
  private String within(List<Long> features, Profile account) {
    long least = Long.MAX_VALUE;
    for (long feature : features) {
      Held held = account.held.get(feature);
      for (Held other : seeds.getOrDefault(feature, List.of())) {
        if (held != null && held.at() > 0 && other.at() > 0) {
          least = Math.min(least, Math.abs(held.at() - other.at()));
        }
      }
    }
    return least > 3_600
        ? ""
        : least < 120 ? ", once within " + least + " s" : ", once within " + least / 60 + " min";
  }
}
