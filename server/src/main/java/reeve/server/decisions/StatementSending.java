package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.decisions.StatementApi.Presence;
import reeve.server.decisions.StatementApi.Reply;
import reeve.server.decisions.StatementRows.Row;
import reeve.server.decisions.StatementRows.State;
import reeve.server.delivery.Channel;
import reeve.server.delivery.Channels;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Lease;

/**
 * Brings each statement to the DSA Transparency Database once. A batch is marked before it is sent;
 * whatever happens then, what is still marked is asked for by its puid before it is sent again, and
 * the database refuses a puid that it has.
 */
@Component
class StatementSending {
  static final Channel CHANNEL =
      new Channel(
          "dsa-transparency-database",
          "DSA Transparency Database",
          "Statements of reasons to the European Commission, without personal data.",
          false,
          "/statements");
  static final Kind SENT = new Kind("decisions.statements-sent", 1);
  static final Kind REFUSED = new Kind("decisions.statement-refused", 1);

  private static final int BATCH = 100;
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** What was sent may still be on its way into the database. */
  private static final Duration UNTIL_ASKED = Duration.ofSeconds(30);

  private static final long FIRST_PAUSE_MILLIS = 5_000;
  private static final long LONGEST_PAUSE_MILLIS = 600_000;

  private final StatementRows rows;
  private final StatementApi api;
  private final Channels channels;
  private final Records records;
  private final StatementSettings settings;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private Instant resting = Instant.MIN;
  private int failures;

  StatementSending(
      StatementRows rows,
      StatementApi api,
      Channels channels,
      Records records,
      StatementSettings settings,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.api = api;
    this.channels = channels;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** One call at the most. Returns how long to wait before the next. */
  Duration round(Lease lease) {
    Instant now = clock.instant();
    if (settings.url().isEmpty() || !channels.isOn(CHANNEL)) {
      return LOOK;
    }
    if (resting.isAfter(now)) {
      Duration rest = Duration.between(now, resting);
      return rest.compareTo(LOOK) > 0 ? LOOK : rest;
    }
    List<Row> asked = rows.asked(now, 1);
    if (!asked.isEmpty()) {
      ask(asked.getFirst(), lease);
      return between();
    }
    List<Row> batch =
        transaction.execute(t -> {
          lease.confirm();
          return rows.take(now, now.plus(UNTIL_ASKED), BATCH);
        });
    if (batch.isEmpty()) {
      return LOOK;
    }
    Reply reply = api.send(batch);
    transaction.executeWithoutResult(t -> {
      lease.confirm();
      note(batch, reply);
    });
    return between();
  }

  private Duration between() {
    return Duration.ofMillis(Math.ceilDiv(1_000, settings.callsPerSecond()));
  }

  private void ask(Row row, Lease lease) {
    Presence presence = api.find(row.puid());
    transaction.executeWithoutResult(t -> {
      lease.confirm();
      Instant now = clock.instant();
      switch (presence) {
        case Presence.There _ -> sent(List.of(row), now);
        case Presence.NotThere _ -> rows.put(List.of(row), State.WAITING, false, row.words(), now);
        case Presence.Later(String words, Duration asked) ->
            rows.put(List.of(row), State.ASKED, false, words, rest(asked, now));
      }
      if (!(presence instanceof Presence.Later)) {
        failures = 0;
      }
    });
  }

  private void note(List<Row> batch, Reply reply) {
    Instant now = clock.instant();
    switch (reply) {
      case Reply.Taken _ -> {
        failures = 0;
        sent(batch, now);
      }
      case Reply.Wrong(Map<Integer, String> places) -> wrong(batch, places, now);
      case Reply.Known(var puids) -> {
        List<Row> known = batch.stream().filter(it -> puids.contains(it.puid())).toList();
        if (known.isEmpty()) {
          refused(batch, "The database knows puids that were not sent.", now);
        } else {
          sent(known, now);
          rows.put(without(batch, known), State.WAITING, false, "", now);
        }
      }
      case Reply.Refused(String words) -> refused(batch, words, now);
      case Reply.Later(String words, Duration asked) ->
          rows.put(batch, State.WAITING, false, words, rest(asked, now));
      case Reply.Unknown(String words) -> {
        rest(Duration.ZERO, now);
        rows.put(batch, State.ASKED, false, words, now.plus(UNTIL_ASKED));
      }
    }
  }

  private void wrong(List<Row> batch, Map<Integer, String> places, Instant now) {
    List<Row> wrong = new ArrayList<>();
    for (var place : places.entrySet()) {
      if (place.getKey() < batch.size()) {
        Row row = batch.get(place.getKey());
        wrong.add(row);
        fail(row, place.getValue(), now);
      }
    }
    if (wrong.isEmpty()) {
      refused(batch, "The database names statements that were not sent.", now);
    } else {
      rows.put(without(batch, wrong), State.WAITING, false, "", now);
    }
  }

  /** Which one is wrong is found by sending each alone. */
  private void refused(List<Row> batch, String words, Instant now) {
    if (batch.size() == 1) {
      fail(batch.getFirst(), words, now);
    } else {
      rows.put(batch, State.WAITING, true, words, now);
    }
  }

  private void sent(List<Row> batch, Instant now) {
    rows.close(batch, State.SENT, "", now);
    records.append(
        new Entry(
            SENT,
            null,
            new Actor.Worker("statements"),
            null,
            Map.of(),
            Map.of("decisions", batch.stream().map(it -> it.decision().toString()).toList())));
  }

  private void fail(Row row, String words, Instant now) {
    rows.close(List.of(row), State.FAILED, words, now);
    records.append(
        new Entry(
            REFUSED,
            null,
            new Actor.Worker("statements"),
            null,
            Map.of(),
            Map.of("decision", row.decision().toString(), "words", words)));
  }

  /** Nothing is sent before the time that it returns. */
  private Instant rest(Duration asked, Instant now) {
    long whole = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.clamp(failures, 0, 20));
    failures++;
    long pause = whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1);
    resting = now.plusMillis(Math.max(pause, asked.toMillis()));
    return resting;
  }

  private static List<Row> without(List<Row> batch, List<Row> some) {
    return batch.stream().filter(it -> !some.contains(it)).toList();
  }
}
