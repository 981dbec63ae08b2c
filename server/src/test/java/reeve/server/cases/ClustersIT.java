package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;
import reeve.server.cases.Cluster.Answer;
import reeve.server.cases.Cluster.Kind;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.platform.Refused;
import reeve.server.policy.ClauseId;
import reeve.server.record.Actor;
import reeve.server.record.Records;
import reeve.server.staff.Member;

@ServerTest
@Tag("sql")
final class ClustersIT {
  private static final ClauseId PROMOTION = ClauseId.parse("violent-extremism/promotion");

  @Autowired private ApplicationContext context;
  @Autowired private Clusters clusters;
  @Autowired private ClusterLooking looking;
  @Autowired private Records records;
  @Autowired private MockMvc web;
  private CaseTown town;
  private Member member;
  private Actor.Staff me;

  @BeforeEach
  void aTown() {
    town = new CaseTown(context);
    member = town.reviewer();
    me = CaseTown.staff(member);
  }

  private Candidate candidate(AccountRef account, Post... posts) {
    return new Candidate(
        account,
        Origin.LIVE,
        List.of(),
        70,
        List.of(new Resemblance.Reason("same-link", "It pushes the same invite.", true)),
        List.of("It is two years older."),
        PROMOTION,
        town.events.capture(account, posts));
  }

  private Cluster.Member in(ClusterId id, AccountRef account) {
    return clusters.find(id).orElseThrow().member(account).orElseThrow();
  }

  private List<String> recorded(AccountRef account) {
    return records.about(account, 100).stream().map(one -> one.kind().name()).toList();
  }

  @Test
  void itLinksAccountsAndEachKeepsItsOneOpenCase() {
    Case reported = town.reported("1");
    AccountRef other = town.events.someone();
    ClusterId id = clusters.open("  One invite ", me);
    assertThat(clusters.add(id, List.of(candidate(reported.account())), me)).isOne();
    assertThat(clusters.add(id, List.of(candidate(other), candidate(reported.account())), me))
        .isOne();

    Cluster cluster = clusters.find(id).orElseThrow();
    assertThat(cluster.title()).isEqualTo("One invite");
    assertThat(cluster.members())
        .extracting(Cluster.Member::account)
        .containsExactly(reported.account(), other);
    assertThat(in(id, reported.account()).open()).isEqualTo(town.of(reported.account()));
    Case opened = town.of(other);
    assertThat(opened.resemblances()).isOne();
    assertThat(records.find(opened.opened()).orElseThrow().cause()).isEqualTo(reported.opened());
    Cluster.Member row = in(id, other);
    assertThat(row.percent()).isEqualTo(70);
    assertThat(row.why()).isEqualTo("It pushes the same invite.");
    assertThat(row.followers()).isEqualTo(120);
    assertThat(row.answer()).isNull();
    assertThat(recorded(other)).contains("cases.cluster-joined", "cases.resembled");

    assertThat(clusters.remove(id, List.of(other), me)).isOne();
    assertThat(clusters.remove(id, List.of(other), me)).isZero();
    assertThat(town.of(other).state()).isEqualTo(Case.State.OPEN);
    assertThat(recorded(other)).contains("cases.cluster-left");
    assertThat(clusters.add(id, List.of(candidate(other)), me)).isOne();
  }

  @Test
  void anAccountWhoseCaseWasClosedGetsAnotherOneAndSaysHowOftenItWasCleared() {
    Case first = town.reported("1");
    town.in(() -> {
      town.cases.close(first.id(), "no violation", first.opened(), town.clock.instant());
      town.cases.judgeReporters(first.id(), false);
      return true;
    });
    ClusterId id = clusters.open("Cleared", me);
    assertThatThrownBy(() -> clusters.add(id, List.of(candidate(first.account())), me))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Begin the cluster with an account whose case is open");
    clusters.add(id, List.of(candidate(town.reported("1").account())), me);
    clusters.add(id, List.of(candidate(first.account())), me);
    Cluster.Member row = in(id, first.account());
    assertThat(row.cleared()).isOne();
    assertThat(row.open()).isNotNull();
    assertThat(row.outcome()).isEqualTo("no violation");
  }

