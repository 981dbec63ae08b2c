package reeve.server.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Kind;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.record.Told;

final class FoldTest {
  private static final Instant START = Instant.parse("2026-01-31T23:00:00Z");

  private final List<Told> all = new ArrayList<>();

  private RecordId add(
      String kind, AccountRef account, RecordId cause, Instant at, Map<String, Object> half) {
    var id = new RecordId(UUID.randomUUID());
    all.add(
        new Told(new Place(1, all.size() + 1), id, at, new Kind(kind, 1), account, cause, half));
    return id;
  }

  private static AccountRef account(String id) {
    return new AccountRef(PlatformId.SQUARE, id);
  }

  private RecordId opened(AccountRef account, RecordId cause, String source, Instant at) {
    return add("cases.opened", account, cause, at, Map.of("at", at.toString(), "source", source));
  }

  private void reported(AccountRef account, Instant at) {
    add("cases.reported", account, null, at, Map.of());
  }

  private void surfaced(AccountRef account, RecordId opening, Instant at) {
    add("cases.surfaced", account, opening, at, Map.of("origin", "live", "source", "surfaced"));
  }

  private RecordId decided(AccountRef account, RecordId cause, String origin, Instant at) {
    return add(
        "decisions.decided",
        account,
        cause,
        at,
        Map.of(
            "actions",
            List.of("remove-posts", "suspend-permanently"),
            "policy",
            "violent-extremism",
            "origin",
            origin,
            // A label that says otherwise changes nothing.
            "source",
            "reeve",
            "secondPerson",
            true,
            "onAppeal",
            false));
  }

  private RecordId carriedOut(AccountRef account, RecordId cause, String action, Instant at) {
    return add("enforcement.carried-out", account, cause, at, Map.of("action", action));
  }

  private RecordId suspend(String name, String origin, Instant first, Duration took) {
    AccountRef account = account(name);
    RecordId opening = opened(account, null, "report", first);
    reported(account, first);
    RecordId decision = decided(account, opening, origin, first.plus(took).minusSeconds(10));
    carriedOut(account, decision, "statement", first.plus(took));
    carriedOut(account, decision, "suspend", first.plus(took));
    return decision;
  }

  private Town.Towns figures() {
    return new Town.Towns(whole());
  }

  private Figures whole() {
    var derive = new Derive();
    var fold = new Fold();
    all.forEach(it -> {
      Told told = derive.take(it, null);
      if (Kinds.counted(it.kind().name())) {
        fold.take(told);
      }
    });
    assertThat(derive.told()).isEmpty();
    return fold.figures();
  }

  @Test
  void aSuspensionCountsWhenItIsCarriedOutAndNotBefore() {
    AccountRef account = account("1");
    RecordId decision = decided(account, opened(account, null, "report", START), "live", START);
    assertThat(figures().live().suspended()).isZero();
    carriedOut(account, decision, "suspend", START.plusSeconds(7200));
    assertThat(figures().live().suspended()).isOne();
    assertThat(figures().live().months())
        .containsExactly(new Town.Month(YearMonth.of(2026, 2), 1, 0));
  }

  @Test
  void liveSampleAndImportedAreNeverMixed() {
    suspend("1", "live", START, Duration.ofHours(1));
    suspend("2", "sample", START, Duration.ofHours(1));
    suspend("3", "sample", START, Duration.ofHours(1));
    suspend("4", "imported", START, Duration.ofHours(1));
    Town.Towns figures = figures();
    assertThat(figures.live().suspended()).isEqualTo(1);
    assertThat(figures.sample().suspended()).isEqualTo(2);
    assertThat(figures.imported().suspended()).isEqualTo(1);
    assertThat(figures.live().delay().known()).isEqualTo(1);
  }

  @Test
  void howAnAccountWasFoundFollowsFromTheOrderOfRecordsAndNotFromALabel() {
    suspend("reported", "live", START, Duration.ofHours(1));

    AccountRef found = account("found");
    RecordId openingOfReported = all.getFirst().id();
    RecordId opening = opened(found, openingOfReported, "report", START);
    carriedOut(found, decided(found, opening, "live", START), "suspend", START);

    AccountRef searched = account("searched");
    RecordId own = opened(searched, null, "report", START);
    surfaced(searched, own, START);
    carriedOut(searched, decided(searched, own, "live", START), "suspend", START);
    reported(searched, START);

    AccountRef batch = account("batch");
    carriedOut(batch, decided(batch, null, "live", START), "suspend", START);

    assertThat(figures().live().shares())
        .containsExactly(new Town.Share("violent-extremism", 1, 1, 1, 1, 4));
  }

