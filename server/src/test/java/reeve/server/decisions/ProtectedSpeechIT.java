package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.server.ServerTest;
import reeve.server.cases.Case;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
class ProtectedSpeechIT {
  private static final String WHY = "It calls to join in its own voice and reports on nothing.";

  @Autowired private ApplicationContext context;
  @Autowired private Deciding deciding;
  @Autowired private Proposals proposals;
  @Autowired private Agreeing agreeing;
  @Autowired private DecisionRows rows;
  @Autowired private Drafts drafts;
  @Autowired private JdbcClient jdbc;

  private TestTown town;
  private Member reviewer;
  private Member lead;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    reviewer = town.member(Role.REVIEWER);
    lead = town.member(Role.LEAD);
  }

  @Test
  void aYesOrAnUnsureBarsASanctionUntilALeadAgreesInWriting() {
    for (String answer : List.of("yes", "unsure")) {
      Reported reported = town.reported(1);
      Proposal proposal = proposed(reported, reviewer, answer);
      town.letItLeave();
      assertThat(town.carriedOut(reported.account())).isEmpty();
      assertThat(rows.of(reported.of().id())).isEmpty();
      assertThatThrownBy(() -> agreeing.agree(proposal.id(), lead, "fine"))
          .isInstanceOfSatisfying(
              Refused.class, r -> assertThat(r.problem()).isEqualTo(DecisionProblem.WORDS_MISSING));

      DecisionId id = agreeing.agree(proposal.id(), lead, WHY);
      town.letItLeave();
      assertThat(town.carriedOut(reported.account())).hasSize(2);
      Decision decision = rows.find(id).orElseThrow();
      assertThat(decision.decidedBy()).isEqualTo(TestTown.staff(reviewer));
      assertThat(decision.agreedBy()).isEqualTo(TestTown.staff(lead));
      assertThat(decision.agreement()).isEqualTo(WHY);
      assertThat(decision.secondPerson()).isTrue();
      assertThatThrownBy(() -> agreeing.agree(proposal.id(), lead, WHY))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void aLeadWhoDoesNotAgreeSendsTheCaseBackWithTheirWords() {
    Reported reported = town.reported(1);
    Proposal proposal = proposed(reported, reviewer, "yes");
    agreeing.decline(proposal.id(), lead, "This is a newspaper, and it quotes them.");
    Case open = town.cases.find(reported.of().id()).orElseThrow();
    assertThat(open.state()).isEqualTo(Case.State.OPEN);
    assertThat(drafts.find(open.id(), TestTown.staff(reviewer))).isPresent();
    assertThat(proposals.newest(open.id()).orElseThrow().words())
        .isEqualTo("This is a newspaper, and it quotes them.");
  }

  @Test
  void aLeadDoesNotAgreeWithThemselvesWhereThereIsAnother() {
    Reported reported = town.reported(1);
    Proposal proposal = proposed(reported, lead, "unsure");
    town.member(Role.LEAD);
    assertThatThrownBy(() -> agreeing.agree(proposal.id(), lead, WHY))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.problem()).isEqualTo(DecisionProblem.OWN_PROPOSAL));
  }

  @Test
  void theOnlyLeadAgreesAloneAndItIsMarked() {
    Reported reported = town.reported(1);
    Proposal proposal = proposed(reported, lead, "unsure");
    List<UUID> others =
        jdbc.sql(
                """
                UPDATE staff_member SET active = false
                 WHERE active AND id <> ? AND role <> 'REVIEWER' RETURNING id
                """)
            .param(lead.id().value())
            .query((row, _) -> row.getObject(1, UUID.class))
            .list();
    try {
      DecisionId id = agreeing.agree(proposal.id(), lead, WHY);
      assertThat(rows.find(id).orElseThrow().secondPerson()).isFalse();
      town.letItLeave();
      assertThat(town.letterTo(reported.account()).body()).contains("no second person");
    } finally {
      jdbc.sql("UPDATE staff_member SET active = true WHERE id = ANY (:ids)")
          .param("ids", others.toArray(UUID[]::new))
          .update();
    }
  }

  @Test
  void noViolationAndOtherPoliciesNeedNoAnswer() {
    Reported reported = town.reported(1);
    town.decided(
        reported,
        reviewer,
        new DecisionForm(
            List.of("limit"), TestTown.SPAM, List.of(), List.of(), "", "", "You repeat it.", ""));
    assertThat(town.carriedOut(reported.account())).hasSize(2);
    town.decided(
        town.reported(1),
        reviewer,
        new DecisionForm(
            List.of(DecisionForm.NO_VIOLATION), "", List.of(), List.of(), "", "yes", "", ""));
  }

  private Proposal proposed(Reported reported, Member by, String answer) {
    Decided decided =
        deciding.decide(
            reported.of().id(),
            town.claim(reported, by),
            TestTown.staff(by),
            new DecisionForm(
                List.of("suspend-permanently"),
                TestTown.RECRUITMENT,
                List.of(reported.postId()),
                List.of(),
                "",
                answer,
                "",
                ""));
    assertThat(decided).isInstanceOf(Decided.Proposed.class);
    return proposals.newest(reported.of().id()).orElseThrow();
  }
}
