package reeve.signals.likeness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.util.BytesRef;

/**
 * Some accounts, two by two. Of each no more is compared than what another of them has too; rarity
 * is measured among those who write the rarer of the two languages.
 */
final class Pairs {
  private static final List<Kind> KINDS = Arrays.stream(Kind.values()).filter(Kind::isTie).toList();

  private final List<Profile> profiles;
  private final Rarity rarity;

  private Pairs(List<Profile> profiles, Rarity rarity) {
    this.profiles = profiles;
    this.rarity = rarity;
  }

  static Pairs of(IndexReader reader, Rarity rarity, List<String> accounts) throws IOException {
    List<Profile> profiles = new ArrayList<>(accounts.size());
    for (String account : new LinkedHashSet<>(accounts)) {
      BytesRef bytes = Documents.profile(reader, account);
      if (bytes != null) {
        profiles.add(ProfileBytes.read(bytes));
      }
    }
    return new Pairs(profiles, rarity);
  }

  /** An account: of each kind, in order, what another of them has too, and what that weighs. */
  private static final class One {
    private final Profile profile;
    private final int place;
    private final int among;
    private final long[] features;
    private final float[] weights;

    /** Where each kind begins among the features; one more at the end. */
    private final int[] begins = new int[Kind.count() + 1];

    private One(Profile profile, int place, long[] features, Rarity rarity) {
      this.profile = profile;
      this.place = place;
      this.among = rarity.among(profile.language());
      this.features = features;
      this.weights = new float[features.length];
      for (int i = 0; i < features.length; i++) {
        weights[i] = rarity.weight(features[i], among);
        begins[Feature.kind(features[i]).code() + 1] = i + 1;
      }
      for (int kind = 0; kind < Kind.count(); kind++) {
        begins[kind + 1] = Math.max(begins[kind], begins[kind + 1]);
      }
    }

    private int begin(Kind kind) {
      return begins[kind.code()];
    }

    private int end(Kind kind) {
      return begins[kind.code() + 1];
    }
  }

  List<Between> between() {
    List<One> ones = ones();
    ones.sort(Comparator.comparingInt(one -> one.among));
    List<Between> between = new ArrayList<>();
    for (int i = 0; i < ones.size(); i++) {
      for (int j = i + 1; j < ones.size(); j++) {
        Bond bond = bond(ones.get(i), ones.get(j));
        if (!bond.ties().isEmpty()) {
          between.add(between(ones.get(i), ones.get(j), bond));
        }
      }
    }
    between.sort(
        Comparator.comparingDouble((Between pair) -> -pair.bond().nats())
            .thenComparing(Between::one)
            .thenComparing(Between::other));
    return between;
  }

  private static Between between(One one, One other, Bond bond) {
    boolean inOrder = one.place < other.place;
    return new Between(
        (inOrder ? one : other).profile.account, (inOrder ? other : one).profile.account, bond);
  }

  private List<One> ones() {
    Map<Long, Integer> holders = new HashMap<>();
    profiles.forEach(profile -> profile.each(feature -> holders.merge(feature, 1, Integer::sum)));
    List<One> ones = new ArrayList<>(profiles.size());
    for (Profile profile : profiles) {
      long[] common =
          profile.held.keySet().stream()
              .filter(feature -> holders.getOrDefault(feature, 0) > 1)
              .mapToLong(Long::longValue)
              .sorted()
              .toArray();
      ones.add(new One(profile, ones.size(), common, rarity));
    }
    return ones;
  }

  /** The ties that stand, by the measure of {@link Ties}; what weighs is told by the first. */
  private static Bond bond(One one, One other) {
    List<Tie> ties = new ArrayList<>();
    Bond.Counting ofOne = new Bond.Counting();
    Bond.Counting ofOther = new Bond.Counting();
    for (Kind kind : KINDS) {
      List<Integer> shared = shared(one, other, kind);
      double nats = shared.stream().mapToDouble(at -> one.weights[at]).sum();
      if (shared.size() >= Ties.fewest(kind) && nats >= Ties.least(kind)) {
        for (int at : shared) {
          ofOne.add(kind, one.profile.get(one.features[at]));
          ofOther.add(kind, other.profile.get(one.features[at]));
        }
        ties.add(
            new Tie(
                kind,
                shared.size(),
                one.profile.counts[kind.code()],
                nats,
                words(kind, shared.size()),
                kind.isNamed() ? examples(one, shared) : List.of()));
      }
    }
    ties.sort(
        Comparator.comparing((Tie tie) -> !tie.kind().conduct())
            .thenComparingDouble(tie -> -tie.nats()));
    return new Bond(ties, Math.min(ofOne.unrelated(), ofOther.unrelated()));
  }

  /** The places of what weighs something for the first, and the other has too. */
  private static List<Integer> shared(One one, One other, Kind kind) {
    List<Integer> shared = new ArrayList<>();
    int j = other.begin(kind);
    for (int i = one.begin(kind); i < one.end(kind) && j < other.end(kind); i++) {
      while (j < other.end(kind) && other.features[j] < one.features[i]) {
        j++;
      }
      if (j < other.end(kind) && other.features[j] == one.features[i] && one.weights[i] > 0) {
        shared.add(i);
      }
    }
    return shared;
  }

  /** The rarest of the values that may be shown. */
  private static List<String> examples(One one, List<Integer> named) {
    return named.stream()
        .sorted(Comparator.comparingDouble(at -> -one.weights[at]))
        .map(at -> one.profile.held.get(one.features[at]))
        .flatMap(held -> held == null ? Stream.empty() : Stream.ofNullable(held.label()))
        .distinct()
        .limit(Tie.EXAMPLES)
        .toList();
  }

  private static String words(Kind kind, int shared) {
    return switch (kind) {
      case INVITE -> common(shared, "invite");
      case LINK -> common(shared, "link");
      case TEXT -> common(shared, "text") + ", word by word";
      case MOMENT -> "the same text within two minutes" + times(shared);
      case MEDIA -> common(shared, "picture");
      case TOGETHER -> "passed the same post on within two minutes" + times(shared);
      case BOOST -> "both passed on " + count(shared, "post");
      case HASHTAG -> common(shared, "hashtag");
      case WORD -> "";
      case PHRASE -> count(shared, "run") + " of five words in common";
      case MENTION -> "both mention " + count(shared, "account");
      case FOLLOWS -> "both follow " + count(shared, "account");
      case FOLLOWER -> "both are followed by " + count(shared, "account");
      case NAME -> "names of one family";
      case DISPLAY -> "the same display name";
      case BIO -> "describe themselves in the same words";
      case AVATAR -> "the same avatar";
    };
  }

  private static String common(int shared, String what) {
    return count(shared, what) + " in common";
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String times(int number) {
    return number == 1 ? "" : ", " + number + " times";
  }
}
