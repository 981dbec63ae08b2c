package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.FlaggedPost;
import reeve.server.delivery.StaffAlarm;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Starts a notification from a case, and lets a second person release it. Sends nothing. */
@Component
class Notifying {
  static final Kind STARTED = new Kind("legal.notification-started", 2);
  static final Kind RELEASED = new Kind("legal.notification-released", 1);
  static final Kind DROPPED = new Kind("legal.notification-dropped", 1);
  static final Kind SENT = new Kind("legal.notification-sent", 2);
  static final Kind REVIEWED = new Kind("legal.notification-reviewed", 1);

  /** Who may release, and look again. */
  private static final Set<Role> DESK = EnumSet.of(Role.LEAD, Role.LEGAL);

  static final int WORDS_LEAST = 20;
  static final int WORDS_MOST = 2_000;

  private final NotificationRows rows;
  private final AuthorityRows authorities;
  private final Addressees addressees;
  private final SecondPerson second;
  private final Cases cases;
  private final Records records;
  private final StaffAlarm staff;
  private final InstantSource clock;

  Notifying(
      NotificationRows rows,
      AuthorityRows authorities,
      Addressees addressees,
      SecondPerson second,
      Cases cases,
      Records records,
      StaffAlarm staff,
      InstantSource clock) {
    this.rows = rows;
    this.authorities = authorities;
    this.addressees = addressees;
    this.second = second;
    this.cases = cases;
    this.records = records;
    this.staff = staff;
    this.clock = clock;
  }

  /**
   * What somebody who saw a danger to life says of it.
   *
   * @param state of two letters, empty where it is not known; nothing here guesses it
   * @param place why this state
   * @param posts ids of the case's posts that show the danger
   */
  record Wish(
      Notification.About about,
      String danger,
      String state,
      String place,
      UUID authority,
      UUID contact,
      Set<String> posts) {}

  @Transactional
  UUID start(CaseId caseId, Wish wish, Member by) {
    Case of = cases.find(caseId).orElseThrow(Notifying::noCase);
    Registry.requireOther(by, List.of(of.account()));
    String danger = words(wish.danger(), "Say who is in danger, of what, and how you know.");
    String place = words(wish.place(), "Say why you believe this state, or what you tried.");
    String state = wish.state().isBlank() ? null : Registry.state(wish.state());
    Contact contact =
        addressees.require(wish.authority(), it -> it.id().equals(wish.contact()), state);
    List<FlaggedPost> posts =
        cases.kept(caseId).stream()
            .filter(it -> wish.posts().contains(it.post().post().nativeId()) && !it.sealed())
            .toList();
    if (posts.isEmpty()) {
      throw Registry.bad("Choose at least one post of the case that shows it.");
    }
    if (wish.about() == Notification.About.SUSPICION
        && !posts.stream().allMatch(it -> OwnKeeping.isPublic(it.post()))) {
      throw new Refused(
          LegalProblem.PUBLIC_ONLY,
          "Without a danger to life only public posts are told. A private one leaves under a verified"
              + " order, or where a life is in danger.");
    }
    Instant now = clock.instant();
    String text = NotificationText.of(wish.about(), of, posts, danger, state, place, now);
    UUID id = UUID.randomUUID();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("about", wish.about().code());
    told.put("case", caseId.value());
    told.put("danger", danger);
    told.put("state", state);
    told.put("place", place);
    told.put("authority", wish.authority().toString());
    told.put("contact", contact.value());
    told.put("posts", posts.stream().map(it -> it.post().post().nativeId()).toList());
    Notification draft =
        new Notification(
            id,
            wish.about(),
            caseId,
            of.account(),
            danger,
            state,
            place,
            wish.authority(),
            contact.value(),
            text,
            records.append(
                new Entry(
                    STARTED, of.account(), by.id().actor(), of.opened(), Map.of(), with(id, told))),
            Registry.actor(by),
            now,
            null,
            null,
            null,
            "",
            "");
    rows.add(draft);
    if (draft.isDanger()) {
      String title = "A danger to life waits for a second person";
      staff.raise(
          "legal/danger/" + id,
          title,
          title
              + ", who reads and releases what law enforcement is told.\n"
              + "Open the desk of Reeve, under Legal.\n",
          Map.of("notification", id.toString()),
          draft.record());
    }
    return id;
  }

