package reeve.server.watch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.intake.ApiKeys;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Client;

/** Events of platforms that have no connector. */
@RestController
@Access(Access.Who.CLIENT)
@Tag(name = "events", description = "Events of other platforms, for rules")
final class EventsApi {
  private static final String SEQUENCE = "Reeve-Sequence";
  private static final int DIGITS = 16;
  private static final String AGAIN_SECONDS = "5";

  private static final Map<String, EventGate.Form> FORMS =
      Map.of(
          "application/x-ndjson", EventGate.Form.LINES,
          "application/ndjson", EventGate.Form.LINES,
          "application/cloudevents+json", EventGate.Form.CLOUD_EVENT,
          "application/cloudevents-batch+json", EventGate.Form.CLOUD_EVENTS);

  private final ApiKeys keys;
  private final EventGate gate;
  private final EventMeters meters;

  EventsApi(ApiKeys keys, EventGate gate, EventMeters meters) {
    this.keys = keys;
    this.gate = gate;
    this.meters = meters;
  }

  /**
   * What became of a batch.
   *
   * @param accepted events of it that Reeve now holds
   * @param repeated how many of them it held before
   * @param refused the first 1,000 refused lines
   * @param refusedCount how many were refused
   * @param ignored fields that were passed over
   * @param next the sequence that may follow; null for CloudEvents
   */
  @Schema(name = "AcceptedEvents")
  record Accepted(
      int accepted,
      int repeated,
      List<Line> refused,
      @JsonProperty("refused_count") long refusedCount,
      List<Ignored> ignored,
      @Nullable Long next) {}

  /**
   * A refused line.
   *
   * @param line from 1
   */
  @Schema(name = "RefusedEvent")
  record Line(long line, String problem, String detail) {}

  /** A field, and how often it was passed over; {@code ...} stands for all that are not named. */
  @Schema(name = "IgnoredField")
  record Ignored(String field, long count) {}

  @PostMapping(path = "/api/v1/events", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Send a batch of events",
      description =
          "Takes up to 64 MiB of events, each a line of JSON or a CloudEvent. The answer comes"
              + " after they are on disk. Sending the same batch again changes nothing. Lines that"
              + " cannot be taken are listed; the others are taken. Needs a key that may send"
              + " events.")
  @ApiResponse(responseCode = "200", description = "On disk, but for the refused lines")
  @ApiResponse(
      responseCode = "4XX",
      description = "Nothing was taken; the problem says why. 429 has Retry-After",
      content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
  @ApiResponse(
      responseCode = "503",
      description = "Not now; send the same batch again after Retry-After",
      content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = "application/x-ndjson",
            schema = @Schema(type = "string"),
            examples =
                @ExampleObject(
                    "{\"kind\":\"post.created\",\"at\":\"2026-11-26T10:00:00Z\","
                        + "\"account\":{\"id\":\"7\",\"handle\":\"walker\"},"
                        + "\"post\":{\"id\":\"p1\",\"text\":\"Good morning\","
                        + "\"visibility\":\"public\"}}\n")),
        @Content(
            mediaType = "application/cloudevents+json",
            schema = @Schema(type = "object", description = "One CloudEvent 1.0")),
        @Content(
            mediaType = "application/cloudevents-batch+json",
            schema = @Schema(type = "array", description = "CloudEvents 1.0"))
      })
  Accepted events(
      @Parameter(hidden = true) Client client,
      @Parameter(description = "Sequence of the first line; line n has this and n - 1 more")
          @RequestHeader(name = SEQUENCE, required = false)
          @Nullable String sequence,
      @Parameter(description = "The same, where a header cannot be set")
          @RequestParam(required = false)
          @Nullable String first,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    try {
      keys.require(client, ApiKeys.May.EVENTS);
      EventGate.Form form = form(request.getContentType());
      EventBody.Encoding encoding =
          EventBody.Encoding.of(request.getHeader(HttpHeaders.CONTENT_ENCODING));
      if (request.getContentLengthLong() > EventBody.MOST) {
        throw EventBody.tooLarge();
      }
      EventGate.Taken taken =
          gate.take(client, form, encoding, first(sequence, first), request.getInputStream());
      return answer(taken.read(), taken.fresh());
    } catch (Refused refused) {
      if (refused.problem() instanceof EventsProblem problem) {
        meters.refused(problem);
        if (problem == EventsProblem.BUSY || problem == EventsProblem.NOT_NOW) {
          response.setHeader(HttpHeaders.RETRY_AFTER, AGAIN_SECONDS);
        }
      }
      throw refused;
    }
  }

  private static Accepted answer(EventsRead read, int fresh) {
    List<Ignored> ignored =
        new ArrayList<>(
            read.ignored().entrySet().stream()
                .map(field -> new Ignored(field.getKey(), field.getValue()))
                .toList());
    if (read.alsoIgnored() > 0) {
      ignored.add(new Ignored("...", read.alsoIgnored()));
    }
    return new Accepted(
        read.events(),
        read.events() - fresh,
        read.refused().stream()
            .map(line -> new Line(line.line(), line.problem().code(), line.detail()))
            .toList(),
        read.refusals(),
        ignored,
        read.next());
  }

  private static EventGate.Form form(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.split(";", 2)[0];
    EventGate.Form form = FORMS.get(type.strip().toLowerCase(Locale.ROOT));
    if (form == null) {
      throw new Refused(
          EventsProblem.UNKNOWN_FORM,
          "The Content-Type is none of application/x-ndjson, application/cloudevents+json and"
              + " application/cloudevents-batch+json.");
    }
    return form;
  }

  private static @Nullable Long first(@Nullable String header, @Nullable String query) {
    if (header != null && query != null && !header.strip().equals(query.strip())) {
      throw new Refused(
          EventsProblem.WRONG_SEQUENCE,
          "The header " + SEQUENCE + " and 'first' of the query differ. Leave one out.");
    }
    String given = header == null ? query : header;
    if (given == null) {
      return null;
    }
    String digits = given.strip();
    boolean whole =
        !digits.isEmpty()
            && digits.length() <= DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!whole || Long.parseLong(digits) > EventValues.LARGEST) {
      throw new Refused(
          EventsProblem.WRONG_SEQUENCE,
          "%s is a whole number from 0 to %d.".formatted(SEQUENCE, EventValues.LARGEST));
    }
    return Long.parseLong(digits);
  }
}
