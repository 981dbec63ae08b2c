package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NameFamilyTest {
  @ParameterizedTest
  @CsvSource({
    "anna, anna, ''",
    "anna, Anna, FORM",
    "anna, ａｎｎａ, FORM",
    "anna, an\u200bna, FORM",
    "anna, anna2, NUMBER",
    "anna, anna_2, EDGES NUMBER",
    "anna, _anna, EDGES",
    "anna, __anna__03, EDGES NUMBER",
    "anna_1, anna_2, NUMBER",
    "anna, аnna, LOOK_ALIKE",
    "anna, ánna, LOOK_ALIKE",
    "dawnstar, d4wn5tar, DIGITS",
    "hello, hell0, DIGITS",
    "dawnlight, dawniight, DIGITS",
    "dawnstar, dawn_star, SEPARATORS",
    "dawnstar, dawn.star_9, EDGES NUMBER SEPARATORS",
    "dawnstar, dawwnstarr, REPEATED",
    "dawnstar, _D4wn-Stаrr_77, DIGITS EDGES LOOK_ALIKE NUMBER REPEATED SEPARATORS",
    "anna@square.example, anna, ''",
  })
  void namesOfOneFamilyShareAKeyAndTellHowTheyDiffer(String one, String other, String tricks) {
    NameFamily left = NameFamily.of(one);
    NameFamily right = NameFamily.of(other);
    Set<String> shared = new TreeSet<>(left.keys());
    shared.retainAll(right.keys());
    assertThat(shared).isNotEmpty();
    Optional<Set<NameFamily.Trick>> kinship = left.kinship(right);
    assertThat(kinship).isPresent().isEqualTo(right.kinship(left));
    assertThat(
            String.join(
                " ", new TreeSet<>(kinship.orElseThrow().stream().map(Enum::name).toList())))
        .isEqualTo(tricks);
  }

  @ParameterizedTest
  @CsvSource({
    "anna, hanna",
    "anna, ann",
    "bob, gob",
    "dawn, dusk",
    "12345, 54321",
    "ab1, ab2",
    "_1_, _2_",
    "暁1, 夜2",
  })
  void othersAreNoFamily(String one, String other) {
    assertThat(NameFamily.of(one).kinship(NameFamily.of(other))).isEmpty();
  }

  @Test
  void fewLettersMakeNoKey() {
    assertThat(NameFamily.of("ab_1").keys()).containsExactly("abi");
    assertThat(NameFamily.of("").keys()).isEmpty();
    assertThat(NameFamily.of("a".repeat(1_000_000)).name()).hasSize(NameFamily.MOST);
  }
}
