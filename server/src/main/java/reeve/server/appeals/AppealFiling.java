package reeve.server.appeals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.cases.Cases;
import reeve.server.decisions.AfterUndo;
import reeve.server.decisions.Decision;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.Letter;
import reeve.server.decisions.Letters;
import reeve.server.decisions.PlainText;
import reeve.server.decisions.Reconsidering;
import reeve.server.enforcement.Orders;
import reeve.server.intake.Receiver;
import reeve.server.platform.Event;
import reeve.server.platform.Event.AppealFiled;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Takes appeals in. Each gets an answer, or stands where staff sees why it got none. */
@Component
class AppealFiling implements Receiver, AfterUndo {
  static final Kind FILED = new Kind("appeals.filed", 2);
  static final Kind SET_ASIDE = new Kind("appeals.set-aside", 1);
  static final Kind TAKEN_BACK = new Kind("appeals.taken-back", 1);

  /** An appeal is decided in this time. */
  static final Duration DUE = Duration.ofDays(14);

  /** Characters of an appeal that are kept. */
  static final int TEXT_MOST = 10_000;

  private final AppealRows rows;
  private final Reconsidering decisions;
  private final Letters letters;
  private final Orders orders;
  private final Cases cases;
  private final Records records;
  private final InstantSource clock;

  AppealFiling(
      AppealRows rows,
      Reconsidering decisions,
      Letters letters,
      Orders orders,
      Cases cases,
      Records records,
      InstantSource clock) {
    this.rows = rows;
    this.decisions = decisions;
    this.letters = letters;
    this.orders = orders;
    this.cases = cases;
    this.records = records;
    this.clock = clock;
  }

  @Override
  public void receive(List<Event> events) {
    for (Event event : events) {
      if (event instanceof AppealFiled filed) {
        take(filed);
      }
    }
  }

  private void take(AppealFiled filed) {
    Letter letter = letter(filed.decision()).orElse(null);
    DecisionId about = letter == null ? null : letter.decision();
    Decision decision = about == null ? null : decisions.lock(about).orElse(null);
    Instant until = letter == null ? null : letter.appealUntil();
    if (letter == null || decision == null || until == null) {
      setAside(filed, "It names no letter of ours against which an appeal is possible.");
    } else if (!letter.to().equals(filed.by())) {
      setAside(filed, "It names a letter that went to somebody else.");
    } else if (!filed.meta().at().isBefore(until)) {
      add(filed, null, Voice.Heard.TOO_LATE);
      answer(filed, decision, AppealWords.tooLate(until), decision.record(), null);
    } else if (decision.state() != Decision.State.STANDING
        && rows.lockOf(decision.id()).isEmpty()) {
      add(filed, null, Voice.Heard.NOT_STANDING);
      answer(filed, decision, AppealWords.notStanding(), decision.record(), null);
    } else {
      hear(filed, decision);
    }
  }

  private void hear(AppealFiled filed, Decision decision) {
    Appeal before = rows.lockOf(decision.id()).orElse(null);
    if (before == null) {
      Appeal appeal = open(filed, decision);
      add(filed, appeal.id(), Voice.Heard.HEARD);
      answer(
          filed, decision, AppealWords.received(appeal.dueAt()), appeal.record(), appeal.record());
      return;
    }
    boolean spoke = rows.voices(before.id()).stream().anyMatch(v -> v.by().equals(filed.by()));
    boolean open = before.state() == Appeal.State.OPEN;
    add(filed, before.id(), open && !spoke ? Voice.Heard.HEARD : Voice.Heard.REPEATED);
    AppealWords.Text words;
    if (!open) {
      words =
          before.state() == Appeal.State.DECIDED
              ? AppealWords.repeatedDecided()
              : AppealWords.notStanding();
    } else {
      words = spoke ? AppealWords.repeatedOpen() : AppealWords.received(before.dueAt());
    }
    answer(filed, decision, words, before.record(), null);
  }

  private Appeal open(AppealFiled filed, Decision decision) {
    Appeal.Side side = decision.sanction() ? Appeal.Side.HOLDER : Appeal.Side.REPORTER;
    Instant at = filed.meta().at();
    RecordId record =
        records.append(
            new Entry(
                FILED,
                decision.account(),
                new Actor.Person(filed.by()),
                decision.record(),
                told(decision, side),
                Map.of("decision", decision.id().toString())));
    Appeal appeal =
        new Appeal(
            UUID.randomUUID(),
            decision.id(),
            decision.caseId(),
            side,
            at,
            at.plus(DUE),
            record,
            Appeal.State.OPEN,
            null,
            null,
            null);
    rows.open(appeal);
    if (decision.caseId() != null) {
      cases.keep(decision.caseId(), at);
    }
    return appeal;
  }

  private Map<String, @Nullable Object> told(Decision decision, Appeal.Side side) {
    Map<String, @Nullable Object> open = new LinkedHashMap<>(decisions.about(decision));
    open.put("by", side.code());
    return open;
  }

  private void setAside(AppealFiled filed, String why) {
    rows.add(voice(filed, null, Voice.Heard.SET_ASIDE, why));
    records.append(
        new Entry(
            SET_ASIDE,
            filed.by(),
            new Actor.Person(filed.by()),
            null,
            Map.of(),
            Map.of("why", why)));
  }

  private void add(AppealFiled filed, @Nullable UUID appeal, Voice.Heard heard) {
    rows.add(voice(filed, appeal, heard, ""));
  }

  private static Voice voice(
      AppealFiled filed, @Nullable UUID appeal, Voice.Heard heard, String why) {
    return new Voice(
        UUID.randomUUID(),
        appeal,
        PlainText.beginning(PlainText.of(filed.decision()), 100),
        filed.by(),
        PlainText.beginning(PlainText.of(filed.text()), TEXT_MOST),
        filed.meta().at(),
        heard,
        why);
  }

  /**
   * @param opened the record that the letter opens; null where it would be somebody else's too, or
   *     tell a reporter more of the holder
   */
  private void answer(
      AppealFiled filed,
      Decision decision,
      AppealWords.Text words,
      RecordId cause,
      @Nullable RecordId opened) {
    Instant now = clock.instant();
    Letter letter =
        Letter.to(
            filed.by(),
            Letter.Audience.APPELLANT,
            decision.id(),
            words.title(),
            words.body(),
            null);
    Letter whole = letters.opening(letter, opened);
    letters.keep(whole.id(), List.of(whole), now);
    orders.issue(List.of(whole.issue(whole.id(), cause)), now);
  }

  private Optional<Letter> letter(String reference) {
    try {
      return letters.find(UUID.fromString(reference));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The decision is gone, and with it what the appeal was about; the holder has been told. */
  @Override
  public void undone(DecisionId id, RecordId cause) {
    rows.lockOf(id)
        .filter(appeal -> appeal.state() == Appeal.State.OPEN)
        .ifPresent(appeal -> {
          rows.takeBack(appeal.id());
          records.append(
              new Entry(
                  TAKEN_BACK,
                  null,
                  new Actor.Worker("appeals"),
                  cause,
                  Map.of("by", appeal.side().code()),
                  Map.of("appeal", appeal.id().toString())));
        });
  }
}
