package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reeve.signals.Phrase.Mode;

final class PhraseAutomatonTest {
  @ParameterizedTest
  @CsvSource({
    "dawn, the Crimson Dawn rises, true",
    "dawn, DAWN!, true",
    "dawn, dawning, false",
    "dawn, predawn, false",
    "dawn, dawn2, false",
    "dawn, _dawn_, true",
    "crimson dawn, 'crimson \u00a0\n  dawn', true",
    "crimson dawn, c\u00adri\u200bmson dawn, true",
    "crimson dawn, ｃｒｉｍｓｏｎ　ｄａｗｎ, true",
    "crimson dawn, crimsondawn, false",
    "STRASSE, straße, true",
    "cafe, cafe\u0301, false",
    "राम, राम आया, true",
    "राम, रामा आया, false",
    "فجر, الفجر, false",
    "暁, 真紅の暁団, true",
    "サッカー, サッカーが好き, true",
    "รุ่ง, แสงรุ่งอรุณ, true",
    "dawn暁, dawn暁団, true",
    "dawn暁, predawn暁団, false",
    "暁dawn, 真紅暁dawn, true",
    "暁dawn, 真紅暁dawning, false",
    "dawn, 暁dawn, false",
  })
  void aPhraseStandsAsWholeWordsOfTheNormalisedText(String phrase, String text, boolean stands) {
    PhraseAutomaton automaton = PhraseAutomaton.of(List.of(new Phrase(phrase, Mode.WORDS)));
    assertThat(PhraseModel.automaton(automaton, text).contains(0)).isEqualTo(stands);
    assertThat(new Phrase(phrase, Mode.WORDS).stands(text, Normal.of(text))).isEqualTo(stands);
  }

  @ParameterizedTest
  @CsvSource({
    "dawn, predawning, true",
    "Dawn, dawn, false",
    "a\u200bb, a\u200bb, true",
    "ab, a\u200bb, false",
    "😀, x😀y, true",
  })
  void anExactPhraseStandsAnywhereInTheTextAsItWasWritten(
      String phrase, String text, boolean stands) {
    PhraseAutomaton automaton = PhraseAutomaton.of(List.of(new Phrase(phrase, Mode.EXACT)));
    assertThat(PhraseModel.automaton(automaton, text).contains(0)).isEqualTo(stands);
  }

  @Test
  void phrasesWithinAndBesideEachOtherAreAllFound() {
    List<Phrase> phrases =
        Stream.of("a", "ab", "abc", "bc", "c", "cab", "abcab", "ab", "x")
            .map(text -> new Phrase(text, Mode.EXACT))
            .toList();
    assertThat(PhraseModel.automaton(PhraseAutomaton.of(phrases), "zabcabz"))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aPhraseThatIsFoundInsideAWordMayStandAloneElsewhere() {
    PhraseAutomaton automaton =
        PhraseAutomaton.of(
            List.of(new Phrase("dawn", Mode.WORDS), new Phrase("crimson dawn", Mode.WORDS)));
    assertThat(PhraseModel.automaton(automaton, "dawning, predawn, dawn")).containsExactly(0);
    assertThat(PhraseModel.automaton(automaton, "dawning crimson dawn")).containsExactly(0, 1);
    assertThat(PhraseModel.automaton(automaton, "uncrimson dawn")).containsExactly(0);
  }

  @Test
  void aPhraseAcrossTheMiddleOfATextIsFound() {
    PhraseAutomaton automaton = PhraseAutomaton.of(List.of(new Phrase("dawn", Mode.EXACT)));
    for (int before = 0; before < 12; before++) {
      for (int behind = 0; behind < 12; behind++) {
        String text = "d".repeat(before) + "dawn" + "n".repeat(behind);
        assertThat(PhraseModel.automaton(automaton, text)).as(text).containsExactly(0);
      }
    }
  }

  @Test
  void severalTextsAddUp() {
    PhraseAutomaton automaton =
        PhraseAutomaton.of(
            IntStream.range(0, 130).mapToObj(i -> new Phrase("n" + i + "x", Mode.EXACT)).toList());
    assertThat(automaton.longs()).isEqualTo(3);
    long[] hits = new long[3];
    automaton.find("n0x n129x", "", hits);
    automaton.find("n64x n129x", "", hits);
    assertThat(hits).containsExactly(1, 1, 2);
  }

  @Test
  void withoutPhrasesNothingIsFound() {
    PhraseAutomaton none = PhraseAutomaton.of(List.of());
    assertThat(none.longs()).isZero();
    assertThat(none.readsNormal()).isFalse();
    none.find("dawn", "dawn", new long[0]);
    assertThat(
            PhraseModel.automaton(PhraseAutomaton.of(List.of(new Phrase("dawn", Mode.WORDS))), ""))
        .isEmpty();
  }

  @Test
  void anEmptyPhraseIsRefused() {
    assertThatThrownBy(() -> new Phrase("", Mode.EXACT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> new Phrase(" \u200b ", Mode.WORDS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Phrase(" ", Mode.EXACT).text()).isEqualTo(" ");
  }

  @Test
  void tooManyCharactersAreRefusedBeforeTheyTakeMemory() {
    var phrases = new ArrayList<Phrase>();
    for (int i = 0; i < 900; i++) {
      phrases.add(new Phrase(i + "x".repeat(5_000), Mode.EXACT));
    }
    assertThatThrownBy(() -> PhraseAutomaton.of(phrases))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4000000 characters");
  }

  @Test
  @Timeout(60)
  void aTextOfAMegabyteTakesTimeByItsLength() {
    var phrases = new ArrayList<Phrase>();
    for (int length = 1; length <= 500; length++) {
      phrases.add(new Phrase("a".repeat(length), Mode.EXACT));
      phrases.add(new Phrase("b".repeat(length) + "c", Mode.EXACT));
      phrases.add(new Phrase("a".repeat(length), Mode.WORDS));
    }
    PhraseAutomaton automaton = PhraseAutomaton.of(phrases, 64);
    String text = "a".repeat(1_000_000) + "b".repeat(1_000_000);
    long[] hits = new long[automaton.longs()];
    long start = System.nanoTime();
    automaton.find(text, text, hits);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(IntStream.range(0, 1_500).filter(id -> (hits[id >> 6] >>> id & 1) != 0))
        .isEqualTo(IntStream.range(0, 1_500).filter(id -> id % 3 == 0).boxed().toList());
  }

  @Test
  void findsWhatLookingForEachPhraseFinds() {
    for (long seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      List<Phrase> phrases = PhraseModel.phrases(random, 60);
      PhraseAutomaton automaton = PhraseAutomaton.of(phrases, PhraseModel.entries(random));
      String text = PhraseModel.text(random);
      assertThat(PhraseModel.automaton(automaton, text))
          .as("seed %d", seed)
          .isEqualTo(PhraseModel.found(phrases, text));
      assertThat(alone(phrases, text))
          .as("seed %d", seed)
          .isEqualTo(PhraseModel.found(phrases, text));
    }
  }

  /** Each phrase looked for by itself. */
  private static Set<Integer> alone(List<Phrase> phrases, String text) {
    return IntStream.range(0, phrases.size())
        .filter(id -> phrases.get(id).stands(text, Normal.of(text)))
        .boxed()
        .collect(Collectors.toSet());
  }
}
