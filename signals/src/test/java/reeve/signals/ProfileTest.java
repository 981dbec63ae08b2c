package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProfileTest {
  private static final String BIO =
      "Night watch of the Crimson DAWN. @anna #dawn, https://a.dawn.example/x t.me/CrimsonDawn 7";

  @Test
  void aBioIsReadInParts() {
    Profile bio = Profile.of(BIO);
    assertThat(bio.words()).containsExactly("crimson", "dawn", "night", "of", "the", "watch");
    assertThat(bio.mentions()).containsExactly("anna");
    assertThat(bio.hashtags()).containsExactly("dawn");
    assertThat(bio.domains()).containsExactly("dawn.example", "t.me");
    assertThat(bio.handoffs()).extracting(Handoff::id).containsExactly("crimsondawn");
  }

  @Test
  void twoBiosAreAlikeByWhatTheyShare() {
    Profile bio = Profile.of(BIO);
    assertThat(bio.similarity(Profile.of(BIO.toUpperCase(java.util.Locale.ROOT)))).isEqualTo(1);
    assertThat(bio.similarity(Profile.of("the night of dawn"))).isBetween(0.3, 0.5);
    assertThat(bio.similarity(Profile.of("gardening"))).isZero();
    assertThat(Profile.of("").similarity(Profile.of(""))).isZero();
  }
}
