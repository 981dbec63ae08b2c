package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NearTextTest {
  private static final int TEXTS = 20_000;

  /** Found, and not found, in tenths of similarity: what the documentation states. */
  @Test
  void nearlyAllTextsOfSevenTenthsShareABand() {
    var random = new Random(20_261_126);
    int[] all = new int[11];
    int[] shared = new int[11];
    double error = 0;
    for (int i = 0; i < TEXTS; i++) {
      List<String> words = words(random, 12 + random.nextInt(30));
      String one = String.join(" ", words);
      String other = String.join(" ", perturbed(random, words));
      double jaccard = jaccard(one, other);
      int tenth = (int) Math.floor(jaccard * 10 + 1e-9);
      NearText left = NearText.of(one);
      NearText right = NearText.of(other);
      all[tenth]++;
      shared[tenth] += Collections.disjoint(left.bands(), right.bands()) ? 0 : 1;
      error += Math.abs(left.similarity(right) - jaccard);
    }
    for (int tenth = 0; tenth <= 10; tenth++) {
      System.out.printf(
          "similarity from %.1f: %d pairs, recall %.4f%n",
          tenth / 10.0, all[tenth], all[tenth] == 0 ? 0 : (double) shared[tenth] / all[tenth]);
    }
    assertThat(recall(all, shared, 8)).isGreaterThan(0.999);
    assertThat(recall(all, shared, 7)).isGreaterThan(0.99);
    assertThat(recall(all, shared, 6)).isGreaterThan(0.9);
    assertThat(error / TEXTS).isLessThan(0.05);
  }

  @Test
  void otherTextsHardlyEverShareABand() {
    var random = new Random(7);
    var known = new HashSet<Long>();
    int found = 0;
    for (int i = 0; i < 2_000; i++) {
      List<Long> bands = NearText.of(String.join(" ", words(random, 20))).bands();
      found += Collections.disjoint(known, bands) ? 0 : 1;
      known.addAll(bands);
    }
    assertThat(found).isLessThan(4);
  }

  @Test
  void copiesWithAnotherLinkPersonNumberOrCaseAreTheSame() {
    NearText one = NearText.of("Join us tonight at 8 by the old mill, https://t.me/dawn @anna");
    NearText other = NearText.of("JOIN us tonight, at 10: by the old mill! t.me/x @ben @carla");
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.similarity(other)).isEqualTo(1);
    assertThat(one.bands()).hasSize(NearText.BANDS).doesNotHaveDuplicates();
    assertThat(NearText.of(one.bytes())).contains(one);
    assertThat(NearText.of(new byte[3])).isEmpty();
  }

  @Test
  void textsWithoutSpacesAreComparedByCharacters() {
    NearText one = NearText.of("夜明けの団は今夜古い水車小屋で集まります。皆さん来てください");
    NearText other = NearText.of("夜明けの団は明日古い水車小屋で集まります。皆さん来てください");
    assertThat(one.similarity(other)).isEqualTo(0.8, within(0.2));
    assertThat(one.similarity(NearText.of("今日は天気がいいので散歩に行きました"))).isLessThan(0.3);
  }

  @Test
  void aTextWithoutWordsIsLikeNoOther() {
    NearText none = NearText.of("123 @anna https://t.me/dawn 😀!");
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.bands()).isEmpty();
    assertThat(none.similarity(none)).isZero();
    assertThat(NearText.of(none.bytes())).contains(none);
    assertThat(NearText.of("dawn").isEmpty()).isFalse();
  }

  /** Bands are stored, so they must not change. */
  @Test
  void bandsStayAsTheyAre() {
    assertThat(NearText.of("the crimson dawn rises").bands().getFirst())
        .isEqualTo(8264969238378653072L);
  }

  private static double recall(int[] all, int[] shared, int tenth) {
    assertThat(all[tenth]).isGreaterThan(500);
    return (double) shared[tenth] / all[tenth];
  }

  private static List<String> words(Random random, int count) {
    var words = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      words.add(word(random));
    }
    return words;
  }

  private static String word(Random random) {
    var word = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      word.append("bcdfghklmnprstvw".charAt(random.nextInt(16)));
      word.append("aeiou".charAt(random.nextInt(5)));
    }
    return word.toString();
  }

  /** Words changed, dropped, put in and swapped, few or many. */
  private static List<String> perturbed(Random random, List<String> words) {
    var out = new ArrayList<>(words);
    for (int i = random.nextInt(1 + words.size() / 3); i > 0; i--) {
      int at = random.nextInt(out.size());
      switch (random.nextInt(4)) {
        case 0 -> out.set(at, word(random));
        case 1 -> out.remove(at);
        case 2 -> out.add(at, word(random));
        default -> Collections.swap(out, at, random.nextInt(out.size()));
      }
    }
    return out;
  }

  private static double jaccard(String one, String other) {
    Set<String> left = pairs(one);
    Set<String> right = pairs(other);
    int sum = left.size() + right.size();
    left.retainAll(right);
    return (double) left.size() / (sum - left.size());
  }

  private static Set<String> pairs(String text) {
    String[] words = text.split(" ", -1);
    Set<String> pairs = new HashSet<>();
    for (int i = 1; i < words.length; i++) {
      pairs.add(words[i - 1] + " " + words[i]);
    }
    return pairs;
  }
}