  /**
   * Releases it: another than who started it; who started it alone only when nobody else came for
   * 15 minutes, and then another looks at it afterwards. Whom it goes to is asked again.
   */
  @Transactional
  void release(UUID id, Member by) {
    Notification it = lock(id, by);
    if (!it.waits()) {
      throw new Refused(LegalProblem.NOT_OPEN, "It was released or dropped already.");
    }
    Instant now = clock.instant();
    boolean alone =
        switch (it.about()) {
          case DANGER -> second.inDanger(it.startedBy(), it.startedAt(), by, now);
          case SUSPICION -> second.unhurried(it.startedBy(), by, DESK);
        };
    addressees.require(it.authority(), to -> to.value().equals(it.contact()), it.state());
    rows.release(id, new Notification.Released(Registry.actor(by), now, alone));
    append(RELEASED, it, by, Map.of("alone", alone));
  }

  @Transactional
  void drop(UUID id, String why, Member by) {
    Notification it = lock(id, by);
    if (!it.waits()) {
      throw new Refused(LegalProblem.NOT_OPEN, "It was released or dropped already.");
    }
    String words = words(why, "Say why it is dropped.");
    rows.drop(id, clock.instant());
    append(DROPPED, it, by, Map.of("why", words));
  }

  /** Notes that a person sent the text, and what the authority answered. */
  @Transactional
  void sent(UUID id, String receipt, Member by) {
    Notification it = lock(id, by);
    if (it.released() == null) {
      throw new Refused(LegalProblem.NOT_ENDED, "It is not released: nothing may be sent.");
    }
    if (it.sentAt() != null) {
      throw new Refused(
          LegalProblem.NOT_OPEN, "It is noted as sent already, with its receipt. Reload the page.");
    }
    String words =
        Registry.text(receipt, WORDS_MOST, "Say how it was sent, and what was answered.");
    rows.sent(id, words, clock.instant());
    append(
        SENT,
        it,
        by,
        Figures.of(
            authorities.find(it.authority()).orElseThrow(),
            it.isDanger() ? Figures.DANGER : Figures.SUSPICION,
            "told"),
        Map.of("receipt", words));
  }

  /** What another found of one that was released alone. */
  @Transactional
  void review(UUID id, String review, Member by) {
    Notification it = lock(id, by);
    if (!it.needsReview()) {
      throw new Refused(LegalProblem.NOT_OPEN, "It waits for no second look.");
    }
    second.looksAgain(it.hands(), by, DESK);
    String words = words(review, "Say what you found, in 20 characters or more.");
    rows.review(id, Registry.actor(by), words, clock.instant());
    append(REVIEWED, it, by, Map.of("review", words));
  }

  private Notification lock(UUID id, Member by) {
    Notification it = rows.lock(id).orElseThrow(Notifying::none);
    Registry.requireOther(by, List.of(it.account()));
    return it;
  }

  static Refused none() {
    return new Refused(
        LegalProblem.NO_SUCH_NOTIFICATION, "There is no notification at this address.");
  }

  static Refused noCase() {
    return new Refused(LegalProblem.NO_SUCH_CASE, "There is no case with this number.");
  }

  private static String words(String typed, String otherwise) {
    String words = Registry.text(typed, WORDS_MOST, otherwise);
    if (words.length() < WORDS_LEAST) {
      throw Registry.bad(otherwise + " In " + WORDS_LEAST + " characters or more.");
    }
    return words;
  }

  private RecordId append(Kind kind, Notification it, Member by, Map<String, Object> told) {
    return append(kind, it, by, Map.of(), told);
  }

  private RecordId append(
      Kind kind, Notification it, Member by, Map<String, Object> open, Map<String, Object> told) {
    Actor actor = by.id().actor();
    return records.append(
        new Entry(kind, it.account(), actor, it.record(), open, with(it.id(), told)));
  }

  private static Map<String, Object> with(UUID id, Map<String, Object> told) {
    Map<String, Object> closed = new LinkedHashMap<>(told);
    closed.put("notification", id.toString());
    return closed;
  }
}
