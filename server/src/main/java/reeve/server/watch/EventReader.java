package reeve.server.watch;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.server.platform.Refused;
import reeve.server.watch.EventsRead.Tally;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.LogException;
import reeve.server.watch.log.LogProblem;
import reeve.server.watch.signal.Derived;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads events of one source, as {@code docs/events-api.md} describes them, into batches of the
 * event log. A line that cannot be taken is told of and keeps its number; the others go on. For use
 * by several threads, each with batches of its own.
 */
public final class EventReader {
  /** Bytes of a line, or of an entry of an array, at most. */
  public static final int LINE = 256 << 10;

  /** Lines or entries of a batch, at most. */
  public static final int LINES = 250_000;

  private static final int DEEPEST = 20;
  private static final int NAME = 1_000;
  private static final int ID = slot("event.id");
  private static final int SOURCE = slot("event.source");
  private static final int ORIGIN = slot("event.origin");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LINE)
                  .maxNameLength(NAME)
                  .build())
          .build();

  private final String source;
  private final Derived derived;

  /**
   * @param source under which the log knows the events
   * @param wanted whether a rule reads a field: of those that are read off others the rest is not
   *     computed
   */
  public EventReader(String source, Predicate<Slot> wanted) {
    this.source = source;
    derived = new Derived(wanted);
  }

  /**
   * Reads lines of JSON (NDJSON), each an event with a sequence or a CloudEvent. Lines of nothing
   * but white space count as lines and are passed over.
   *
   * @param first the sequence of the first line; line n has {@code first} + n - 1. Null where each
   *     line says its own
   * @param arrival when they came in, milliseconds since 1970
   * @param batch of the source; what is added to it is to be appended
   * @throws IOException of the stream
   * @throws Refused {@link EventsProblem#TOO_LARGE}; the batch MUST NOT be appended
   */
  public EventsRead lines(InputStream in, @Nullable Long first, long arrival, EventBatch batch)
      throws IOException {
    Reading reading = new Reading(first, arrival, batch);
    Lines lines = new Lines(in, LINE);
    while (lines.next()) {
      reading.begin();
      int begins = lines.begins();
      if (lines.tooLong()) {
        reading.refused(
            EventProblem.LINE_TOO_LONG,
            "The line has more than " + LINE + " bytes. Send less of its texts.");
      } else if (begins == '{') {
        reading.line(lines);
      } else if (begins >= 0) {
        reading.refused(
            EventProblem.NOT_JSON, "The line does not begin with '{', as a JSON object does.");
      }
    }
    return reading.read();
  }

  /**
   * Reads CloudEvents in the JSON format, structured: one, or an array of them.
   *
   * @throws IOException of the stream
   * @throws Refused {@link EventsProblem#NOT_JSON}, {@link EventsProblem#TOO_LARGE}, {@link
   *     EventsProblem#EVENT_REFUSED} where a single one is; the batch MUST NOT be appended
   */
  public EventsRead cloudEvents(InputStream in, boolean array, long arrival, EventBatch batch)
      throws IOException {
    Reading reading = new Reading(null, arrival, batch);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() != (array ? JsonToken.START_ARRAY : JsonToken.START_OBJECT)) {
        throw new Refused(
            EventsProblem.NOT_JSON,
            array
                ? "The body is no JSON array of CloudEvents."
                : "The body is no JSON object, as one CloudEvent is.");
      }
      if (array) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          reading.begin();
          reading.entry(parser, 1);
        }
      } else {
        reading.begin();
        reading.entry(parser, 0);
      }
      if (parser.nextToken() != null) {
        throw new Refused(EventsProblem.NOT_JSON, "Something follows after the JSON of the body.");
      }
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new Refused(
          EventsProblem.NOT_JSON,
          "Entry %d: %s Nothing of the body was taken.".formatted(reading.lines, why(e, true)));
    }
    EventsRead read = reading.read();
    if (!array && !read.refused().isEmpty()) {
      throw new Refused(EventsProblem.EVENT_REFUSED, read.refused().getFirst().detail());
    }
    return read;
  }

  private static String why(JacksonException e, boolean lines) {
    var place = e.getLocation();
    if (e instanceof StreamConstraintsException) {
      return "It has more than %d levels, or a name, number or text that is too long."
          .formatted(DEEPEST);
    }
    return place == null
        ? "It is no JSON in UTF-8."
        : lines
            ? "It stops being JSON in UTF-8 at line %d, column %d."
                .formatted(place.getLineNr(), place.getColumnNr())
            : "The line stops being JSON in UTF-8 at column %d.".formatted(place.getColumnNr());
  }

  private static int slot(String path) {
    return TownEvents.SCHEMA.at(path).index();
  }

  /** One batch. */
  private final class Reading {
    private final @Nullable Long first;
    private final long arrival;
    private final EventBatch batch;
    private final Tally tally = new Tally();
    private final EventParser parser = new EventParser(tally);
    private boolean byId;
    private long lines;
    private long last = -1;

    private Reading(@Nullable Long first, long arrival, EventBatch batch) {
      this.first = first;
      this.arrival = arrival;
      this.batch = batch;
    }

    private void begin() {
      if (++lines > LINES) {
        throw new Refused(
            EventsProblem.TOO_LARGE,
            "A batch has at most " + LINES + " lines. Send several batches.");
      }
    }

    private void refused(EventProblem problem, String detail) {
      tally.refused(lines, problem, detail);
    }

    private void line(Lines from) {
      try (JsonParser json =
          JSON.createParser(ObjectReadContext.empty(), from.buffer(), from.from(), from.length())) {
        json.nextToken();
        Facts facts = parser.read(json, arrival);
        if (json.nextToken() != null) {
          throw new BadEvent(
              EventProblem.NOT_JSON,
              "Something follows after the JSON object. Send one event a line.");
        }
        add(facts);
      } catch (BadEvent e) {
        refused(e.problem(), e.detail());
      } catch (JacksonException e) {
        refused(EventProblem.NOT_JSON, why(e, false));
      }
    }

    /** Reads an entry, at whose first token the parser stands, and leaves it at its last. */
    private void entry(JsonParser json, int depth) {
      long from = json.currentTokenLocation().getByteOffset();
      try {
        if (json.currentToken() != JsonToken.START_OBJECT) {
          throw new BadEvent(EventProblem.NOT_JSON, "The entry is no JSON object.");
        }
        Facts facts = parser.read(json, arrival);
        if (json.currentLocation().getByteOffset() - from > LINE) {
          throw new BadEvent(
              EventProblem.LINE_TOO_LONG,
              "The entry has more than " + LINE + " bytes. Send less of its texts.");
        }
        if (parser.cloudId() == null) {
          throw EventNeeds.missing("specversion");
        }
        add(facts);
      } catch (BadEvent e) {
        refused(e.problem(), e.detail());
        while (json.streamReadContext().getNestingDepth() > depth) {
          json.nextToken();
        }
      }
    }

    private void add(Facts facts) {
      facts.set(SOURCE, source);
      facts.set(ORIGIN, "live");
      String id = parser.cloudId();
      try {
        if (id == null) {
          long sequence = sequence();
          facts.set(ID, source + "/" + sequence);
          derived.fill(facts);
          batch.add(sequence, facts);
          last = sequence;
        } else {
          if (first != null || last >= 0) {
            throw new BadEvent(
                EventProblem.SEQUENCE,
                "A CloudEvent has an id and no sequence. Send it in a batch of CloudEvents alone.");
          }
          facts.set(ID, source + "/" + id);
          derived.fill(facts);
          batch.add(id, facts);
          byId = true;
        }
      } catch (LogException e) {
        if (e.problem() != LogProblem.TOO_LARGE) {
          throw e;
        }
        throw new BadEvent(EventProblem.TOO_LARGE, String.valueOf(e.getMessage()));
      }
    }

    private long sequence() {
      if (byId) {
        throw new BadEvent(
            EventProblem.SEQUENCE,
            "The event has a sequence, and those before it are CloudEvents. Send it in another"
                + " batch.");
      }
      long own = parser.sequence();
      long counted = first == null ? own : first + lines - 1;
      if (counted < 0) {
        throw new BadEvent(
            EventProblem.SEQUENCE,
            "'sequence' is missing. Send it, or that of the first line in the header"
                + " Reeve-Sequence.");
      }
      if (own >= 0 && own != counted) {
        throw new BadEvent(
            EventProblem.SEQUENCE,
            "'sequence' is not %d, which it is by Reeve-Sequence. Leave one of both out."
                .formatted(counted));
      }
      if (counted > EventValues.LARGEST || counted <= last) {
        throw new BadEvent(
            EventProblem.SEQUENCE,
            "The sequence is not above that before it, %d, or larger than %d."
                .formatted(last, EventValues.LARGEST));
      }
      return counted;
    }

    private EventsRead read() {
      Long next = null;
      if (first != null) {
        next = first + lines;
      } else if (last >= 0) {
        next = last + 1;
      }
      return tally.read(lines, batch.size(), next);
    }
  }
}
