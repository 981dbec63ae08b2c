package reeve.server.watch;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Slot;
import reeve.server.platform.Refused;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.signal.Derived;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

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

  private final String source;
  private final Derived derived;

  /**
   * @param source under which the log knows the events
   * @param wanted whether a rule reads a field: of those that are read off others the rest is not
   *     computed
   */
  public EventReader(String source, Predicate<Slot> wanted) {
    this(source, new Derived(wanted));
  }

  EventReader(String source, Derived derived) {
    this.source = source;
    this.derived = derived;
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
    EventReading reading = new EventReading(source, derived, first, arrival, batch);
    Lines lines = new Lines(in, LINE);
    while (more(lines, reading)) {
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

  private static boolean more(Lines lines, EventReading reading) throws IOException {
    try {
      return lines.next();
    } catch (Refused e) {
      throw e.problem() == EventsProblem.TOO_LARGE
          ? new Refused(
              EventsProblem.TOO_LARGE,
              "%s Line %d is that in which it became too large%s."
                  .formatted(
                      e.getMessage(),
                      reading.lines() + 1,
                      lines.tooLong() ? ", and has itself more than " + LINE + " bytes" : ""))
          : e;
    }
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
    EventReading reading = new EventReading(source, derived, null, arrival, batch);
    try (JsonParser parser = EventReading.parser(in)) {
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
          "Entry %d: %s Nothing of the body was taken."
              .formatted(reading.lines(), EventReading.why(e, true)));
    }
    EventsRead read = reading.read();
    if (!array && !read.refused().isEmpty()) {
      throw new Refused(EventsProblem.EVENT_REFUSED, read.refused().getFirst().detail());
    }
    return read;
  }
}
