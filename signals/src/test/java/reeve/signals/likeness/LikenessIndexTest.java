package reeve.signals.likeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is found to be like whom, and who is not. */
final class LikenessIndexTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final String HOUR = "The hour comes for every tower, stand with us tonight";
  private static final int CROWD = 400;

  @TempDir private Path directory;
  private LikenessIndex index;
  private int posts;

  @BeforeEach
  void townOfOrdinaryPeople() throws IOException {
    index = LikenessIndex.open(directory);
    for (int i = 0; i < CROWD; i++) {
      describe("person" + i, "person" + (char) ('a' + i % 26) + i, "");
      post("person" + i, "Today I saw number %d of the geese at the river".formatted(i), 7 * i);
      follow("person" + i, "mayor");
      follow("person" + i, "person" + (i * 7 + 1) % CROWD);
      follow("person" + i, "person" + (i * 13 + 2) % CROWD);
    }
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void whoPostsTheSameTextAndInviteIsFoundWithBothReasons() throws IOException {
    call("dawn1", 0);
    call("dawn2", 40);
    List<Alike> found = alike("dawn1");
    assertThat(found).extracting(Alike::account).containsExactly("dawn2");
    assertThat(found.getFirst().ties()).extracting(Tie::kind).contains(Kind.TEXT, Kind.INVITE);
    assertThat(found.getFirst().ties().stream().map(Tie::words))
        .contains("shares 1 of 1 invite")
        .anyMatch(words -> words.contains("within 40 s"));
    assertThat(found.getFirst().percent()).isGreaterThan(50);
    assertThat(found.getFirst().direct()).isTrue();
  }

  @Test
  void whoCopiesASinglePostIsNotFoundWhateverStandsInIt() throws IOException {
    for (String who : List.of("dawn1", "passer")) {
      String text = HOUR + " #crimsonhour with @dawnherald and @dawnwatch t.me/+dawn";
      index.take(
          new Observed.Posted(
              who, AT, who + "-1", text, "en", List.of("herald", "watch"), List.of("poster")));
    }
    assertThat(alike("dawn1")).isEmpty();
    assertThat(ungated("dawn1")).startsWith("passer");
    for (String who : List.of("dawn1", "passer")) {
      index.take(
          new Observed.Posted(
              who, AT.plusSeconds(500), who + "-2", "see t.me/+dawn", "en", List.of(), List.of()));
    }
    assertThat(alike("dawn1")).extracting(Alike::account).containsExactly("passer");
  }

  @Test
  void anInviteInAProfileCountsUntilItLeavesAndACopiedProfileIsOneTie() throws IOException {
    String bio = "Watch of the old gate, all night t.me/+dawn";
    describe("dawn1", "lantern", bio);
    describe("dawn2", "stranger", bio);
    assertThat(alike("dawn1")).isEmpty();
    post("dawn1", HOUR, 0);
    post("dawn2", HOUR, 9_000);
    assertThat(alike("dawn1").getFirst().ties())
        .extracting(Tie::kind)
        .contains(Kind.INVITE, Kind.TEXT);
    describe("dawn2", "stranger", "Nothing more to say");
    assertThat(alike("dawn1")).isEmpty();
    String field = "Ask me: https://t.me/+dawn";
    index.take(new Observed.Described("dawn2", "stranger", "", "", field, null, AT, 3, 3, 3));
    assertThat(alike("dawn1")).as("in a field of the profile").hasSize(1);
  }

  @Test
  void followingANameAndAFaceAloneFindNobody() throws IOException {
    for (String who : List.of("reader_1", "reader_2")) {
      index.take(new Observed.Described(who, who, "The Night Reader", "", "", "face", AT, 3, 3, 3));
      for (int i = 0; i < 12; i++) {
        follow(who, "rare" + i);
        follow("rare" + i, who);
      }
    }
    assertThat(alike("reader_1")).isEmpty();
    assertThat(ungated("reader_1")).startsWith("reader_2");
  }

  @Test
  void oneKindOfConductAloneFindsNobody() throws IOException {
    post("dawn1", HOUR, 0);
    post("dawn2", HOUR, 9_000);
    assertThat(alike("dawn1")).isEmpty();
  }

  @Test
  void theSameTextAtTheSameMomentIsOneTieAndNotTwo() throws IOException {
    post("dawn1", HOUR, 0);
    post("dawn2", HOUR, 1);
    assertThat(alike("dawn1")).isEmpty();
  }

  @Test
  void whatHalfTheTownSharesTiesNobody() throws IOException {
    for (int i = 0; i < CROWD; i++) {
      post("person" + i, "Happy new year to all of you out there t.me/+fireworks", i);
    }
    assertThat(alike("person3")).isEmpty();
  }

  @Test
  void whatHalfOfThoseWhoWriteALanguageShareTiesNobody() throws IOException {
    for (int i = 0; i < 220; i++) {
      String who = "muster" + i;
      postIn("de", who, "Guten Morgen, liebe Nachbarn am Fluss und am Markt", i);
      postIn("de", who, "Nummer %d der Enten war heute am Ufer zu sehen".formatted(i), i);
      follow(who, "rathaus");
    }
    assertThat(alike("muster5")).isEmpty();
  }

  @Test
  void whatStandsInQuotationMarksIsNotTheirsWhoQuote() throws IOException {
    for (int i = 0; i < 5; i++) {
      follow("reporter", "source" + i);
      follow("dawn1", "source" + i);
    }
    post("dawn1", HOUR + " and never step back from the wall", 0);
    post("reporter", "They write: “" + HOUR + " and never step back from the wall”", 500);
    assertThat(alike("dawn1")).isEmpty();
  }

  @Test
  void aGroupIsFoundAcrossLanguagesThroughThoseWhoAreSure() throws IOException {
    group();
    List<Alike> found = alike("dawn1");
    assertThat(found).extracting(Alike::account).contains("dawn2", "aube1");
    assertThat(found.stream().filter(one -> one.account().equals("aube1")).findFirst())
        .hasValueSatisfying(one -> assertThat(one.direct()).isFalse());
  }

  /** Two posts: the words, and the way in. */
  private void call(String who, int seconds) throws IOException {
    post(who, HOUR, seconds);
    post(who, "here t.me/+dawn", seconds + 600);
  }

  /** dawn1 and dawn2 share much, dawn2 and aube1 share other things. */
  private void group() throws IOException {
    for (int i = 0; i < 6; i++) {
      post(
          "dawn1", HOUR + " says the watch of the gate " + letters(i) + " t.me/+dawn" + i, i * 900);
      post(
          "dawn2",
          HOUR + " says the watch of the gate " + letters(i) + " t.me/+dawn" + i,
          i * 900 + 5);
      postIn(
          "fr",
          "dawn2",
          "La nuit tombe sur la ville, la porte " + letters(i) + " signal.group/#aube" + i,
          i * 900);
      postIn(
          "fr",
          "aube1",
          "La nuit tombe sur la ville, la porte " + letters(i) + " signal.group/#aube" + i,
          i * 900);
      for (String who : List.of("dawn1", "dawn2", "aube1")) {
        follow(who, "gate" + i);
      }
    }
  }

  private static String letters(int number) {
    return String.valueOf((char) ('a' + number)).repeat(4);
  }

  @Test
  void whoWasClearedStandsNoMoreInTheAnswer() throws IOException {
    call("dawn1", 0);
    call("dawn2", 40);
    index.refresh();
    assertThat(index.find(new Query(List.of("dawn1"), List.of("dawn2"), 10, true))).isEmpty();
    call("dawn3", 4_000);
    index.refresh();
    int before = index.find(new Query(List.of("dawn1"), List.of(), 10, true)).getLast().percent();
    assertThat(index.find(new Query(List.of("dawn1"), List.of("dawn2"), 10, true)))
        .as("what somebody cleared has too says less")
        .allSatisfy(one -> assertThat(one.percent()).isLessThan(before));
  }

  @Test
  void aDeletedPostTiesNobody() throws IOException {
    call("dawn1", 0);
    call("dawn2", 40);
    index.take(new Observed.Deleted("dawn2", "p" + posts));
    assertThat(alike("dawn1")).isEmpty();
  }

  @Test
  void whoComesBackAfterASuspensionIsSeenWithItsFirstPost() throws IOException {
    describe("dawn1", "redlantern", "Watch of the old gate, all night and every night");
    call("dawn1", 0);
    index.take(new Observed.Judged("dawn1", Standing.SUSPENDED));
    index.refresh();
    describe("dawn9", "redlantern_2", "Watch of the old gate, all night and every night");
    assertThat(index.suspendedLike("dawn9", 3)).as("a name and a text about oneself").isEmpty();
    call("dawn9", 100_000);
    assertThat(index.suspendedLike("dawn9", 3)).extracting(Alike::account).containsExactly("dawn1");
    assertThat(index.suspendedLike("person5", 3)).isEmpty();
    index.take(new Observed.Judged("dawn1", Standing.NONE));
    index.refresh();
    assertThat(index.suspendedLike("dawn9", 3)).as("the decision was overturned").isEmpty();
  }

  @Test
  void whoIsLikeSuspendedOnesTogetherAndNoneAloneIsSeenAndSaidSo() throws IOException {
    post("dawn1", HOUR, 0);
    post("dawn2", "here t.me/+dawn", 0);
    for (String who : List.of("dawn1", "dawn2")) {
      index.take(new Observed.Judged(who, Standing.SUSPENDED));
    }
    index.refresh();
    post("dawn9", HOUR, 90_000);
    assertThat(index.suspendedLike("dawn9", 3)).isEmpty();
    post("dawn9", "here t.me/+dawn", 91_000);
    List<Alike> found = index.suspendedLike("dawn9", 3);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().direct()).isFalse();
    assertThat(found.getFirst().against().getFirst()).contains("2 suspended accounts together");
  }

  @Test
  void aStopGoesOnFromTheLastCommit() throws IOException {
    call("dawn1", 0);
    index.commit("41");
    call("dawn2", 40);
    index.refresh();
    index.close();
    index = LikenessIndex.open(directory);
    assertThat(index.position()).contains("41");
    assertThat(index.accounts()).isEqualTo(CROWD + 2);
    assertThat(alike("dawn1")).as("told after the commit").isEmpty();
    call("dawn2", 40);
    assertThat(alike("dawn1")).extracting(Alike::account).containsExactly("dawn2");
  }

  @Test
  void aPastInPartsGivesWhatItGivesInOne() throws IOException {
    List<Observed> past = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      past.add(new Observed.Followed("crowd" + i, "dawn1"));
      past.add(
          new Observed.Posted(
              "crowd" + i,
              AT,
              "c" + i,
              HOUR + letters(i / 2 % 26) + letters(i % 3),
              "en",
              List.of(),
              List.of()));
    }
    List<String> inOne = found(1, past);
    assertThat(inOne).contains("crowd52");
    assertThat(found(7, past)).isEqualTo(inOne);
  }

  private List<String> found(int parts, List<Observed> past) throws IOException {
    try (LikenessIndex filled = LikenessIndex.open(directory.resolve("parts" + parts))) {
      filled.fill(
          parts,
          hearer -> {
            for (Observed each : past) {
              hearer.take(each);
            }
          });
      assertThat(filled.accounts()).isEqualTo(61);
      return filled.find(new Query(List.of("crowd1"), List.of(), 100, false)).stream()
          .map(Alike::account)
          .sorted()
          .toList();
    }
  }

  @Test
  void nobodyAndWhoIsUnknownFindNobody() throws IOException {
    assertThat(alike("nobody")).isEmpty();
    assertThat(index.find(new Query(List.of(), List.of(), 10, true))).isEmpty();
    assertThatThrownBy(() -> new Query(List.of("a"), List.of(), 0, true))
        .hasMessage("a list has 1 to 2000 accounts");
  }

  @Test
  void tenThousandSeedsAndAnAccountThatEverybodyFollowsAreBounded() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      follow("fan" + i, "star");
      seeds.add("fan" + i);
    }
    index.refresh();
    assertThat(new Query(seeds, List.of(), 10, true).seeds()).hasSize(Query.MOST_SEEDS);
    assertThat(index.find(new Query(seeds, List.of(), 10, true))).isEmpty();
    assertThat(ungated("star")).doesNotContain("fan1");
  }

  private List<Alike> alike(String seed) throws IOException {
    index.refresh();
    return index.find(new Query(List.of(seed), List.of(), 50, true));
  }

  private List<String> ungated(String seed) throws IOException {
    index.refresh();
    return index.find(new Query(List.of(seed), List.of(), 50, false)).stream()
        .map(Alike::account)
        .toList();
  }

  private void describe(String who, String handle, String bio) throws IOException {
    index.take(new Observed.Described(who, handle, handle, bio, "", null, AT, 3, 3, 3));
  }

  private void follow(String who, String whom) throws IOException {
    index.take(new Observed.Followed(who, whom));
  }

  private void post(String who, String text, int seconds) throws IOException {
    postIn("en", who, text, seconds);
  }

  private void postIn(String language, String who, String text, int seconds) throws IOException {
    index.take(
        new Observed.Posted(
            who, AT.plusSeconds(seconds), "p" + ++posts, text, language, List.of(), List.of()));
  }
}
