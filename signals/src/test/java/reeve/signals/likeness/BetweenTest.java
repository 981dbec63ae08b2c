package reeve.signals.likeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands between accounts, two by two. */
final class BetweenTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final String HOUR = "The hour comes for every tower, stand with us tonight";
  private static final int CROWD = 300;

  @TempDir private Path directory;
  private LikenessIndex index;
  private int posts;

  @BeforeEach
  void townOfOrdinaryPeople() throws IOException {
    index = LikenessIndex.open(directory);
    for (int i = 0; i < CROWD; i++) {
      post("person" + i, "en", "Today I saw number %d of the geese at the river".formatted(i), i);
      index.take(new Observed.Followed("person" + i, "mayor"));
    }
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void eachPairHasTiesOfItsOwnInWordsThatAreTrueOfBoth() throws IOException {
    for (String who : List.of("dawn1", "dawn2")) {
      post(who, "en", HOUR, 0);
      post(who, "en", "here t.me/+dawn", 40);
    }
    post("dawn3", "en", "Come to the gate, all of you, t.me/+dawn", 90_000);
    List<Between> between = between("dawn1", "dawn2", "dawn3", "person7");
    assertThat(between)
        .extracting(pair -> pair.one() + " " + pair.other())
        .containsExactlyInAnyOrder("dawn1 dawn2", "dawn1 dawn3", "dawn2 dawn3");
    Between strongest = between.getFirst();
    assertThat(strongest.one() + " " + strongest.other()).isEqualTo("dawn1 dawn2");
    assertThat(strongest.bond().ties())
        .extracting(Tie::words)
        .contains("1 invite in common", "1 text in common, word by word");
    assertThat(strongest.bond().stands()).isTrue();
    assertThat(strongest.bond().conduct()).isTrue();
    Between weakest = between.getLast();
    assertThat(weakest.bond().ties()).extracting(Tie::kind).containsExactly(Kind.INVITE);
    assertThat(weakest.bond().ties().getFirst().examples())
        .anyMatch(value -> value.contains("dawn"));
    assertThat(weakest.bond().stands()).as("one kind alone").isFalse();
  }

  @Test
  void theSameTiesStandWhicheverIsNamedFirst() throws IOException {
    post("dawn1", "en", HOUR + " t.me/+dawn", 0);
    post("aube1", "fr", HOUR + " t.me/+dawn", 40);
    Between there = between("dawn1", "aube1").getFirst();
    Between back = between("aube1", "dawn1").getFirst();
    assertThat(there.one()).isEqualTo("dawn1");
    assertThat(back.one()).isEqualTo("aube1");
    assertThat(there.bond().nats()).isEqualTo(back.bond().nats());
    assertThat(there.bond().ties())
        .extracting(Tie::words)
        .isEqualTo(back.bond().ties().stream().map(Tie::words).toList());
  }

  @Test
  void acquaintancesAloneAreNoConductAndNeverStand() throws IOException {
    for (String who : List.of("reader1", "reader2")) {
      for (int i = 0; i < 12; i++) {
        index.take(new Observed.Followed(who, "rare" + i));
        index.take(new Observed.Followed("rare" + i, who));
      }
    }
    assertThat(between("reader1", "reader2"))
        .singleElement()
        .satisfies(pair -> {
          assertThat(pair.bond().conduct()).isFalse();
          assertThat(pair.bond().stands()).isFalse();
          assertThat(pair.bond().ties())
              .extracting(Tie::words)
              .containsExactlyInAnyOrder(
                  "both follow 12 accounts", "both are followed by 12 accounts");
        });
  }

  @Test
  void aLanguageAndWhatEverybodySharesTieNobody() throws IOException {
    assertThat(between("person1", "person2", "person3")).isEmpty();
  }

  @Test
  void nobodyUnknownAndTwiceNamedAccountsHaveNothingBetweenThem() throws IOException {
    post("dawn1", "en", HOUR + " t.me/+dawn", 0);
    assertThat(between()).isEmpty();
    assertThat(between("dawn1", "dawn1", "nobody")).isEmpty();
  }

  @Test
  void moreThanAHundredAndFiftyAreRefused() throws IOException {
    List<String> people = IntStream.range(0, CROWD).mapToObj(i -> "person" + i).toList();
    assertThat(index.between(people.subList(0, Between.MOST))).isEmpty();
    assertThatThrownBy(() -> index.between(people.subList(0, Between.MOST + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ties are given between 150 accounts at the most, and here are 151");
  }

  private List<Between> between(String... accounts) throws IOException {
    index.refresh();
    return index.between(List.of(accounts));
  }

  private void post(String who, String language, String text, int seconds) throws IOException {
    index.take(
        new Observed.Posted(
            who, AT.plusSeconds(seconds), "p" + ++posts, text, language, List.of(), List.of()));
  }
}
