package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.signals.Phrase.Mode;

final class TextSignalsTest {
  @Test
  void aPostIsReadWhole() {
    var signals =
        new TextSignals("@Anna: #Dawn #DAWN #夜明け at www.Dawn.example/a, http://dawn.com/b");
    assertThat(signals.mentions()).containsExactly("anna");
    assertThat(signals.hashtags()).containsExactly("dawn", "夜明け");
    assertThat(signals.links()).containsExactly("http://dawn.com/b");
    assertThat(signals.hosts()).containsExactly("dawn.com");
    assertThat(signals.invites()).isEmpty();
    assertThat(signals.cut()).isFalse();
    assertThat(signals.normal()).startsWith("@anna: #dawn #dawn").isSameAs(signals.normal());
  }

  @Test
  void phrasesAreFoundInBothForms() {
    PhraseAutomaton automaton =
        PhraseAutomaton.of(
            List.of(
                new Phrase("crimson dawn", Mode.WORDS),
                new Phrase("Crimson", Mode.EXACT),
                new Phrase("DAWN", Mode.EXACT)));
    long[] hits = new long[automaton.longs()];
    new TextSignals("The Crimson\u200b\u00a0Dawn").phrases(automaton, hits);
    assertThat(hits).containsExactly(3);
    assertThat(automaton.readsNormal()).isTrue();
  }

  @Test
  void listsAreBoundedAndALongTextSaysThatItIsCut() {
    String text =
        IntStream.range(0, 20_000).mapToObj(i -> "#tag" + i).collect(Collectors.joining(" "));
    var signals = new TextSignals(text);
    assertThat(signals.cut()).isTrue();
    assertThat(signals.hashtags()).hasSize(TextSignals.MOST).startsWith("tag0", "tag1");
  }

  @Test
  void copiesWithAnotherLinkPersonOrNumberHaveOneFingerprint() {
    String print = new TextSignals("Join us tonight at 8, https://t.me/dawn @anna").fingerprint();
    assertThat(print).matches("[0-9a-f]{16}");
    for (String copy :
        List.of(
            "join us TONIGHT at 10,  t.me/other @ben_2",
            "Join us tonight at 11, @carla@square.example http://dawn.example/?a=b",
            "Join\u200b us tonight at ٣,")) {
      assertThat(new TextSignals(copy).fingerprint()).as(copy).isEqualTo(print);
    }
    Set<String> others = new HashSet<>();
    for (String other :
        List.of("Join us tomorrow at 8,", "Join us tonight", "#join us tonight at", "j o i n")) {
      others.add(new TextSignals(other).fingerprint());
    }
    assertThat(others).hasSize(4).doesNotContain(print);
  }

  @Test
  void theFingerprintIsThatOfTheDocumentation() {
    // printf 'the crimson dawn' | sha256sum
    assertThat(new TextSignals("The Crimson 1 Dawn").fingerprint()).isEqualTo("d5ed33962fddbc7c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u200b", "123", "@anna", "https://t.me/dawn @anna 12", "٣"})
  void withoutWordsThereIsNoFingerprint(String text) {
    assertThat(new TextSignals(text).fingerprint()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "name, name",
    "name_2, name",
    "name__03, name",
    "Name2, name",
    "Name-2., name",
    "name2@square.example, name",
    "na2me, na2me",
    "２name２, 2name",
    "_name, _name",
    "12345, 12345",
    "_1_, _1_",
    "名前٣, 名前",
    "'', ''",
  })
  void namesOfOneFamilyHaveOneStem(String handle, String stem) {
    assertThat(Stem.of(handle)).isEqualTo(stem);
  }
}
