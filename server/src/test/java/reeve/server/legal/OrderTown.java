package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.cases.Docket;
import reeve.server.enforcement.TestWorker;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.platform.Refused;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Removal orders in a town, and what tests of them do again and again. */
abstract class OrderTown {
  static final String SQUARE = "http://127.0.0.1:8080/@h";
  static final String WHY_SILENT = "The court of the Vale ordered it with the order.";
  static final String WHY = "The order names no post, and nobody answers our question.";

  @Autowired ApplicationContext context;
  @Autowired MockMvc mvc;
  @Autowired TestDesk desk;
  @Autowired TestClock clock;
  @Autowired FakePlatform platform;
  @Autowired Registry registry;
  @Autowired AuthorityRows authorities;
  @Autowired Receiving receiving;
  @Autowired OrderPages pages;
  @Autowired Working working;
  @Autowired Settling settling;
  @Autowired Alarms alarms;
  @Autowired OrderRows rows;
  @Autowired Leases leases;
  @Autowired Records records;
  @Autowired Docket docket;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  UUID authority(Member lead) {
    return registry.add(
        new Registry.Written("Office of the Vale", "DE", EnumSet.of(Demand.REMOVAL), "", null),
        lead);
  }

  void verify(UUID authority, Member lead) {
    registry.addContact(
        authority, "+49 30 " + platform.newId() + "77", "the printed register", false, lead);
    registry.verify(
        authority,
        authorities.find(authority).orElseThrow().contacts().getLast().id(),
        "Called the duty desk, which named the reference of its order.",
        desk.newMember(Role.ADMINISTRATOR));
  }

  UUID verified(Member lead) {
    UUID id = authority(lead);
    verify(id, lead);
    return id;
  }

  RemovalOrder take(UUID authority, Member by, String... posts) {
    return take(authority, by, null, posts);
  }

  RemovalOrder take(UUID authority, Member by, @Nullable Instant silent, String... posts) {
    return receiving
        .take(
            new Receiving.Written(
                authority,
                "VALE-" + platform.newId(),
                "Article 2(7), point (a)",
                clock.instant().minus(Duration.ofMinutes(5)),
                null,
                "square",
                "",
                List.of(posts),
                "",
                silent == null ? null : new Silence(Silence.Why.PROHIBITED, WHY_SILENT, silent)),
            RemovalOrder.Source.DESK,
            by)
        .order();
  }

  static String address(AccountRef of, String post) {
    return SQUARE + of.nativeId() + "/" + post;
  }

  /** A round as a process makes it that has just started. */
  void round() throws InterruptedException {
    try (Lease lease = leases.take("legal-clocks", Duration.ofMinutes(1)).orElseThrow()) {
      settling.round(lease);
    }
  }

  void carriedThrough() throws InterruptedException {
    TestWorker worker = TestWorker.in(context);
    worker.drain(new Random(1));
    round();
    worker.drain(new Random(1));
  }

  RemovalOrder find(RemovalOrder order) {
    return rows.find(order.id()).orElseThrow();
  }

  List<Action> actions(AccountRef account) {
    return platform.ordersOn(account).stream()
        .map(Order::action)
        .filter(it -> !(it instanceof Action.Hold))
        .toList();
  }

  List<String> words(RemovalOrder order) {
    return rows.timeline(order.id()).stream().map(OrderRows.Happening::words).toList();
  }

  List<String> kinds(AccountRef account) {
    return records.about(account, 50).reversed().stream()
        .map(Recorded::kind)
        .map(it -> it.name())
        .filter(it -> !it.startsWith("staff.") && !it.equals("enforcement.answered"))
        .toList();
  }

  static void assertProblem(LegalProblem problem, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
  }

  /** An empty id is none that anything can read. */
  void name(RemovalOrder order, String post) {
    jdbc.sql("UPDATE legal_order_post SET post = ? WHERE order_id = ?")
        .params(post, order.id())
        .update();
  }

  /** All that leaves for holder and authority, without what names the order itself. */
  String said(RemovalOrder order, AccountRef account) {
    Authority authority = authorities.find(order.authority()).orElseThrow();
    Action.DeliverAnswer answer = (Action.DeliverAnswer) actions(account).getLast();
    return (Replies.of(find(order), authority) + answer.letter().body())
        .replace(order.reference(), "REF")
        .replace(account.nativeId(), "ID");
  }

  Receiving.Taken sent(
      UUID authority, Member by, String reference, String account, String... posts) {
    return sent(authority, by, reference, account, List.of(posts), null);
  }

  Receiving.Taken silent(
      UUID authority, Member by, String reference, @Nullable Silence silence, String post) {
    return sent(authority, by, reference, "", List.of(post), silence);
  }

  private Receiving.Taken sent(
      UUID authority,
      Member by,
      String reference,
      String account,
      List<String> posts,
      @Nullable Silence silence) {
    return receiving.take(
        new Receiving.Written(
            authority,
            reference,
            "Article 2(7), point (a)",
            null,
            null,
            "square",
            account,
            posts,
            "",
            silence),
        RemovalOrder.Source.DESK,
        by);
  }
}
