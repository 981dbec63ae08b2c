package reeve.server.watch;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
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

/** One batch while it is read: its lines or entries one by one, and their sequences. */
final class EventReading {
  private static final int DEEPEST = 20;
  private static final int NAME = 1_000;
  private static final int ID = slot("event.id");
  private static final int SOURCE = slot("event.source");
  private static final int ORIGIN = slot("event.origin");
  private static final int POST = slot("post.id");
  private static final int DELETED = TownEvents.SCHEMA.kind("post.deleted");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(EventReader.LINE)
                  .maxNameLength(NAME)
                  .build())
          .build();

  private final String source;
  private final Derived derived;
  private final @Nullable Long first;
  private final long arrival;
  private final EventBatch batch;
  private final Tally tally = new Tally();
  private final EventParser parser = new EventParser(tally);
  private boolean byId;
  private long lines;
  private long last = -1;

  EventReading(
      String source, Derived derived, @Nullable Long first, long arrival, EventBatch batch) {
    this.source = source;
    this.derived = derived;
    this.first = first;
    this.arrival = arrival;
    this.batch = batch;
  }

  void begin() {
    if (++lines > EventReader.LINES) {
      throw new Refused(
          EventsProblem.TOO_LARGE,
          "A batch has at most " + EventReader.LINES + " lines. Send several batches.");
    }
  }

  /** How many lines or entries were begun. */
  long lines() {
    return lines;
  }

  void refused(EventProblem problem, String detail) {
    tally.refused(lines, problem, detail);
  }

  void line(Lines from) {
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
  void entry(JsonParser json, int depth) {
    long from = json.currentTokenLocation().getByteOffset();
    try {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new BadEvent(EventProblem.NOT_JSON, "The entry is no JSON object.");
      }
      Facts facts = parser.read(json, arrival);
      if (json.currentLocation().getByteOffset() - from > EventReader.LINE) {
        throw new BadEvent(
            EventProblem.LINE_TOO_LONG,
            "The entry has more than " + EventReader.LINE + " bytes. Send less of its texts.");
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
      if (facts.kind() == DELETED) {
        tally.deleted(facts.text(POST));
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

  EventsRead read() {
    Long next = null;
    if (first != null) {
      next = first + lines;
    } else if (last >= 0) {
      next = last + 1;
    }
    return tally.read(lines, batch.size(), next);
  }

  static JsonParser parser(InputStream in) {
    return JSON.createParser(ObjectReadContext.empty(), in);
  }

  static String why(JacksonException e, boolean lines) {
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
}