  @Test
  void whatWasSurfacedAndThenReportedBeforeTheActionIsNotProactive() {
    AccountRef both = account("both");
    RecordId opening = opened(both, null, "surfaced", START);
    surfaced(both, opening, START);
    RecordId decision = decided(both, opening, "live", START);
    // The report comes after the decision, but before anything happened.
    reported(both, START);
    carriedOut(both, decision, "suspend", START);

    AccountRef late = account("late");
    RecordId lateOpening = opened(late, null, "report", START);
    RecordId lateDecision = decided(late, lateOpening, "live", START);
    carriedOut(late, lateDecision, "suspend", START);
    surfaced(late, lateOpening, START);

    // Surfaced, and found by looking at an account that was reported.
    AccountRef lead = account("lead");
    RecordId openingOfLead = opened(lead, null, "report", START);
    reported(lead, START);
    AccountRef found = account("found");
    RecordId openingOfFound = opened(found, openingOfLead, "surfaced", START);
    surfaced(found, openingOfFound, START);
    carriedOut(found, decided(found, openingOfFound, "live", START), "suspend", START);

    assertThat(figures().live().shares())
        .containsExactly(new Town.Share("violent-extremism", 1, 1, 0, 1, 3));
  }

  @Test
  void whatAnAuthorityNamedBeforeTheActionIsNotProactive() {
    AccountRef named = account("named");
    RecordId opening = opened(named, null, "surfaced", START);
    surfaced(named, opening, START);
    add("legal.account-named", named, null, START, Map.of());
    carriedOut(named, decided(named, opening, "live", START), "suspend", START);

    AccountRef late = account("late");
    RecordId lateOpening = opened(late, null, "surfaced", START);
    surfaced(late, lateOpening, START);
    carriedOut(late, decided(late, lateOpening, "live", START), "suspend", START);
    add("legal.account-named", late, null, START, Map.of());

    assertThat(figures().live().shares())
        .containsExactly(new Town.Share("violent-extremism", 1, 0, 1, 0, 2));
  }

  @Test
  void whatLikenessFoundByItselfIsProactiveAndWhatAQuestionFoundCameFromReports() {
    AccountRef evader = account("evader");
    RecordId opening = opened(evader, null, "surfaced", START);
    add("cases.resembled", evader, opening, START, Map.of("origin", "live", "how", "evasion"));
    carriedOut(evader, decided(evader, opening, "live", START), "suspend", START);

    AccountRef lead = account("lead");
    RecordId openingOfLead = opened(lead, null, "report", START);
    reported(lead, START);
    AccountRef asked = account("asked");
    RecordId openingOfAsked = opened(asked, openingOfLead, "from-reports", START);
    add("cases.resembled", asked, openingOfAsked, START, Map.of("origin", "live", "how", "asked"));
    carriedOut(asked, decided(asked, openingOfAsked, "live", START), "suspend", START);

    assertThat(figures().live().shares())
        .containsExactly(new Town.Share("violent-extremism", 0, 1, 1, 0, 2));
  }

  @Test
  void whatIsTakenBackStandsInALineOfItsOwn() {
    RecordId appealed = suspend("1", "live", START, Duration.ofHours(1));
    RecordId undone = suspend("2", "live", START, Duration.ofHours(1));
    RecordId ended = suspend("3", "live", START, Duration.ofHours(1));
    suspend("4", "live", START, Duration.ofHours(1));

    RecordId filed =
        add(
            "appeals.filed",
            account("1"),
            appealed,
            START,
            Map.of("origin", "live", "by", "holder"));
    assertThat(figures().live().appeals()).isEqualTo(new Town.Appeals(1, 1, 0, 0, 0, 0));
    RecordId overturned =
        add(
            "appeals.decided",
            account("1"),
            filed,
            START,
            Map.of(
                "origin", "live", "by", "holder", "outcome", "overturned", "secondPerson", false));
    carriedOut(account("1"), overturned, "reinstate", START.plusSeconds(8000));
    RecordId undoing = add("decisions.undone", account("2"), undone, START, Map.of());
    carriedOut(account("2"), undoing, "reinstate", START);
    add("enforcement.lapsed", account("3"), ended, START, Map.of("action", "suspend"));

    Town town = figures().live();
    assertThat(town.suspended()).isEqualTo(4);
    assertThat(town.stillSuspended()).isEqualTo(1);
    assertThat(town.reinstated()).isEqualTo(2);
    assertThat(town.ended()).isEqualTo(1);
    assertThat(town.appeals()).isEqualTo(new Town.Appeals(1, 0, 0, 0, 1, 1));
  }

  @Test
  void whatIsWithdrawnCountsAsNeverTaken() {
    RecordId decision = suspend("1", "live", START, Duration.ofHours(1));
    RecordId filed =
        add(
            "appeals.filed",
            account("1"),
            decision,
            START,
            Map.of("origin", "live", "by", "holder"));
    RecordId heard =
        add(
            "appeals.decided",
            account("1"),
            filed,
            START,
            Map.of(
                "origin", "live", "by", "holder", "outcome", "overturned", "secondPerson", false));
    add("appeals.withdrawn", account("1"), heard, START, Map.of());
    RecordId alone =
        add(
            "decisions.decided",
            account("2"),
            null,
            START,
            Map.of("actions", List.of("warn"), "origin", "live", "secondPerson", false));
    assertThat(figures().live().noSecondPerson()).isOne();
    add("decisions.withdrawn", account("2"), alone, START, Map.of());
    assertThat(figures().live().noSecondPerson()).isZero();
    assertThat(figures().live().appeals()).isEqualTo(new Town.Appeals(1, 1, 0, 0, 0, 0));
  }

