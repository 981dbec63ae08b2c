package reeve.square.api;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Times;
import reeve.square.reports.Flag;
import reeve.square.reports.Reports;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/** Flags. {@code forward} is taken and means nothing: the square stands alone. */
@RestController
final class ReportsApi {
  private final Reports reports;
  private final Shaper shaper;

  ReportsApi(Reports reports, Shaper shaper) {
    this.reports = reports;
    this.shaper = shaper;
  }

  @PostMapping("/api/v1/reports")
  @Needs(value = Who.MEMBER, scope = "write:reports")
  ResponseEntity<Shape.Report> report(AccountId me, Params params) {
    List<String> rules = params.list("rule_ids");
    String category = params.text("category", rules.isEmpty() ? "other" : "violation");
    var filed =
        reports.file(
            new Flag(
                me,
                AccountId.parse(params.required("account_id")),
                params.list("status_ids").stream().map(PostId::parse).toList(),
                Flag.Category.parse(category),
                rules,
                params.text("comment", "")));
    Flag flag = filed.flag();
    var report =
        new Shape.Report(
            Long.toString(filed.id()),
            false,
            null,
            flag.category().word(),
            flag.comment(),
            false,
            Times.iso(filed.at()),
            flag.posts().stream().map(PostId::toString).toList(),
            flag.rules(),
            shaper.account(reports.subject(filed)));
    // Said here, the type need not be negotiated: floods of flags are when the square is busiest.
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }
}
