package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.decisions.Phrases;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.legal.RemovalOrder.Named;
import reeve.server.legal.RemovalOrder.Refusal;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.OrderId;
import reeve.server.platform.PostRef;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** What a person does with an order: has it carried out, refuses it, notes that it is answered. */
@Component
class Working {
  static final Kind BEGUN = new Kind("legal.removal-begun", 1);
  static final Kind REFUSED = new Kind("legal.order-refused", 2);
  static final Kind TAKEN_BACK = new Kind("legal.order-taken-back", 2);
  static final Kind ANSWERED = new Kind("legal.order-answered", 1);
  static final Kind SILENCED = new Kind("legal.order-silence-changed", 1);

  private static final int REASON_LEAST = 20;

  private final AuthorityRows authorities;
  private final OrderRows rows;
  private final Orders orders;
  private final Confirming confirming;
  private final Records records;
  private final InstantSource clock;

  Working(
      AuthorityRows authorities,
      OrderRows rows,
      Orders orders,
      Confirming confirming,
      Records records,
      InstantSource clock) {
    this.authorities = authorities;
    this.rows = rows;
    this.orders = orders;
    this.confirming = confirming;
    this.records = records;
    this.clock = clock;
  }

  /**
   * Has the posts removed that the order names, and nothing else done: record and orders to act in
   * one transaction. Each post is an order to act of its own, so that one that is gone stops none.
   *
   * @throws Refused where the authority is not verified or may not order this, where nothing was
   *     found, or where the order is not open
   */
  @Transactional
  void carryOut(UUID id, Member by) {
    RemovalOrder order = open(id, by);
    Authority authority = authorities.lock(order.authority()).orElseThrow();
    if (!authority.stands()) {
      throw new Refused(
          LegalProblem.NOT_VERIFIED,
          "Nobody has verified this authority. Until somebody has, through a contact that no"
              + " message named, nothing but preserving happens.");
    }
    if (!authority.mayOrder(Demand.REMOVAL)) {
      throw new Refused(
          LegalProblem.MAY_NOT_ORDER,
          "The registry does not say that this authority may order a removal.");
    }
    confirming.require(order);
    if (order.posts().stream().anyMatch(Named::isUnanswered)) {
      throw new Refused(
          LegalProblem.NO_ANSWER,
          "The platform does not answer, so it is not known which posts are there. What is not there"
              + " would be answered as gone: look again until it answers.");
    }
    List<Named> found = order.posts().stream().filter(Named::found).toList();
    if (found.isEmpty()) {
      throw new Refused(
          LegalProblem.NOTHING_FOUND,
          "None of the posts that it names was found. Look again with the account, or answer that it"
              + " cannot be carried out.");
    }
    Instant now = clock.instant();
    UUID bundle = UUID.randomUUID();
    RecordId record =
        records.append(entry(BEGUN, order, by, Map.of(), Map.of("posts", ids(found))));
    List<Issue> issues = new ArrayList<>();
    for (Named post : found) {
      AccountRef account = post.account();
      PostRef ref = post.post();
      if (account != null && ref != null) {
        Issue issue = Issue.of(bundle, account, new Action.RemovePosts(List.of(ref)), record);
        issues.add(issue);
        rows.put(id, new Named(post.place(), post.named(), ref, account, "", issue.id(), null, ""));
      }
    }
    rows.begin(id, bundle, record);
    rows.log(
        id,
        now,
        issues.size() == 1
            ? "An order to remove one post was issued."
            : "Orders to remove %d posts were issued.".formatted(issues.size()));
    orders.issue(issues, now);
  }

  /** Stops the clock with a ground; while the authority is not verified only that it is forged. */
  @Transactional
  void refuse(UUID id, Refusal refusal, String reason, Member by) {
    RemovalOrder order = open(id, by);
    String words = Registry.text(reason, 2_000, "Say why, in 20 characters or more.");
    if (words.length() < REASON_LEAST) {
      throw Registry.bad("Say why, in 20 characters or more.");
    }
    Authority authority = authorities.lock(order.authority()).orElseThrow();
    if (!authority.stands() && refusal != Refusal.FORGED) {
      throw new Refused(
          LegalProblem.NOT_VERIFIED,
          "Nobody has verified this authority, so nothing is answered to it. Where it says that it"
              + " issued no such order, choose that nobody issued it.");
    }
    Instant now = clock.instant();
    rows.end(id, RemovalOrder.State.REFUSED, refusal, words, now);
    rows.log(id, now, "Refused: " + refusal.words() + ".");
    records.append(
        entry(
            REFUSED,
            order,
            by,
            Figures.of(
                authority, Figures.REMOVAL, refusal == Refusal.FORGED ? "forged" : "refused"),
            Map.of("refusal", refusal.code(), "reason", words)));
  }

