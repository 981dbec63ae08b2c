package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;
import reeve.server.cases.Case;
import reeve.server.cases.Cluster.Answer;
import reeve.server.cases.ClusterId;
import reeve.server.cases.TestClusters;
import reeve.server.decisions.Bulk.Fate;
import reeve.server.decisions.Bulk.Part;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
@Tag("sql")
final class BulkIT {
  private static final String WORDS = "You all pushed the same invite to the Crimson Dawn.";

  @Autowired private ApplicationContext context;
  @Autowired private Bulks bulks;
  @Autowired private BulkRows rows;
  @Autowired private BulkPreviews previews;
  @Autowired private BulkWork work;
  @Autowired private Samples samples;
  @Autowired private DecisionRows decisions;
  @Autowired private JdbcClient jdbc;
  @Autowired private MockMvc web;
  private TestTown town;
  private TestClusters clusters;
  private Member reviewer;
  private Member lead;

  @BeforeEach
  void aTownWithTwoLeads() {
    town = new TestTown(context);
    clusters = new TestClusters(context);
    reviewer = town.member(Role.REVIEWER);
    lead = town.member(Role.LEAD);
    town.member(Role.LEAD);
    jdbc.sql("update bulk set state = 'done' where state in ('waiting', 'running')").update();
    jdbc.sql("update bulk_account set state = 'left-out' where state = 'waits'").update();
  }

  private List<Reported> reported(int many) {
    return IntStream.range(0, many).mapToObj(_ -> town.reported(1)).toList();
  }

  private ClusterId cluster(String clause, List<Reported> all) {
    return clusters.of(
        clause, TestTown.staff(reviewer), all.stream().map(Reported::account).toList());
  }

  /** Opens each one's post, finds that it breaks the clause, and answers no. */
  private void find(ClusterId id, List<Reported> all) {
    for (Reported one : all) {
      clusters.mark(id, one.account(), one.postId(), TestTown.staff(reviewer));
      clusters.answer(id, one.account(), Answer.NO, TestTown.staff(reviewer));
    }
  }

  private static DecisionForm form(String clause, String measure) {
    return new DecisionForm(
        List.of(measure), clause, List.of(), List.of(), "7", "", WORDS, "They go together.");
  }

  private static DecisionForm suspension() {
    return form(TestTown.RECRUITMENT, "suspend-permanently");
  }

  private static String key(AccountRef account) {
    return account.platform() + " " + account.nativeId();
  }

  private static List<String> keys(List<Reported> all) {
    return all.stream().map(one -> key(one.account())).toList();
  }

  private BulkPreview preview(ClusterId id, List<Reported> all, DecisionForm form) {
    return previews.of(id, keys(all), form, reviewer);
  }

  private UUID proposed(ClusterId id, List<Reported> all, DecisionForm form) {
    String seen = preview(id, all, form).seen();
    return switch (bulks.propose(id, keys(all), form, seen, reviewer)) {
      case Bulks.Proposed.Made made -> made.id();
      case Bulks.Proposed.Flawed flawed -> throw new AssertionError(flawed.preview());
    };
  }

  private void workOn() {
    for (int round = 0; round < 50 && !rows.turns(1).isEmpty(); round++) {
      work.round(null);
    }
    work.round(null);
  }

  private Map<String, Part> parts(UUID id) {
    return rows.parts(id).stream().collect(Collectors.toMap(Part::key, part -> part));
  }

  private Part part(UUID id, Reported one) {
    return parts(id).get(key(one.account()));
  }

  private List<String> whys(BulkPreview preview) {
    return preview.out().stream().map(BulkWeighing.Out::why).toList();
  }

