package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.enforcement.TestWorker;
import reeve.server.legal.RemovalOrder.Outcome;
import reeve.server.legal.RemovalOrder.Refusal;
import reeve.server.legal.RemovalOrder.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What becomes of a removal order that is taken back, read again, sent again or kept silent. */
@ServerTest
final class OrdersAgainIT extends OrderTown {
  @Test
  void silenceEndsAndThenTheHolderIsTold() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    RemovalOrder order =
        take(verified(lead), lead, clock.instant().plus(Duration.ofDays(2)), address(author, "p1"));
    working.carryOut(order.id(), lead);
    carriedThrough();
    assertThat(find(order).state()).isEqualTo(State.CARRIED_OUT);
    assertThat(actions(author)).hasSize(1);
    clock.forward(Duration.ofDays(2));
    carriedThrough();
    assertThat(actions(author)).hasSize(2).last().isInstanceOf(Action.DeliverAnswer.class);
  }

  @Test
  void whatIsOnItsWayIsTakenBackWithoutWaitingForThePlatform() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    AccountRef untouched = platform.newAccount();
    AccountRef tried = platform.newAccount();
    RemovalOrder before = take(authority, lead, address(untouched, "p1"));
    RemovalOrder order = take(authority, lead, address(tried, "p1"));
    TestWorker worker = TestWorker.in(context);
    worker.drain(new Random(1));
    working.carryOut(before.id(), lead);
    working.takeBack(before.id(), "The office withdrew it by its registered mail.", lead);
    working.carryOut(order.id(), lead);
    platform.fail(FakePlatform.Fault.LOST);
    worker.drain(new Random(1));
    assertThat(actions(tried)).isEmpty();
    working.takeBack(order.id(), "The office withdrew it by its registered mail.", lead);
    assertThat(find(order).state()).isEqualTo(State.TAKEN_BACK);

    clock.forward(Duration.ofMinutes(30));
    carriedThrough();
    assertThat(actions(untouched)).as("nothing was tried").isEmpty();
    assertThat(actions(tried)).hasSize(2).last().isInstanceOf(Action.Reinstate.class);
    assertThat(find(order).state()).isEqualTo(State.TAKEN_BACK);
  }

  @Test
  void whatWasRemovedComesBackWhenTheOrderIsTakenBack() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    RemovalOrder order = take(verified(lead), lead, address(author, "p1"));
    working.carryOut(order.id(), lead);
    carriedThrough();
    working.takeBack(order.id(), "The office withdrew it by its registered mail.", lead);
    carriedThrough();
    List<Order> orders =
        platform.ordersOn(author).stream()
            .filter(it -> !(it.action() instanceof Action.Hold))
            .toList();
    assertThat(orders).hasSize(4);
    assertThat(orders.get(2).action())
        .isEqualTo(new Action.Reinstate(List.of(orders.getFirst().id())));
    assertThat(orders.getLast().action()).isInstanceOf(Action.DeliverAnswer.class);
    assertThat(find(order).state()).isEqualTo(State.TAKEN_BACK);
    assertProblem(LegalProblem.NOT_OPEN, () -> working.takeBack(order.id(), "They called.", lead));
  }

  @Test
  void aReferenceThatComesAgainSwallowsNothing() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    String reference = "AGAIN-" + platform.newId();
    AccountRef author = platform.newAccount();
    String first = address(author, "p1");
    RemovalOrder forged = sent(authority, lead, reference, "", first).order();
    assertThat(sent(authority, lead, reference, "", first).known()).isTrue();
    working.refuse(forged.id(), Refusal.FORGED, "The office says that it is none of theirs.", lead);

    Receiving.Taken genuine = sent(authority, lead, reference, "", first);
    assertThat(genuine.known()).as("a forged one never stands for it").isFalse();
    working.refuse(genuine.order().id(), Refusal.INSUFFICIENT_INFORMATION, WHY, lead);
    assertThat(sent(authority, lead, reference, "", first).order().id())
        .as("the very same again")
        .isEqualTo(genuine.order().id());

    Receiving.Taken clearer = sent(authority, lead, reference, "", first, address(author, "p2"));
    assertThat(clearer.known()).isFalse();
    assertThat(clearer.order().state()).isEqualTo(State.OPEN);
    assertThat(words(clearer.order()))
        .filteredOn(it -> it.startsWith("The same reference as of an order received"))
        .hasSize(2);
    assertThat(words(forged)).contains("Another order with this reference was received.");
    mvc.perform(get("/legal/orders/" + clearer.order().id()).session(desk.session(lead)))
        .andExpect(content().string(containsString("/legal/orders/" + forged.id())))
        .andExpect(content().string(containsString("/legal/orders/" + genuine.order().id())));
    clock.forward(Duration.ofMinutes(16));
    round();
    assertThat(words(clearer.order())).contains("Alarm: 15 minutes after receipt it still runs.");

    working.takeBack(clearer.order().id(), "The office withdrew it by its own mail.", lead);
    assertThat(sent(authority, lead, reference, "", first, address(author, "p2")).known())
        .as("withdrawn, and ordered again")
        .isFalse();
  }

  @Test
  void theApiNamesTheOthersThatBearTheSameReference() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = authority(lead);
    String reference = "API-AGAIN-" + platform.newId();
    RemovalOrder earlier =
        sent(authority, lead, reference, "", address(platform.newAccount(), "p1")).order();
    mvc.perform(
            post("/api/v1/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"authority": "%s", "reference": "%s", "ground": "Article 2(7)",
                     "posts": ["%s"], "silent_until": "%s"}
                    """
                        .formatted(
                            authority,
                            reference,
                            address(platform.newAccount(), "p2"),
                            clock.instant().plus(Duration.ofDays(7))))
                .session(desk.session(lead))
                .with(csrf()))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.known").value(false))
        .andExpect(jsonPath("$.same_reference[0]").value(earlier.id().toString()));
  }

  @Test
  void anAddressTellsWhosePostItIsWhateverAccountTheOrderNamesBesides() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef one = platform.newAccount();
    AccountRef other = platform.newAccount();
    RemovalOrder order =
        sent(
                authority(lead),
                lead,
                "TWO-" + platform.newId(),
                "@h" + one.nativeId(),
                address(one, "p1"),
                address(other, "p2"),
                "p3")
            .order();
    assertThat(order.posts())
        .extracting(RemovalOrder.Named::account)
        .containsExactly(one, other, one);
  }

  @Test
  void anAccountThatWasMistypedIsPutRight() {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef right = platform.newAccount();
    AccountRef wrong = platform.newAccount();
    RemovalOrder order =
        sent(authority(lead), lead, "TYPED-" + platform.newId(), "", "p1", address(wrong, "p2"))
            .order();
    receiving.lookAgain(order.id(), "@h" + wrong.nativeId(), lead);
    RemovalOrder read = receiving.lookAgain(order.id(), "@h" + right.nativeId(), lead);
    assertThat(read.posts()).extracting(RemovalOrder.Named::account).containsExactly(right, wrong);
    assertThat(receiving.lookAgain(order.id(), "", lead).posts()).isEqualTo(read.posts());
  }

  @Test
  void whatThePlatformDidNotAnswerIsAskedAgainAndNeverAnsweredAsGone() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    UUID authority = verified(lead);
    RemovalOrder order;
    platform.setDown(true);
    try {
      order =
          sent(authority, lead, "DOWN-" + platform.newId(), "", "7", address(author, "p1")).order();
      assertProblem(LegalProblem.NO_ANSWER, () -> working.carryOut(order.id(), lead));
    } finally {
      platform.setDown(false);
    }
    mvc.perform(
            post("/legal/orders/" + order.id() + "/carry-out")
                .session(desk.session(lead))
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    carriedThrough();
    assertThat(find(order).state()).isEqualTo(State.CARRIED_OUT);
    assertThat(find(order).posts())
        .extracting(RemovalOrder.Named::outcome)
        .containsExactly(Outcome.NOT_THERE, Outcome.REMOVED);
  }

  @Test
  void silenceHasAReasonAndAnEndWhichCanBeMoved() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    AccountRef author = platform.newAccount();
    String post = address(author, "p1");
    Instant year = clock.instant().plus(Duration.ofDays(367));
    assertProblem(LegalProblem.BAD_INPUT, () -> take(authority, lead, year, post));
    MockHttpSession session = desk.session(lead);
    mvc.perform(
            post("/legal/orders")
                .param("authority", authority.toString())
                .param("reference", "NO-REASON-" + platform.newId())
                .param("ground", "Article 2(7)")
                .param("posts", post)
                .param("silent", clock.instant().plus(Duration.ofDays(2)).toString())
                .session(session)
                .with(csrf()))
        .andExpect(status().isBadRequest());

    RemovalOrder order = take(authority, lead, clock.instant().plus(Duration.ofDays(2)), post);
    working.carryOut(order.id(), lead);
    carriedThrough();
    mvc.perform(get("/legal/orders/" + order.id()).session(session))
        .andExpect(content().string(containsString(WHY_SILENT)));
    String at = "/legal/orders/" + order.id() + "/silence";
    mvc.perform(
            post(at)
                .param("silent", clock.instant().plus(Duration.ofDays(4)).toString())
                .param("silenceReason", "The court of the Vale extended it today.")
                .session(session)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    assertProblem(
        LegalProblem.BAD_INPUT,
        () ->
            working.silence(
                order.id(), new Silence(Silence.Why.PROHIBITED, WHY_SILENT, year), lead));
    clock.forward(Duration.ofDays(3));
    carriedThrough();
    assertThat(actions(author)).as("still silent").hasSize(1);
    clock.forward(Duration.ofDays(1));
    carriedThrough();
    assertThat(actions(author)).hasSize(2);
    assertProblem(
        LegalProblem.NOT_OPEN,
        () ->
            working.silence(
                order.id(),
                new Silence(Silence.Why.PROHIBITED, WHY_SILENT, clock.instant().plusSeconds(3_600)),
                lead));
  }

  @Test
  void anOrderWhoseSilenceWasMovedIsTheSameWhenItComesAgain() {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    String reference = "SILENT-" + platform.newId();
    String post = address(platform.newAccount(), "p1");
    Instant end = clock.instant().plus(Duration.ofDays(2));
    var ordered = new Silence(Silence.Why.PROHIBITED, WHY_SILENT, end);
    var moved =
        new Silence(
            Silence.Why.PROHIBITED,
            "The court of the Vale extended it today.",
            end.plus(Duration.ofDays(2)));
    RemovalOrder order = silent(authority, lead, reference, ordered, post).order();
    working.silence(order.id(), moved, lead);

    Receiving.Taken again = silent(authority, lead, reference, ordered, post);
    assertThat(again.known()).isTrue();
    assertThat(again.order().id()).isEqualTo(order.id());
    assertThat(find(order).silentUntil()).as("it stays moved").isEqualTo(moved.until());
    assertThat(silent(authority, lead, reference, moved, post).known())
        .as("ordered with another silence it is another")
        .isFalse();
    assertThat(silent(authority, lead, reference, null, post).known()).isFalse();
  }

  @Test
  void whatComesAgainWhileThePlatformIsSilentIsOneOrderAndRemovesOnce() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    UUID authority = verified(lead);
    AccountRef author = platform.newAccount();
    String reference = "AGAIN-" + platform.newId();
    String account = "@h" + author.nativeId();
    RemovalOrder order = sent(authority, lead, reference, account, "p1").order();
    TestWorker worker = TestWorker.in(context);
    worker.drain(new Random(1));
    working.carryOut(order.id(), lead);
    platform.fail(FakePlatform.Fault.ANSWER_LOST);
    worker.drain(new Random(1));
    round();
    assertThat(find(order).state()).isEqualTo(State.REMOVING);
    platform.setDown(true);
    try {
      Receiving.Taken again = sent(authority, lead, reference, account, "p1");
      assertThat(again.known()).isTrue();
      assertThat(again.order().id()).isEqualTo(order.id());
    } finally {
      platform.setDown(false);
    }
    clock.forward(Duration.ofMinutes(30));
    carriedThrough();
    assertThat(find(order).state()).isEqualTo(State.CARRIED_OUT);
    assertThat(actions(author)).filteredOn(Action.RemovePosts.class::isInstance).hasSize(1);
  }

  @Test
  void anOrderThatIsTakenBackDuringItsSilenceIsToldOfAfterIt() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    AccountRef author = platform.newAccount();
    Instant end = clock.instant().plus(Duration.ofDays(2));
    RemovalOrder order = take(verified(lead), lead, end, address(author, "p1"));
    working.carryOut(order.id(), lead);
    carriedThrough();
    working.takeBack(order.id(), "The office withdrew it by its registered mail.", lead);
    carriedThrough();
    assertThat(actions(author)).hasSize(2).noneMatch(Action.DeliverAnswer.class::isInstance);
    clock.forward(Duration.ofDays(2));
    carriedThrough();
    carriedThrough();
    assertThat(actions(author))
        .hasSize(3)
        .last()
        .isInstanceOfSatisfying(
            Action.DeliverAnswer.class,
            it ->
                assertThat(it.letter().body())
                    .contains(order.reference(), "does not stand any more", "could not tell you"));
    assertThat(find(order).state()).isEqualTo(State.TAKEN_BACK);
  }
}