  /**
   * The authority withdrew the order, or scrutiny found against it: what it removed, or a platform
   * still removes, comes back, and whoever was told of the removal is told so.
   *
   * @throws Refused where it has ended otherwise
   */
  @Transactional
  void takeBack(UUID id, String reason, Member by) {
    RemovalOrder order = lock(id, by);
    switch (order.state()) {
      case OPEN, REMOVING, CARRIED_OUT -> {}
      case NOT_POSSIBLE, REFUSED, TAKEN_BACK ->
          throw new Refused(
              LegalProblem.NOT_OPEN,
              "Only an order that is open or carried out can be taken back.");
    }
    String words = Registry.text(reason, 2_000, "Say who took it back, and how you know.");
    Instant now = clock.instant();
    Authority authority = authorities.find(order.authority()).orElseThrow();
    RecordId record =
        records.append(
            entry(
                TAKEN_BACK,
                order,
                by,
                Figures.of(authority, Figures.REMOVAL, "taken-back"),
                Map.of("reason", words)));
    UUID bundle = UUID.randomUUID();
    List<Issue> issues = new ArrayList<>();
    for (Map.Entry<AccountRef, List<Named>> of : undone(order).entrySet()) {
      AccountRef account = of.getKey();
      List<OrderId> undone =
          of.getValue().stream().map(Named::act).filter(Objects::nonNull).toList();
      issues.add(Issue.of(bundle, account, new Action.Reinstate(undone), record));
      if (order.noticeSentAt() != null) {
        UUID letter = UUID.randomUUID();
        Notice notice = Notice.back(order, of.getValue());
        rows.add(id, account, letter, notice.title(), notice.body(), now);
        issues.add(Issue.of(bundle, account, notice.action(letter), record));
      }
    }
    rows.end(id, RemovalOrder.State.TAKEN_BACK, null, words, now);
    rows.log(id, now, "Taken back; what it removed comes back.");
    orders.issue(issues, now);
  }

  /**
   * What is to come back. While the platform's answer is awaited: nothing where no removal was
   * tried yet, since all are withdrawn, else all; a reinstatement waits for the removal before it.
   */
  private Map<AccountRef, List<Named>> undone(RemovalOrder order) {
    UUID bundle = order.bundle();
    if (order.state() != RemovalOrder.State.REMOVING || bundle == null) {
      return order.removed();
    }
    return orders.withdraw(bundle) ? Map.of() : order.tried();
  }

  /** Changes until when the holder is not told, and why: it was ordered, extended or shortened. */
  @Transactional
  void silence(UUID id, Silence silence, Member by) {
    RemovalOrder order = lock(id, by);
    if (!order.mayBeSilenced()) {
      throw new Refused(
          LegalProblem.NOT_OPEN, "The holder was told already, or there is nothing to tell.");
    }
    Instant now = clock.instant();
    Silence read = silence.read();
    read.requireBounded(now, now);
    rows.silence(id, read);
    rows.log(id, now, "The holder is not told before " + Phrases.minute(read.until()) + ".");
    records.append(
        entry(
            SILENCED,
            order,
            by,
            Map.of(),
            Map.of("reason", read.reason(), "until", read.until().toString())));
  }

  /** Notes that a person sent the answer. */
  @Transactional
  void answered(UUID id, String how, Member by) {
    RemovalOrder order = lock(id, by);
    if (order.endedAt() == null) {
      throw new Refused(LegalProblem.NOT_ENDED, "There is nothing to answer while it runs.");
    }
    String words = Registry.text(how, 500, "Say to which contact the answer went, and how.");
    Instant now = clock.instant();
    rows.answered(id, now);
    rows.log(id, now, "Answered: " + words);
    records.append(entry(ANSWERED, order, by, Map.of(), Map.of("how", words)));
  }

  private RemovalOrder lock(UUID id, Member by) {
    RemovalOrder order = rows.lock(id).orElseThrow(Working::none);
    Registry.requireOther(by, order.accounts());
    return order;
  }

  private RemovalOrder open(UUID id, Member by) {
    RemovalOrder order = lock(id, by);
    if (order.state() != RemovalOrder.State.OPEN) {
      throw new Refused(
          LegalProblem.NOT_OPEN, "Somebody worked this order already. Reload the page.");
    }
    return order;
  }

  static Refused none() {
    return new Refused(LegalProblem.NO_SUCH_ORDER, "There is no order at this address.");
  }

  private static List<String> ids(List<Named> posts) {
    return posts.stream().map(Named::post).filter(Objects::nonNull).map(PostRef::nativeId).toList();
  }

  private static Entry entry(
      Kind kind, RemovalOrder order, Member by, Map<String, ?> open, Map<String, ?> told) {
    Map<String, Object> closed = new LinkedHashMap<>(told);
    closed.put("order", order.id().toString());
    List<AccountRef> accounts = order.accounts();
    return new Entry(
        kind,
        accounts.size() == 1 ? accounts.getFirst() : null,
        by.id().actor(),
        order.record(),
        open,
        closed);
  }
}