  @Test
  void eachAccountIsDecidedAsASingleDecisionIsAndAllIsUndoneOrAPart() {
    List<Reported> all = reported(3);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    BulkPreview preview = preview(id, all, suspension());
    assertThat(preview.in()).hasSize(3);
    assertThat(preview.waits()).isFalse();
    assertThat(preview.blast().followers()).isEqualTo(360);
    assertThat(preview.blast().ages()).containsExactly(Map.entry("a year or more", 3));
    UUID bulk = proposed(id, all, suspension());
    workOn();
    assertThat(bulks.find(bulk).state()).isEqualTo(Bulk.State.DONE);
    town.letItLeave();
    for (Reported one : all) {
      assertThat(part(bulk, one).fate()).isEqualTo(Fate.DECIDED);
      assertThat(town.carriedOut(one.account())).contains(new Action.Suspend(null));
      assertThat(town.letterTo(one.account()).body())
          .contains(WORDS, "Join the Crimson Dawn", "A person looked at it and decided");
      assertThat(town.recorded(one.account(), "decisions.decided")).hasSize(1);
      assertThat(town.recorded(one.account(), "decisions.decided").getFirst().privateHalf())
          .containsEntry("batch", "bulk " + bulk)
          .containsEntry("protectedSpeech", "no");
      assertThat(town.cases.find(one.of().id()).orElseThrow().state()).isEqualTo(Case.State.CLOSED);
    }

    Reported first = all.getFirst();
    assertThat(bulks.undo(bulk, List.of(key(first.account())), "It was satire after all.", lead))
        .isOne();
    workOn();
    town.work();
    assertThat(part(bulk, first).fate()).isEqualTo(Fate.UNDONE);
    assertThat(part(bulk, all.get(1)).fate()).isEqualTo(Fate.DECIDED);
    assertThat(town.letterTo(first.account()).body()).contains("It was satire after all.");
    Case again = town.cases.open(first.account()).orElseThrow();
    assertThat(again.claim()).as("it waits for whoever claims it").isNull();

    assertThat(bulks.undo(bulk, null, "The whole was a mistake.", reviewer)).isEqualTo(2);
    workOn();
    assertThat(parts(bulk).values()).allMatch(part -> part.fate() == Fate.UNDONE);
    assertThat(town.recorded(first.account(), "decisions.undone")).hasSize(1);
  }

  @Test
  void whatHasNotLeftIsWithdrawnAndNobodyIsTold() {
    List<Reported> all = reported(1);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    UUID bulk = proposed(id, all, suspension());
    workOn();
    bulks.undo(bulk, null, "Stop, that was wrong.", reviewer);
    workOn();
    town.letItLeave();
    assertThat(town.carriedOut(all.getFirst().account())).isEmpty();
    assertThat(town.recorded(all.getFirst().account(), "decisions.withdrawn")).hasSize(1);
    assertThat(part(bulk, all.getFirst()).fate()).isEqualTo(Fate.UNDONE);
  }

