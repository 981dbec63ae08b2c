package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.server.ServerTest;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.watch.GoingLive.Proposed;
import reeve.server.watch.Plans.Aim;

@ServerTest
final class GoingLiveIT {
  private static final String WHY = "Seen in the town since Monday.";

  @Autowired private ApplicationContext context;
  @Autowired private GoingLive goingLive;
  @Autowired private ProposalRows proposals;
  @Autowired private Plans plans;
  @Autowired private TransactionTemplate transaction;
  private RuleTown town;
  private Member approver;

  @BeforeEach
  void aDraftAndNothingLive() {
    town = new RuleTown(context);
    town.fresh();
    approver = town.settled(Role.LEAD);
  }

  private Proposed propose(Aim aim) {
    return goingLive.propose(aim, plans.of(aim).base(), WHY, town.lead);
  }

  private List<String> live() {
    return town.book.live().orElseThrow().rules().stream().map(Rule::name).toList();
  }

  @Test
  void oneRuleGoesLiveWithItsListsAndTheOthersStayDrafts() {
    town.save("rules/returned-name.yaml", "this is broken: [");
    assertThat(propose(new Aim.One("link-flood"))).isInstanceOf(Proposed.Live.class);
    assertThat(live()).containsExactly("link-flood");
    assertThat(town.shelf.stand().liveFiles())
        .containsOnlyKeys(
            "rules/link-flood.yaml", "lists/shorteners.txt", "phrases/spam-offers.txt");
    assertThat(town.book.shadow().orElseThrow().rules())
        .extracting(Rule::name)
        .hasSize(16)
        .doesNotContain("link-flood", "returned-name");
    assertThat(town.kinds().getFirst()).isEqualTo("watch.went-live");
  }

