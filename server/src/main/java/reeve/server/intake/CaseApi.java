package reeve.server.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.platform.Subject;
import reeve.server.staff.Access;
import reeve.server.staff.Client;

/** What a platform may know of the cases on its own accounts: that there are some, no contents. */
@RestController
@Access(Access.Who.CLIENT)
@Tag(name = "cases", description = "The state of cases on a platform's own accounts")
final class CaseApi {
  private final Cases cases;
  private final ApiKeys keys;

  CaseApi(Cases cases, ApiKeys keys) {
    this.cases = cases;
    this.keys = keys;
  }

  /** The cases of one account, newest first. */
  record CaseList(List<CaseState> cases) {}

  /**
   * A case without contents, names and staff.
   *
   * @param reports how many were accepted
   * @param contains whether the report asked for is among them; null where none was asked for
   */
  record CaseState(
      long id,
      String state,
      String queue,
      List<String> policies,
      @JsonProperty("opened_at") Instant openedAt,
      @JsonProperty("due_at") Instant dueAt,
      int reports,
      @Nullable Boolean contains) {}

  @GetMapping("/api/v1/cases")
  @Operation(
      summary = "The cases on an account of your platform",
      description = "At most 100, newest first. Needs a key that may read.")
  CaseList cases(
      @Parameter(hidden = true) Client client,
      @Parameter(description = "The platform's id of the account") @RequestParam String subject,
      @Parameter(description = "Say of each case whether it holds the report with this id")
          @RequestParam(required = false)
          @Nullable String report) {
    keys.require(client, ApiKeys.May.READ);
    AccountRef account = new AccountRef(client.platform(), id("subject", subject));
    Long holder =
        report == null
            ? null
            : cases
                .holding(client.platform(), id("report", report))
                .map(found -> found.value())
                .orElse(-1L);
    return new CaseList(
        cases.history(account).stream().map(found -> state(found, holder)).toList());
  }

  private static String id(String field, String value) {
    try {
      return Subject.requireNativeId(value);
    } catch (IllegalArgumentException e) {
      throw new Refused(IntakeProblem.INVALID_QUERY, "'" + field + "': " + e.getMessage() + ".");
    }
  }

  private static CaseState state(Case found, @Nullable Long holder) {
    return new CaseState(
        found.id().value(),
        found.state().name().toLowerCase(Locale.ROOT),
        found.queue().value(),
        found.policies().stream().map(Object::toString).toList(),
        found.openedAt(),
        found.due(),
        found.reports(),
        holder == null ? null : found.id().value() == holder);
  }
}