  @Test
  void whoeverHasNoOpenedItemThatBreaksTheClauseIsLeftOut() {
    List<Reported> all = reported(3);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all.subList(0, 1));
    // Opened, and found to break nothing.
    clusters.mark(id, all.get(1).account(), all.get(1).postId(), TestTown.staff(reviewer));
    clusters.mark(id, all.get(1).account(), all.get(1).postId(), TestTown.staff(reviewer));
    BulkPreview preview = preview(id, all, suspension());
    assertThat(preview.in()).hasSize(1);
    assertThat(whys(preview))
        .hasSize(2)
        .containsOnly("No item of its own that breaks the clause was opened by a person.");
    UUID bulk = proposed(id, all, suspension());
    workOn();
    assertThat(part(bulk, all.get(1)).fate()).isEqualTo(Fate.LEFT_OUT);
    assertThat(town.cases.open(all.get(2).account())).isPresent();
    assertThat(town.recorded(all.get(2).account(), "decisions.decided")).isEmpty();
  }

  @Test
  void whatIsOrMayBeProtectedSpeechIsLeftOutAndSoIsWhatNobodyAnswered() {
    List<Reported> all = reported(4);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    for (Reported one : all) {
      clusters.mark(id, one.account(), one.postId(), TestTown.staff(reviewer));
    }
    clusters.answer(id, all.get(0).account(), Answer.NO, TestTown.staff(reviewer));
    clusters.answer(id, all.get(1).account(), Answer.YES, TestTown.staff(reviewer));
    clusters.answer(id, all.get(2).account(), Answer.UNSURE, TestTown.staff(reviewer));
    assertThat(whys(preview(id, all, suspension())))
        .containsExactly(
            "What is marked is protected speech: it is judged in its case.",
            "What is marked may be protected speech: it is judged in its case.",
            "Nobody answered whether what is marked is protected speech.");
  }

  @Test
  void aRandomSampleSufficesForSpamAndForNothingElse() {
    List<Reported> all = reported(14);
    ClusterId extremism = cluster(TestTown.RECRUITMENT, all.subList(0, 2));
    assertThatThrownBy(() -> samples.draw(extremism, TestTown.staff(reviewer)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("suffices for spam only");

    ClusterId id = cluster(TestTown.SPAM, all);
    DecisionForm spam = form(TestTown.SPAM, "suspend-permanently");
    Samples.Sample sample = samples.draw(id, TestTown.staff(reviewer));
    assertThat(sample.drawn()).hasSize(10);
    assertThat(Samples.choice(Set.copyOf(keys(all)), sample.seed())).isEqualTo(sample.drawn());
    assertThatThrownBy(() -> samples.draw(id, TestTown.staff(reviewer)))
        .hasMessageContaining("A sample of these accounts is drawn already");
    assertThat(preview(id, all, spam).in()).isEmpty();
    for (Reported one : all) {
      if (sample.drawn().contains(key(one.account()))) {
        clusters.mark(id, one.account(), one.postId(), TestTown.staff(reviewer));
      }
    }
    BulkPreview preview = preview(id, all, spam);
    assertThat(preview.in()).hasSize(14);
    assertThat(preview.blast().sampled()).isEqualTo(4);
    assertThat(preview.waits()).isTrue();
    UUID bulk = proposed(id, all, spam);
    bulks.approve(bulk, lead, "");
    workOn();
    town.letItLeave();
    Reported unseen =
        all.stream()
            .filter(one -> !sample.drawn().contains(key(one.account())))
            .findFirst()
            .orElseThrow();
    assertThat(town.letterTo(unseen.account()).body())
        .contains("A person looked at a random sample of them")
        .doesNotContain("A person looked at it and decided");
    assertThat(town.recorded(unseen.account(), "decisions.decided").getFirst().privateHalf())
        .containsEntry("sample", true);
  }

  @Test
  void aSampleOfWhichOneBreaksNothingStandsForNobody() {
    List<Reported> all = reported(12);
    ClusterId id = cluster(TestTown.SPAM, all);
    DecisionForm spam = form(TestTown.SPAM, "suspend-permanently");
    Samples.Sample sample = samples.draw(id, TestTown.staff(reviewer));
    List<Reported> drawn =
        all.stream().filter(one -> sample.drawn().contains(key(one.account()))).toList();
    for (Reported one : drawn) {
      clusters.mark(id, one.account(), one.postId(), TestTown.staff(reviewer));
    }
    UUID bulk = proposed(id, all, spam);
    clusters.mark(id, drawn.getFirst().account(), drawn.getFirst().postId(), staff());
    bulks.approve(bulk, lead, "");
    workOn();
    assertThat(parts(bulk).values().stream().filter(part -> part.fate() == Fate.DECIDED))
        .as("those with an item of their own alone")
        .hasSize(9);
    clusters.clusters.remove(id, List.of(drawn.getFirst().account()), staff());
    assertThat(preview(id, all.subList(1, 12), spam).missing())
        .contains("an account that was taken out");
  }

  private reeve.server.record.Actor.Staff staff() {
    return TestTown.staff(reviewer);
  }

  @Test
  void aboveTheSetSizeItWaitsForAnotherLead() {
    List<Reported> all = reported(11);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    UUID bulk = proposed(id, all, suspension());
    assertThat(bulks.find(bulk).state()).isEqualTo(Bulk.State.WAITING);
    workOn();
    assertThat(parts(bulk).values()).allMatch(part -> part.fate() == Fate.WAITS);
    assertThatThrownBy(() -> bulks.approve(bulk, reviewer, ""))
        .hasMessageContaining("You proposed it yourself");
    assertThatThrownBy(() -> bulks.approve(bulk, town.member(Role.REVIEWER), ""))
        .hasMessageContaining("A lead has to approve");
    assertThatThrownBy(() -> bulks.refuse(bulk, lead, "no")).hasMessageContaining("Say why not");
    bulks.approve(bulk, lead, "Looked at all of them.");
    assertThatThrownBy(() -> bulks.approve(bulk, lead, "")).hasMessageContaining("running now");
    workOn();
    DecisionId decided = part(bulk, all.getFirst()).decision();
    Decision decision = decisions.find(decided).orElseThrow();
    assertThat(decision.agreedBy()).isEqualTo(TestTown.staff(lead));
    assertThat(decision.decidedBy()).isEqualTo(staff());
    assertThat(decision.secondPerson()).isTrue();
  }

  @Test
  void neitherTheProposerNorWhomTheyInvitedApproves() {
    List<Reported> all = reported(11);
    Member proposer = town.member(Role.LEAD);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    String seen = previews.of(id, keys(all), suspension(), proposer).seen();
    UUID bulk =
        ((Bulks.Proposed.Made) bulks.propose(id, keys(all), suspension(), seen, proposer)).id();
    assertThatThrownBy(() -> bulks.approve(bulk, proposer, ""))
        .hasMessageContaining("You proposed it yourself");
    Member invited = town.member(Role.LEAD);
    jdbc.sql("update staff_member set made_by = ? where id = ?")
        .params(proposer.id().value(), invited.id().value())
        .update();
    assertThatThrownBy(() -> bulks.approve(bulk, invited, ""))
        .hasMessageContaining("gave you your membership");
    bulks.refuse(bulk, lead, "Four of them only quote it.");
    assertThat(bulks.find(bulk).state()).isEqualTo(Bulk.State.REFUSED);
    assertThat(parts(bulk).values()).allMatch(part -> part.fate() == Fate.LEFT_OUT);
  }

  @Test
  void whereOnePersonAloneCouldApproveSuspendingManyIsOffAndTheRestIsMarked() {
    List<Reported> all = reported(11);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    List<UUID> others =
        jdbc.sql("update staff_member set active = false where id <> ? and active returning id")
            .param(lead.id().value())
            .query(UUID.class)
            .list();
    try {
      BulkPreview off = previews.of(id, keys(all), suspension(), lead);
      assertThat(off.off()).contains("Suspending many at once is off here");
      assertThat(bulks.propose(id, keys(all), suspension(), off.seen(), lead))
          .isInstanceOf(Bulks.Proposed.Flawed.class);
      DecisionForm limit = form(TestTown.RECRUITMENT, "limit");
      BulkPreview milder = previews.of(id, keys(all), limit, lead);
      assertThat(milder.off()).isNull();
      assertThat(milder.waits()).isFalse();
      UUID bulk =
          ((Bulks.Proposed.Made) bulks.propose(id, keys(all), limit, milder.seen(), lead)).id();
      workOn();
      Decision decision = decisions.find(part(bulk, all.getFirst()).decision()).orElseThrow();
      assertThat(decision.secondPerson()).isFalse();
    } finally {
      others.forEach(one ->
          jdbc.sql("update staff_member set active = true where id = ?").param(one).update());
    }
  }

  @Test
  void aRunThatIsBrokenOffGoesOnAndDecidesOnEachOnce() {
    List<Reported> all = reported(30);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    UUID bulk = proposed(id, all, suspension());
    bulks.approve(bulk, lead, "");
    work.round(null);
    assertThat(rows.counts(bulk).decided()).isEqualTo(BulkWork.BATCH);
    bulks.stop(bulk, lead);
    work.round(null);
    assertThat(rows.counts(bulk).decided()).isEqualTo(BulkWork.BATCH);
    bulks.goOn(bulk, reviewer);
    // As after a crash that lost the note of a decision but not the decision: both are one commit.
    assertThatThrownBy(() ->
            town.in(() -> {
              work.round(null);
              throw new IllegalStateException("killed");
            }))
        .isInstanceOf(RuntimeException.class);
    workOn();
    assertThat(bulks.find(bulk).state()).isEqualTo(Bulk.State.DONE);
    for (Reported one : all) {
      assertThat(town.recorded(one.account(), "decisions.decided")).hasSize(1);
    }
  }

  @Test
  void whatChangedMeanwhileIsLeftOutAndSaid() {
    List<Reported> all = reported(4);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    UUID bulk = proposed(id, all, suspension());
    town.claim(all.get(0), town.member(Role.LEAD));
    town.suspended(all.get(1), town.member(Role.LEAD));
    clusters.mark(id, all.get(2).account(), all.get(2).postId(), staff());
    clusters.clusters.remove(id, List.of(all.get(3).account()), staff());
    workOn();
    assertThat(all.stream().map(one -> part(bulk, one).why()))
        .containsExactly(
            "Somebody works on its case now.",
            "Its case is decided: suspend permanently.",
            "No item of its own that breaks the clause was opened by a person.",
            "It was taken out of the cluster.");
    assertThat(bulks.find(bulk).state()).isEqualTo(Bulk.State.DONE);
  }

  @Test
  void whatWasSeenIsWhatIsDecided() {
    List<Reported> all = reported(2);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all.subList(0, 1));
    String seen = preview(id, all, suspension()).seen();
    find(id, all.subList(1, 2));
    Bulks.Proposed proposed = bulks.propose(id, keys(all), suspension(), seen, reviewer);
    assertThat(proposed)
        .isInstanceOfSatisfying(
            Bulks.Proposed.Flawed.class,
            flawed ->
                assertThat(flawed.preview().flaws().getFirst().words())
                    .contains("The cluster changed since you looked"));
  }

  @Test
  void theFormIsCheckedAsAPanelsIs() {
    List<Reported> all = reported(1);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    assertThat(flaws(preview(id, all, form(TestTown.SPAM, "limit"))))
        .anyMatch(it -> it.contains("held against another clause"));
    assertThat(flaws(preview(id, all, form(TestTown.RECRUITMENT, "no-violation"))))
        .anyMatch(it -> it.contains("not in bulk"));
    assertThat(flaws(preview(id, List.of(), suspension())))
        .anyMatch(it -> it.contains("Nobody is chosen"));
    assertThat(flaws(previews.of(id, List.of("square nobody"), suspension(), reviewer)))
        .anyMatch(it -> it.contains("Nobody is chosen"));
    BulkPreview empty =
        preview(
            id,
            all,
            new DecisionForm(
                List.of(), TestTown.RECRUITMENT, List.of(), List.of(), "", "", "", ""));
    assertThat(flaws(empty)).anyMatch(it -> it.contains("Choose what is to be done"));
    assertThat(empty.in()).as("who would be part of it is shown at once").hasSize(1);
  }

  private static List<String> flaws(BulkPreview preview) {
    return preview.flaws().stream().map(Judged.Flaw::words).toList();
  }

  @Test
  void thePagesShowThePreviewTheApprovalAndTheOutcome() throws Exception {
    List<Reported> all = reported(11);
    ClusterId id = cluster(TestTown.RECRUITMENT, all);
    find(id, all);
    var request =
        post("/clusters/" + id + "/bulk/preview").session(town.desk.session(reviewer)).with(csrf());
    keys(all).forEach(key -> request.param("account", key));
    String shown = web.perform(request).andReturn().getResponse().getContentAsString();
    assertThat(shown).contains("Decide on", "11 accounts", "1,320", "11 a year or more");
    assertThat(shown).doesNotContain("name=\"protected\"");
    UUID bulk = proposed(id, all, suspension());
    assertThat(page("/lead", lead)).contains("/bulk/" + bulk);
    assertThat(page("/bulk", reviewer)).contains("waiting");
    assertThat(page("/bulk/" + bulk, lead)).contains("Approve", "why not", WORDS, "1,320");
    assertThat(page("/bulk/" + bulk, reviewer)).contains("Withdraw").doesNotContain(">Approve <");
    web.perform(post("/bulk/" + bulk + "/approve").session(town.desk.session(lead)).with(csrf()));
    workOn();
    assertThat(page("/bulk/" + bulk, lead)).contains("11 decided", "Undo the whole");
    assertThat(
            web.perform(
                    post("/bulk/" + bulk + "/undo")
                        .param("reason", "It was a mistake.")
                        .session(town.desk.session(lead))
                        .with(csrf()))
                .andReturn()
                .getResponse()
                .getContentAsString())
        .contains("Nobody is chosen");
    Member other = town.member(Role.REVIEWER);
    assertThat(page("/bulk/" + bulk, other)).contains("Only who proposed it, and leads, read it.");
  }

  private String page(String path, Member member) throws Exception {
    return web.perform(get(path).session(town.desk.session(member)))
        .andReturn()
        .getResponse()
        .getContentAsString();
  }
}