  @Test
  void whatHasErrorsOrChangesNothingOrHasNoReasonDoesNotGoLive() {
    propose(new Aim.One("link-flood"));
    assertThatThrownBy(() -> propose(new Aim.One("link-flood")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("live already");
    town.save("rules/returned-name.yaml", "this is broken: [");
    assertThatThrownBy(() -> propose(new Aim.Whole(false)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("rules/returned-name.yaml:");
    assertThatThrownBy(() -> propose(new Aim.One("returned-name")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("has errors");
    Aim voice = new Aim.One("returned-voice");
    assertThatThrownBy(() -> goingLive.propose(voice, plans.of(voice).base(), " why ", town.lead))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Say why");
    assertThat(live()).containsExactly("link-flood");
  }

  @Test
  void aRuleWhoseOwnTestsFailStaysADraft() {
    String path = "rules/link-flood.yaml";
    town.save(path, town.text(path).replace("flood >= 4", "flood >= 5"));
    assertThat(town.check(path).failed()).isTrue();
    assertThatThrownBy(() -> propose(new Aim.One("link-flood"))).isInstanceOf(Refused.class);
    assertThat(town.book.shadow().orElseThrow().rules())
        .extracting(Rule::name)
        .doesNotContain("link-flood");
  }

  @Test
  void aRuleThatActsWaitsUntilSomebodyElseApproves() {
    UUID id = waiting(propose(new Aim.Whole(true)));
    assertThat(town.book.live().map(RuleSet::rules).orElse(List.of())).isEmpty();
    long base = town.liveNumber();
    assertThat(goingLive.approve(id, base, approver)).isEqualTo(base + 1);
    assertThat(live()).hasSize(18).contains("repeated-lure");
    assertThat(town.store.live().orElseThrow())
        .satisfies(live -> {
          assertThat(live.by()).isEqualTo(town.lead.id().value());
          assertThat(live.approvedBy()).isEqualTo(approver.id().value());
          assertThat(live.digest()).isEqualTo(town.book.live().orElseThrow().digest());
        });
    assertThatThrownBy(() -> goingLive.approve(id, base + 1, approver))
        .hasMessageContaining("waits no more");
  }

  private static UUID waiting(Proposed proposed) {
    return ((Proposed.Waits) proposed).proposal();
  }

  @Test
  void neitherTheProposerNorANewcomerNorWhomTheyInvitedApproves() {
    UUID id = waiting(propose(new Aim.One("repeated-lure")));
    long base = town.liveNumber();
    barred(id, base, town.lead, "yourself");
    barred(id, base, town.desk.newMember(Role.ADMINISTRATOR), "72 hours");
    Member invited = town.settled(Role.LEAD);
    town.db
        .sql("update staff_member set made_by = ?, made_at = ? where id = ?")
        .params(
            town.lead.id().value(),
            Timestamp.from(town.clock.instant().minus(Duration.ofDays(9))),
            invited.id().value())
        .update();
    barred(id, base, invited, "gave you");
    assertThat(goingLive.approve(id, base, approver)).isEqualTo(base + 1);
  }

  private void barred(UUID id, long base, Member member, String why) {
    assertThat(goingLive.barred(goingLive.find(id), member))
        .hasValueSatisfying(said -> assertThat(said).contains(why));
    assertThatThrownBy(() -> goingLive.approve(id, base, member))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.problem()).isEqualTo(WatchProblem.NEEDS_ANOTHER));
  }

  @Test
  void aListThatARuleThatActsReadsNeedsTheSecondPersonToo() {
    town.everythingLive();
    town.save("lists/shorteners.txt", town.text("lists/shorteners.txt") + "new.example\n");
    Plan plan = plans.of(new Aim.One("link-flood"));
    assertThat(plan.acting()).containsExactly("repeated-lure");
    assertThat(propose(new Aim.One("link-flood"))).isInstanceOf(Proposed.Waits.class);
  }

  @Test
  void inATownOfOnePersonRulesThatActStayOffAndAllElseGoesLive() {
    transaction.executeWithoutResult(status -> {
      town.db
          .sql("update staff_member set active = false where id <> ?")
          .param(town.lead.id().value())
          .update();
      assertThat(goingLive.alone(town.lead)).isTrue();
      assertThatThrownBy(() -> propose(new Aim.Whole(true)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("need a second person")
          .hasMessageContaining("repeated-lure");
      status.setRollbackOnly();
    });
    assertThat(propose(new Aim.Whole(false))).isInstanceOf(Proposed.Live.class);
    assertThat(live()).hasSize(17).doesNotContain("repeated-lure");
  }

  @Test
  void whatChangedMeanwhileIsNotApprovedUnseen() {
    UUID id = waiting(propose(new Aim.One("repeated-lure")));
    long seen = town.liveNumber();
    propose(new Aim.One("returned-name"));
    assertThatThrownBy(() -> goingLive.approve(id, seen, approver))
        .hasMessageContaining("Other rules went live meanwhile");
    goingLive.approve(id, seen + 1, approver);
    assertThat(live()).containsExactlyInAnyOrder("repeated-lure", "returned-name");
  }

  @Test
  void twoProposalsOfOneFileDoNotWaitAtOnce() {
    UUID id = waiting(propose(new Aim.One("repeated-lure")));
    assertThatThrownBy(() -> propose(new Aim.Whole(true)))
        .hasMessageContaining("waits for approval already");
    goingLive.withdraw(id, town.lead);
    UUID again = waiting(propose(new Aim.Whole(true)));
    goingLive.refuse(again, "It is not clear whom it would hit.", approver);
    assertThat(proposals.find(again).orElseThrow())
        .satisfies(refused -> {
          assertThat(refused.state()).isEqualTo(Proposal.State.REFUSED);
          assertThat(refused.words()).contains("not clear");
        });
    assertThat(town.kinds()).contains("watch.withdrawn", "watch.refused", "watch.proposed");
  }

  @Test
  void aRuleIsRetiredAndWhatWasLiveOnceComesBack() {
    propose(new Aim.One("link-flood"));
    long first = town.liveNumber();
    propose(new Aim.Retire("link-flood"));
    assertThat(live()).isEmpty();
    assertThat(town.shelf.stand().draft()).doesNotContainKey("rules/link-flood.yaml");
    propose(new Aim.Again(first));
    assertThat(live()).containsExactly("link-flood");
    assertThat(town.store.versions("rules/link-flood.yaml", 10)).hasSizeGreaterThanOrEqualTo(3);
  }
}
