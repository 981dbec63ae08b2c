package reeve.signals.likeness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** All that the index knows of one account: bounded, whatever the account does. Of one thread. */
final class Profile {
  /** So many languages of an account are counted. */
  private static final int LANGUAGES = 4;

  final String account;
  String handle = "";
  long createdAt;
  long followers;
  long following;
  long posts;
  Standing standing = Standing.NONE;
  final Map<String, Integer> languages = new HashMap<>();
  final Map<Long, Held> held = new HashMap<>();
  final int[] counts = new int[Kind.count()];

  /** The features that the index has of it, in order; null where it has nothing. */
  long @Nullable [] written;

  String writtenLanguage = "";

  /** The kinds that overflowed and are kept no more, a bit each. */
  int full;

  Profile(String account) {
    this.account = account;
  }

  /** The language that it writes most, by which rarity is measured; empty where none is known. */
  String language() {
    String most = "";
    int times = 0;
    for (Map.Entry<String, Integer> each : languages.entrySet()) {
      if (each.getValue() > times
          || (each.getValue() == times && each.getKey().compareTo(most) < 0)) {
        most = each.getKey();
        times = each.getValue();
      }
    }
    return most;
  }

  void wrote(String language) {
    if (languages.containsKey(language) || languages.size() < LANGUAGES) {
      languages.merge(language, 1, Integer::sum);
    }
  }

  void hold(long feature, long at, @Nullable String post, @Nullable String label) {
    Kind kind = Feature.kind(feature);
    if ((full & (1 << kind.code())) != 0) {
      return;
    }
    Held known = held.get(feature);
    long when = kind.isOfPosts() ? at : 0;
    if (known != null) {
      held.put(feature, known.again(when, post));
      return;
    }
    if (counts[kind.code()] >= kind.most()) {
      if (kind.endsWhereFull()) {
        full |= 1 << kind.code();
        drop(kind);
        return;
      }
      dropLeast(kind);
    }
    String shown = kind.isNamed() && label != null ? cut(label) : null;
    held.put(feature, new Held(1, when, kind.isOfPosts() ? post : null, shown));
    counts[kind.code()]++;
  }

  Held get(long feature) {
    Held known = held.get(feature);
    if (known == null) {
      throw new IllegalStateException("a feature that the account does not have");
    }
    return known;
  }

  /** Whether the feature was held. */
  boolean drop(long feature) {
    if (held.remove(feature) == null) {
      return false;
    }
    counts[Feature.kind(feature).code()]--;
    return true;
  }

  void drop(Kind kind) {
    for (long feature : of(kind)) {
      drop(feature);
    }
  }

  /** What was seen last in that post. */
  void forget(String post) {
    List<Long> gone = new ArrayList<>();
    held.forEach((feature, each) -> {
      if (post.equals(each.last())) {
        gone.add(feature);
      }
    });
    gone.forEach(this::drop);
  }

  /**
   * An eighth of a kind leaves at once: the oldest, or the least often seen ({@link Kind#ages}).
   */
  private void dropLeast(Kind kind) {
    held.entrySet().stream()
        .filter(each -> Feature.kind(each.getKey()) == kind)
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<Long, Held> each) -> kind.ages() ? each.getValue().at() : 0)
                .thenComparingInt(each -> each.getValue().count())
                .thenComparingLong(Map.Entry::getKey))
        .limit(Math.max(1, kind.most() / 8))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::drop);
  }

  /** In order. */
  long[] features() {
    long[] features = new long[held.size()];
    int at = 0;
    for (long feature : held.keySet()) {
      features[at++] = feature;
    }
    Arrays.sort(features);
    return features;
  }

  List<Long> of(Kind kind) {
    return held.keySet().stream().filter(feature -> Feature.kind(feature) == kind).toList();
  }

  void each(LongConsumer hears) {
    for (long feature : held.keySet()) {
      hears.accept(feature);
    }
  }

  private static String cut(String label) {
    return label.length() <= Held.LABEL ? label : label.substring(0, Held.LABEL - 1) + "…";
  }
}