  @Test
  void whatARuleDecidesAloneIsCountedByItselfUnlessItIsWithdrawn() {
    Map<String, Object> limit =
        Map.of("actions", List.of("limit"), "origin", "sample", "automated", true);
    add("decisions.decided", account("1"), null, START, limit);
    RecordId withdrawn = add("decisions.decided", account("2"), null, START, limit);
    assertThat(figures().sample().automated()).isEqualTo(2);
    assertThat(figures().sample().isEmpty()).isFalse();
    add("decisions.withdrawn", account("2"), withdrawn, START, Map.of());
    assertThat(figures().sample().automated()).isOne();
    assertThat(figures().sample().suspended()).isZero();
    assertThat(figures().live().automated()).isZero();
  }

  @Test
  void theFirstSignIsThatOfTheCaseAlsoByWayOfAProposalOrAnAppeal() {
    AccountRef account = account("1");
    RecordId opening = opened(account, null, "surfaced", START);
    surfaced(account, opening, START);
    RecordId none =
        add(
            "decisions.decided",
            account,
            opening,
            START.plusSeconds(60),
            Map.of("actions", List.of("no-violation"), "origin", "live"));
    RecordId filed =
        add("appeals.filed", account, none, START, Map.of("origin", "live", "by", "holder"));
    RecordId heard =
        add(
            "appeals.decided",
            account,
            filed,
            START,
            Map.of(
                "origin", "live", "by", "holder", "outcome", "overturned", "secondPerson", true));
    RecordId proposed = add("decisions.proposed", account, heard, START, Map.of());
    RecordId decision = decided(account, proposed, "live", START.plusSeconds(3500));
    carriedOut(account, decision, "suspend", START.plusSeconds(3600));
    assertThat(whole().spread(Origin.LIVE, Scope.ALL, Figures.Spread.Of.ENFORCEMENT).median())
        .isEqualTo(3600L);
    assertThat(figures().live().shares())
        .containsExactly(new Town.Share("violent-extremism", 0, 0, 1, 0, 1));
  }

  @Test
  void anAccountCountsOnceHoweverOftenItIsSuspended() {
    RecordId first = suspend("1", "live", START, Duration.ofHours(1));
    RecordId undoing = add("decisions.undone", account("1"), first, START, Map.of());
    carriedOut(account("1"), undoing, "reinstate", START);
    RecordId second = decided(account("1"), null, "live", START.plus(Duration.ofDays(40)));
    carriedOut(account("1"), second, "suspend", START.plus(Duration.ofDays(40)));
    // What undoes the first decision does not touch the second.
    carriedOut(account("1"), undoing, "reinstate", START.plus(Duration.ofDays(41)));

    Town town = figures().live();
    assertThat(town.suspended()).isEqualTo(1);
    assertThat(town.stillSuspended()).isEqualTo(1);
    assertThat(town.reinstated()).isZero();
    assertThat(town.months().stream().mapToLong(Town.Month::suspended).sum()).isEqualTo(1);
  }

  @Test
  void anOrderToPreserveThatHoldsOnlyLaterWasReceivedOnce() {
    Map<String, Object> half = Map.of("country", "DE", "demand", "preservation");
    RecordId order = add("legal.hold-started", null, null, START, half);
    Map<String, Object> found = new HashMap<>(half);
    found.put("outcome", "held-later");
    add("legal.hold-found", account("1"), order, START.plusSeconds(60), found);

    Map<Cell, Long> counts = whole().counts();
    assertThat(counts.entrySet())
        .filteredOn(it -> it.getKey().what() == Cell.What.ORDER)
        .allMatch(it -> it.getValue() == 1)
        .extracting(it -> it.getKey().toString())
        .hasSize(2)
        .anyMatch(it -> it.contains("received"))
        .anyMatch(it -> it.contains("held") && !it.contains("later"));
  }

  @Test
  void medianAndNinetiethPercentileAreByNearestRank() {
    for (int i = 1; i <= 10; i++) {
      suspend("a" + i, "live", START, Duration.ofHours(i).minusMinutes(13));
      if (i < 10) {
        assertThat(figures().live().delay())
            .as("the time of a few would tell when they were reported")
            .isEqualTo(new Town.Delay(i, null, null));
      }
    }
    assertThat(figures().live().delay()).isEqualTo(new Town.Delay(10, 5L, 9L));
    assertThat(Words.length(300L)).isEqualTo("5 minutes");
    assertThat(Words.length(90_000L)).isEqualTo("1 day 1 hour");
    assertThat(Words.length(3_660L)).isEqualTo("1 hour 1 minute");
  }
}
