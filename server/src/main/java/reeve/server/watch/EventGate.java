package reeve.server.watch;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;
import reeve.server.staff.Client;
import reeve.server.watch.log.Erasable;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogException;
import reeve.server.watch.log.Receipt;

/** Takes batches of events of other platforms into the log; each is answered once it is on disk. */
@Component
final class EventGate {
  private static final Logger LOG = LoggerFactory.getLogger(EventGate.class);
  private static final long ANSWER_WITHIN_SECONDS = 30;

  private final Journal journal;
  private final Wanted wanted;
  private final EventMeters meters;
  private final InstantSource clock;
  private final Room room;

  EventGate(Journal journal, Wanted wanted, EventMeters meters, Room room, InstantSource clock) {
    this.journal = journal;
    this.wanted = wanted;
    this.meters = meters;
    this.clock = clock;
    this.room = room;
  }

  /** What a body holds. */
  enum Form {
    LINES,
    CLOUD_EVENT,
    CLOUD_EVENTS
  }

  /** What was read, and how many events of it are new. */
  record Taken(EventsRead read, int fresh) {}

  /**
   * Takes a batch.
   *
   * @param first sequence of the first line, or null
   * @throws IOException where the sender went away
   * @throws Refused with an {@link EventsProblem}: nothing of the batch was kept, but where the
   *     message says that this is not known
   */
  Taken take(
      Client client, Form form, EventBody.Encoding encoding, @Nullable Long first, InputStream wire)
      throws IOException {
    String source = client.platform().value() + ":" + client.key();
    EventLog log = log();
    try (Room.Share share = room.share();
        InputStream body = new EventBody(wire, encoding, share)) {
      EventBatch batch = log.batch(source);
      EventReader reader = new EventReader(source, wanted.derived());
      long arrival = clock.millis();
      EventsRead read =
          switch (form) {
            case LINES -> reader.lines(body, first, arrival, batch);
            case CLOUD_EVENT -> reader.cloudEvents(body, false, arrival, batch);
            case CLOUD_EVENTS -> reader.cloudEvents(body, true, arrival, batch);
          };
      int fresh = batch.size() == 0 ? 0 : append(log, batch).fresh();
      note(log, source, read.deleted());
      meters.took(client.platform(), read, fresh);
      return new Taken(read, fresh);
    }
  }

  private EventLog log() {
    if (!journal.kept()) {
      throw new Refused(
          EventsProblem.NOT_KEPT,
          "This server has no place for events. An administrator can give it one.");
    }
    return journal
        .log()
        .orElseThrow(() ->
            notNow(
                "The event log cannot be used now. Nothing was kept; send the"
                    + " batch again unchanged."));
  }

  private Receipt append(EventLog log, EventBatch batch) {
    try {
      return log.append(batch).get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LogException failure ? refused(failure) : unknown();
    } catch (TimeoutException e) {
      throw unknown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown();
    }
  }

  /**
   * Notes what authors deleted; again for a repeated batch, since the first may have ended here.
   */
  private void note(EventLog log, String source, List<String> deleted) {
    if (deleted.isEmpty()) {
      return;
    }
    try {
      log.deleted(deleted.stream().map(post -> new Erasable.Post(source, post)).toList());
    } catch (LogException | IOException e) {
      LOG.error("deleted posts could not be noted", e);
      if (e instanceof LogException failure) {
        journal.failed(failure);
      }
      throw notNow(
          "The events were kept, but not noted was which posts their authors deleted. Send the same"
              + " batch again, unchanged, later.");
    }
  }

  private Refused refused(LogException failure) {
    journal.failed(failure);
    return switch (failure.problem()) {
      case BUSY ->
          new Refused(
              EventsProblem.BUSY,
              "More events wait for the log than it holds. Send the batch again unchanged.");
      case TOO_MANY_SOURCES ->
          new Refused(
              EventsProblem.NOT_KEPT,
              "The event log has as many sources as it keeps. An administrator has to look.");
      case TOO_LARGE,
          OUT_OF_ORDER,
          TOO_MANY_MARKS,
          GONE,
          AHEAD,
          NONE,
          DAMAGED,
          OTHER_FORMAT,
          IN_USE,
          STATE_UNKNOWN,
          UNREADABLE,
          CLOSED ->
          unknown();
    };
  }

  private static Refused unknown() {
    return notNow(
        "It is not known whether the events were kept. Send the same batch again, unchanged: what"
            + " was kept is counted once.");
  }

  private static Refused notNow(String detail) {
    return new Refused(EventsProblem.NOT_NOW, detail);
  }
}