  @Test
  void onlyWhatAPersonOpenedTheyMarkAndTheAnswerIsAboutWhatIsMarked() {
    AccountRef account = town.events.someone();
    Post flagged = town.events.post(account, "Join the Crimson Dawn.");
    town.enter(
        town.events.capture(account, flagged),
        town.events.report(town.events.someone(), account, "1", flagged));
    String item = flagged.post().nativeId();
    ClusterId id = clusters.open("Marks", me);
    clusters.add(id, List.of(candidate(account)), me);
    assertThatThrownBy(() -> looking.mark(id, account, Kind.POST, item, me))
        .hasMessageContaining("Choose the clause of this cluster first");
    looking.choose(id, PROMOTION, me);
    assertThatThrownBy(() -> looking.mark(id, account, Kind.POST, item, me))
        .hasMessageContaining("Open it first");
    assertThatThrownBy(() -> looking.answer(id, account, Answer.NO, me))
        .hasMessageContaining("Mark what breaks the clause first");
    assertThat(in(id, account).opened()).isZero();

    looking.open(id, account, Kind.POST, item, me);
    looking.mark(id, account, Kind.POST, item, me);
    assertThat(in(id, account).opened()).isOne();
    assertThat(in(id, account).breaking(PROMOTION)).hasSize(1);
    assertThat(clusters.standing(in(id, account))).hasSize(1);
    assertThat(clusters.posts(in(id, account), clusters.standing(in(id, account))))
        .extracting(FlaggedPost::post)
        .containsExactly(flagged);
    Actor.Staff other = CaseTown.staff(town.reviewer());
    assertThatThrownBy(() -> looking.mark(id, account, Kind.PROFILE, account.nativeId(), other))
        .hasMessageContaining("Open it first");
    assertThatThrownBy(() -> looking.answer(id, account, Answer.NO, other))
        .hasMessageContaining("Somebody else marked an item here");
    looking.answer(id, account, Answer.NO, me);
    assertThat(in(id, account).answer()).isEqualTo(Answer.NO);
    looking.open(id, account, Kind.PROFILE, account.nativeId(), me);
    looking.mark(id, account, Kind.PROFILE, account.nativeId(), me);
    assertThat(in(id, account).answer()).as("asked anew").isNull();
    looking.choose(id, ClauseId.parse("spam/bulk"), me);
    assertThat(in(id, account).breaking(ClauseId.parse("spam/bulk"))).isEmpty();
    assertThat(recorded(account))
        .contains("cases.item-opened", "cases.item-marked", "cases.speech-answered");
  }

  @Test
  void whatWasChangedOrSealedSinceWasOpenedByNobody() {
    AccountRef account = town.events.someone();
    Post flagged = town.events.post(account, "Join the Crimson Dawn.");
    town.enter(
        town.events.capture(account, flagged),
        town.events.report(town.events.someone(), account, "1", flagged));
    ClusterId id = clusters.open("Changed", me);
    clusters.add(id, List.of(candidate(account)), me);
    looking.choose(id, PROMOTION, me);
    for (var what : List.of(Kind.POST, Kind.PROFILE)) {
      String item = what == Kind.POST ? flagged.post().nativeId() : account.nativeId();
      looking.open(id, account, what, item, me);
      looking.mark(id, account, what, item, me);
    }
    assertThat(clusters.standing(in(id, account))).hasSize(2);
    town.enter(
        new reeve.server.platform.Event.AccountUpdated(
            town.events.meta(), town.events.profile(account, "renamed")));
    assertThat(clusters.standing(in(id, account)))
        .extracting(Cluster.Item::kind)
        .containsExactly(Kind.POST);
    town.in(() -> {
      town.cases.seal(town.of(account).id(), List.of(flagged.post()), me);
      return true;
    });
    assertThat(clusters.standing(in(id, account))).isEmpty();
    assertThat(in(id, account).reasons()).isEmpty();
  }

