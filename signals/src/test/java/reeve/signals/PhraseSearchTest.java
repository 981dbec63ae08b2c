package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.signals.Phrase.Mode;

final class PhraseSearchTest {
  private static PhraseSearch search(String... phrases) {
    return PhraseSearch.of(List.of(phrases).stream().map(p -> new Phrase(p, Mode.WORDS)).toList());
  }

  private static String why(PhraseMatch match) {
    return String.join(" ", new TreeSet<>(match.disguises().stream().map(Disguise::name).toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "crimson dawn, crimson dawn, ''",
    "crimson dawn, Crimson  DAWN, ''",
    "dawn, ｄａｗｎ, FORM",
    "dawn, 𝐝𝐚𝐰𝐧, FORM",
    "dawn, ⓓⓐⓦⓝ, FORM",
    "dawn, d\u200ba\u2060w\u00adn, INVISIBLE",
    "dawn, d\u202ea\u202cwn, INVISIBLE",
    "dawn, d\u0336a\u0336w\u0336n\u0336, MARKS",
    "dawn, dáwñ, MARKS",
    "dawn, d\u20e3a\u20e3w\u20e3n\u20e3, MARKS",
    "dawn, dаwn, LOOK_ALIKE",
    "dawn, ꓓаԝո, LOOK_ALIKE",
    "dawn, ᴅᴀᴡɴ, LOOK_ALIKE",
    "hello, нello, LOOK_ALIKE",
    "dawn, 🅳🅰🆆🅽, FORM",
    "follow, foIIow, LOOK_ALIKE",
    "dawn, d4wn, DIGITS",
    "dawn, D@wn, DIGITS",
    "crimson, cr1m$0n, DIGITS",
    "follow, f0l|0w, DIGITS",
    "dawn, daaawn, REPEATED",
    "dawn, dddawwwwwn, REPEATED",
    "dawn, ddaawwnn, REPEATED",
    "follow, folllllow, REPEATED",
    "dawn, d a w n, SPACED",
    "dawn, d.a.w.n, SPACED",
    "dawn, D - A - W - N, SPACED",
    "dawn, d🔥a🔥w🔥n, SPACED",
    "follow, f o l l o w, SPACED",
    "crimson dawn, c r i m s o n   d a w n, SPACED",
    "crimson dawn, c.r.i.m.s.o.n.d.a.w.n, SPACED",
    "crimson dawn, crimson d.a.w.n, SPACED",
    "crimson dawn, crimson_dawn, SPACED",
    "crimson dawn, crimson-dawn, SPACED",
    "dawn, d 4 w n, DIGITS SPACED",
    "dawn, dаааwn, LOOK_ALIKE REPEATED",
    "crimson dawn, Cr1mson d\u200baw\u0336n, DIGITS INVISIBLE MARKS",
    "الفجر, الفـــجر, TATWEEL",
    "الفجر, الفَجْر, MARKS",
    "الفَجْر, الفجر, MARKS",
    "рассвет, р а с с в е т, SPACED",
    "рассвет, рассвееет, REPEATED",
    "暁の団, 暁 の 団, SPACED",
    "don't tell, don't teeell, REPEATED",
  })
  void aDisguisedPhraseIsFoundWhereItWasWritten(String phrase, String written, String why) {
    String text = "see, (" + written + "): tonight";
    List<PhraseMatch> all = search("other words", phrase, "tonightly").find(text).all();
    assertThat(all).as(written).hasSize(1);
    assertThat(all.getFirst().span().of(text)).isEqualTo(written);
    assertThat(all.getFirst().phrase()).isEqualTo(1);
    assertThat(why(all.getFirst())).isEqualTo(why);
  }

  @ParameterizedTest
  @CsvSource({
    // real numbers, times, names of things
    "ist, on the 1st of May",
    "biz, vitamin B12",
    "gzo, the G20 met",
    "bore, flight 8043",
    "loss, call 1055 now",
    "ash, at 45h",
    // doubled letters of ordinary words
    "god, a good day",
    "lose, that is loose",
    "cop, the coop",
    "of, soft off",
    "hop, hoop hoops",
    // neighbours and single letters
    "dawn, dawning",
    "dawn, adawn",
    "mandate, man date",
    "mandate, a man.date unknown",
    "nowhere, no where",
    "dawn, da wn",
    "dawn, d awn",
    "dawn, e d a w n s",
    "ami, I a m here",
    "usa, you s a",
    // a sentence ends between the words
    "crimson dawn, it was crimson. Dawn came",
    "'crimson dawn', 'crimson, dawn'",
    "crimson dawn, crimsondawn",
    // letters are not their neighbours
    "ball, they bail out",
    "bail, a ball game",
    "schön, schon gut",
    "año, un ano",
    // other languages in their own letters
    "poca, роса на траве",
    "het, нет и нет",
    "de, 🇩🇪 flag",
    "anna, @nna",
    "dawn, dawn@! dawnt+",
  })
  void harmlessTextIsNoPhrase(String phrase, String text) {
    PhraseSearch search = search(phrase);
    List<PhraseMatch> masked =
        search.find(text).all().stream().filter(m -> !m.disguises().isEmpty()).toList();
    assertThat(masked).isEmpty();
  }

  /** Whether an accent is a disguise or another word nobody can tell, so it is said. */
  @Test
  void anAccentMoreIsToldAsSuch() {
    assertThat(search("resume").find("his résumé").all())
        .containsExactly(new PhraseMatch(0, new Span(4, 10), Set.of(Disguise.MARKS)));
  }

  @Test
  void allPlacesAreGivenInTheirOrder() {
    String text = "d4wn, dawn, DAWN and d.a.w.n of the crimson_dawn";
    PhraseMatches matches = search("dawn", "crimson dawn").find(text);
    assertThat(matches.complete()).isTrue();
    assertThat(matches.all().stream().map(m -> m.phrase() + " " + m.span().of(text)))
        .containsExactly("0 d4wn", "0 dawn", "0 DAWN", "0 d.a.w.n", "1 crimson_dawn", "0 dawn");
  }

  @Test
  void exactPhrasesAreFoundAsTheyAreAndNoOtherWay() {
    var search = PhraseSearch.of(List.of(new Phrase("Dawn!", Mode.EXACT)));
    assertThat(search.find("D4wn! dawn! xDawn!!").all())
        .containsExactly(new PhraseMatch(0, new Span(13, 18), Set.of()));
  }

  @Test
  void onlyTheDisguisesAskedForAreUndone() {
    List<Phrase> phrases = List.of(new Phrase("dawn", Mode.WORDS));
    var digits = PhraseSearch.of(phrases, EnumSet.of(Disguise.DIGITS));
    assertThat(digits.find("d4wn").all()).hasSize(1);
    assertThat(digits.find("d 4 w n dáwn").all()).isEmpty();
    var none = PhraseSearch.of(phrases, EnumSet.noneOf(Disguise.class));
    assertThat(none.find("d4wn d\u200bawn").all())
        .containsExactly(new PhraseMatch(0, new Span(5, 10), EnumSet.of(Disguise.INVISIBLE)));
  }

  @Test
  void tooManyMatchesAreCutAndSaid() {
    PhraseMatches plain = search("dawn").find("dawn ".repeat(200));
    assertThat(plain.complete()).isFalse();
    assertThat(plain.all()).hasSize(PhraseSearch.MOST);
    PhraseMatches masked = search("dawn").find("d4wn ".repeat(200));
    assertThat(masked.complete()).isFalse();
    assertThat(masked.all()).hasSize(PhraseSearch.MOST);
    assertThat(search("dawn").find("dawn" + " ".repeat(Normal.MOST)).complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab ", "abab ", "a b ", "à", "a\u0301", "4", "i l ", "d4wn "})
  void aLongTextOfPiecesOfPhrasesTakesBoundedTime(String piece) {
    var phrases = new java.util.ArrayList<Phrase>();
    for (int i = 1; i < 1_000; i++) {
      phrases.add(new Phrase("ab ".repeat(i).strip(), Mode.WORDS));
      phrases.add(new Phrase("a b ".repeat(i).strip(), Mode.WORDS));
    }
    var search = PhraseSearch.of(phrases);
    String text = piece.repeat(1_000_000 / piece.length());
    long start = System.nanoTime();
    assertThat(search.find(text).complete()).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }

  @Test
  void aPostOfNothingButMarksHasNoLetters() {
    assertThat(search("dawn").find("\u0301\u0336\u20e3".repeat(100)).all()).isEmpty();
    assertThat(Unmasked.of("\u0301\u0336\u200b", true).size()).isZero();
  }
}
