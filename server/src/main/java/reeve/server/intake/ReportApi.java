package reeve.server.intake;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.platform.Event;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Client;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/** Reports of platforms that have no connector. */
@RestController
@Access(Access.Who.CLIENT)
@Tag(name = "reports", description = "Reports of other platforms")
final class ReportApi {
  private static final int DEEPEST = 20;

  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .build();
  private final ApiKeys keys;
  private final ReportGate gate;
  private final IntakeSettings settings;
  private final IntakeMeters meters;
  private final InstantSource clock;

  ReportApi(
      ApiKeys keys,
      ReportGate gate,
      IntakeSettings settings,
      IntakeMeters meters,
      InstantSource clock) {
    this.keys = keys;
    this.gate = gate;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * What the reporter's platform is told.
   *
   * @param known whether the same report had been taken before
   */
  @Schema(name = "AcceptedReport")
  record Accepted(String id, boolean known) {}

  @PostMapping(path = "/api/v1/reports", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Report an account",
      description =
          "Takes a report on an account, with its posts as they are now. The answer comes after"
              + " the report is stored for good. Sending the same report again, by its id or the"
              + " header Idempotency-Key, changes nothing.")
  @ApiResponse(responseCode = "201", description = "Stored")
  @ApiResponse(responseCode = "200", description = "The same report had been stored before")
  @ApiResponse(
      responseCode = "4XX",
      description = "Refused; the problem says why",
      content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ReportRequest.class)))
  ResponseEntity<Accepted> report(
      @Parameter(hidden = true) Client client,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException {
    try {
      keys.require(client, ApiKeys.May.REPORT);
      byte[] body = body(request);
      List<Event> events =
          new ReportReader(client.platform(), clock.instant()).read(parse(body), idempotencyKey);
      ReportFiled report = (ReportFiled) events.getLast();
      return switch (gate.take(
          client.platform(), report.id(), HexFormat.of().formatHex(ApiKeys.sha256(body)), events)) {
        case NEW ->
            ResponseEntity.status(HttpStatus.CREATED).body(new Accepted(report.id(), false));
        case KNOWN -> ResponseEntity.ok(new Accepted(report.id(), true));
        case ID_REUSED ->
            throw new Refused(
                IntakeProblem.ID_REUSED,
                "A different report with this id was taken before. Give this one an id of its own.");
      };
    } catch (Refused refused) {
      if (refused.problem() instanceof IntakeProblem problem) {
        meters.refused(problem);
      }
      throw refused;
    }
  }

  private byte[] body(HttpServletRequest request) throws IOException {
    long most = settings.bodyMost().toBytes();
    byte[] body =
        request.getContentLengthLong() > most
            ? new byte[0]
            : request.getInputStream().readNBytes((int) most + 1);
    if (request.getContentLengthLong() > most || body.length > most) {
      throw new Refused(
          IntakeProblem.TOO_LARGE, "A report has at most " + most + " bytes. Send fewer posts.");
    }
    return body;
  }

  private ReportRequest parse(byte[] body) {
    try {
      ReportRequest request = json.readValue(body, ReportRequest.class);
      if (request == null) {
        throw new Refused(IntakeProblem.NOT_JSON, "The body is the JSON null, not a report.");
      }
      return request;
    } catch (DatabindException e) {
      throw new Refused(
          IntakeProblem.INVALID_REPORT,
          "A field has the wrong form: "
              + e.getPath().stream()
                  .map(step -> String.valueOf(step.getPropertyName()))
                  .reduce((a, b) -> a + "." + b)
                  .orElse("the body is no JSON object")
              + ".");
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw new Refused(
          IntakeProblem.NOT_JSON,
          place == null
              ? "The body cannot be read as JSON."
              : "The body stops being JSON in UTF-8 at line %d, column %d."
                  .formatted(place.getLineNr(), place.getColumnNr()));
    }
  }
}