  private MockHttpServletResponse send(String path, String... params) throws Exception {
    var request = post(path).session(town.desk.session(member)).with(csrf());
    for (int i = 0; i < params.length; i += 2) {
      request.param(params[i], params[i + 1]);
    }
    return web.perform(request).andReturn().getResponse();
  }

  private String page(String path) throws Exception {
    return web.perform(get(path).session(town.desk.session(member)))
        .andReturn()
        .getResponse()
        .getContentAsString();
  }

  @Test
  void aReviewerDoesAllOfItOnThePages() throws Exception {
    AccountRef account = town.events.someone();
    Post flagged = town.events.post(account, "Join the Crimson Dawn.");
    town.enter(
        town.events.capture(account, flagged),
        town.events.report(town.events.someone(), account, "1", flagged));
    String to =
        send("/clusters", "title", "By hand", "account", "@h-" + account.nativeId())
            .getRedirectedUrl();
    assertThat(page("/clusters")).contains("By hand");
    assertThat(page(to)).contains("@h-" + account.nativeId(), "added by hand", "120");
    String key = "square " + account.nativeId();
    assertThat(page(to + "/account?account=" + key))
        .contains("Not opened by you.")
        .doesNotContain("Crimson Dawn");
    send(to + "/clause", "clause", "violent-extremism/promotion");
    String item = flagged.post().nativeId();
    assertThat(
            send(to + "/open", "account", key, "kind", "post", "item", item).getContentAsString())
        .contains("Join the Crimson Dawn.");
    assertThat(
            send(to + "/mark", "account", key, "kind", "post", "item", item).getContentAsString())
        .contains("breaks the clause");
    assertThat(send(to + "/answer", "account", key, "answer", "unsure").getContentAsString())
        .contains("aria-pressed=\"true\"");
    send(to + "/note", "words", "Ask the lead tomorrow.");
    assertThat(page(to)).contains("Ask the lead tomorrow.", "unsure");
    send(to + "/remove", "account", key);
    assertThat(page(to)).contains("Nobody is in it yet");
  }

  @Test
  void whatCannotBeIsSaidInASentence() throws Exception {
    ClusterId id = clusters.open("Limits", me);
    String to = "/clusters/" + id;
    assertThat(send(to + "/remove").getContentAsString()).contains("Nobody is chosen");
    assertThat(send(to + "/members", "account", "no-such-account").getContentAsString())
        .contains("No case ever was about an account “no-such-account” on square");
    List<String> many = new ArrayList<>();
    IntStream.range(0, 10_000).forEach(i -> many.addAll(List.of("account", "a" + i)));
    assertThat(send(to + "/members", many.toArray(String[]::new)).getContentAsString())
        .contains("A cluster links 500 accounts at the most, and this would make it 10,000");
    assertThat(send("/clusters", "title", " ").getStatus()).isEqualTo(422);
    assertThat(send("/clusters/77777777/note", "words", "x").getStatus()).isEqualTo(404);
    assertThat(send("/clusters/nonsense/note", "words", "x").getStatus()).isEqualTo(404);
    assertThat(clusters.find(id).orElseThrow().members()).isEmpty();
  }

  @Test
  void whoseOwnAccountItIsOpensNothing() {
    Case of = town.reported("1");
    ClusterId id = clusters.open("Own", me);
    clusters.add(id, List.of(candidate(of.account())), me);
    town.db
        .sql("update staff_member set account_platform = 'square', account_id = ? where id = ?")
        .params(of.account().nativeId(), member.id().value())
        .update();
    assertThatThrownBy(
            () -> looking.open(id, of.account(), Kind.PROFILE, of.account().nativeId(), me))
        .hasMessageContaining("Your own account");
  }
}
