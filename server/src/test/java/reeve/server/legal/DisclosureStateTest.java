package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;

final class DisclosureStateTest {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

  @Test
  void nothingIsHandedOverButByProposalReleaseAndFile() {
    String table =
        Arrays.stream(State.values())
            .map(it -> it.code() + " -> " + next(it))
            .collect(Collectors.joining("\n"));
    assertThat(table)
        .isEqualTo(
            """
            open -> proposed refused taken-back
            proposed -> open collecting refused taken-back
            collecting -> ready taken-back
            ready -> open handed-over taken-back
            handed-over -> nowhere
            refused -> nowhere
            taken-back -> nowhere\
            """);
  }

  private static String next(State of) {
    return of.next().isEmpty()
        ? "nowhere"
        : of.next().stream().map(State::code).collect(Collectors.joining(" "));
  }

  @Test
  void contentsNeedAJudgeOrADanger() {
    for (Instrument instrument : Instrument.values()) {
      boolean contents =
          EnumSet.of(Instrument.WARRANT, Instrument.JUDICIAL_PRODUCTION_ORDER, Instrument.EMERGENCY)
              .contains(instrument);
      assertThat(instrument.may().contains(Data.PRIVATE_POSTS))
          .as(instrument.words())
          .isEqualTo(contents);
    }
  }

  @Test
  void eachLawSetsItsOwnTimeAndAPaperOnlyWhereItDoesNot() {
    Instant named = NOON.plus(Duration.ofDays(21));
    assertThat(Instrument.SUBPOENA.due(NOON, false, null)).isNull();
    assertThat(Instrument.WARRANT.due(NOON, false, named)).isEqualTo(named);
    assertThat(Instrument.PRODUCTION_ORDER.due(NOON, false, null))
        .isEqualTo(NOON.plus(Duration.ofDays(10)));
    assertThat(Instrument.JUDICIAL_PRODUCTION_ORDER.due(NOON, true, null))
        .isEqualTo(NOON.plus(Duration.ofHours(8)));
    assertThat(Instrument.EMERGENCY.due(NOON, false, null))
        .isEqualTo(NOON.plus(Duration.ofHours(1)));
  }

  @Test
  void whateverIsWiderThanAskedSaysInWhat() {
    AccountRef ada = new AccountRef(PlatformId.SQUARE, "1");
    AccountRef bob = new AccountRef(PlatformId.SQUARE, "2");
    Instant later = NOON.plus(Duration.ofDays(1));
    Set<Data> subscriber = Set.of(Data.SUBSCRIBER);
    Scope asked =
        new Scope(
            Set.of(Data.SUBSCRIBER, Data.SIGN_INS, Data.PRIVATE_POSTS), List.of(ada), NOON, later);
    assertThat(new Scope(subscriber, List.of(ada), NOON, later).wider(asked, Instrument.SUBPOENA))
        .isEmpty();
    assertThat(wider(new Scope(Set.of(Data.PUBLIC_POSTS), List.of(ada), NOON, later), asked))
        .contains("does not ask for: public posts");
    assertThat(wider(new Scope(Set.of(Data.PRIVATE_POSTS), List.of(ada), NOON, later), asked))
        .contains("may not ask for private and direct posts");
    assertThat(
            new Scope(Set.of(Data.PRIVATE_POSTS), List.of(ada), NOON, later)
                .wider(asked, Instrument.WARRANT))
        .isEmpty();
    assertThat(wider(new Scope(subscriber, List.of(ada, bob), NOON, later), asked))
        .contains("does not name this account: 2");
    assertThat(wider(new Scope(subscriber, List.of(ada), NOON.minusMillis(1), later), asked))
        .contains("nothing before");
    assertThat(wider(new Scope(subscriber, List.of(ada), null, later), asked))
        .contains("nothing before");
    assertThat(wider(new Scope(subscriber, List.of(ada), NOON, later.plusMillis(1)), asked))
        .contains("nothing from");
    assertThat(wider(new Scope(subscriber, List.of(ada), NOON, null), asked))
        .contains("nothing from");
  }

  @Test
  void aPlatformsFileHoldsNothingThatWasNotAskedFor() {
    AccountRef ada = new AccountRef(PlatformId.SQUARE, "1");
    Scope all = new Scope(EnumSet.allOf(Data.class), List.of(ada), null, null);
    Scope some = new Scope(EnumSet.of(Data.SIGN_INS, Data.PUBLIC_POSTS), List.of(ada), NOON, null);
    String asked =
        "'signIns':{'addresses':'not kept','signIns':[{'by':'browser','at':'2027-03-01T12:00:00Z'}]},"
            + "'posts':[{'id':'7','at':'2027-03-02T09:00:00Z','visibility':'unlisted'}]";
    assertThat(wrong("'account':'1'," + asked, some)).isEmpty();
    assertThat(wrong("'account':'2'," + asked, some)).contains("another account");
    assertThat(wrong(asked, some)).contains("another account");
    assertThat(wrong("'account':'1','subscriber':{},", some)).contains("cannot be read");
    assertThat(wrong("'account':'1','posts':[{}],'posts':[]", some)).contains("cannot be read");
    assertThat(wrong("'account':'1'}{", some)).contains("cannot be read");
    assertThat(wrong("'account':'1','subscriber':{}", some)).contains("(subscriber)");
    assertThat(wrong("'account':'1','letters':[]", all)).contains("(letters)");
    assertThat(
            wrong(
                "'account':'1','posts':[{'at':'2027-03-02T09:00:00Z','visibility':'direct'}]",
                some))
        .contains("another visibility");
    assertThat(
            wrong(
                "'account':'1','posts':[{'at':'2027-03-01T11:59:59Z','visibility':'public'}]",
                some))
        .contains("a post of another time");
    assertThat(
            wrong(
                "'account':'1','signIns':{'signIns':[{'at':'2027-02-01T09:00:00Z'},{'by':'x'}]}",
                some))
        .contains("a sign-in of another time");
    assertThat(wrong("'account':'1','note':'" + "x".repeat(Given.MOST_BYTES) + "'", all))
        .contains("more than 16 MiB");
  }

  private static String wrong(String inside, Scope scope) {
    AccountRef ada = new AccountRef(PlatformId.SQUARE, "1");
    return Given.wrong(("{" + inside + "}").replace('\'', '"'), ada, scope).orElse("");
  }

  private static String wider(Scope wish, Scope asked) {
    return wish.wider(asked, Instrument.SUBPOENA).orElseThrow();
  }
}
