package reeve.server.cases;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.Origin;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * What opens an account's case where it has none.
 *
 * @param id of the report, the verdict or the resemblance
 * @param cause the opening of the case that it was found from, or null
 */
record Sign(
    AccountRef account, Origin origin, Instant at, From from, String id, @Nullable RecordId cause) {
  enum From {
    REPORT("report", "intake", "report"),
    /** An authority's request, which binds nobody. */
    AUTHORITY("authority", "legal", "report"),
    SURFACED("surfaced", "watch", "verdict"),
    RESEMBLED("surfaced", "likeness", "resemblance"),
    /** Found by looking at an account that was reported. */
    FROM_REPORTS("from-reports", "likeness", "resemblance");

    /** In the record of the opening. */
    private final String source;

    private final String worker;
    private final String key;

    From(String source, String worker, String key) {
      this.source = source;
      this.worker = worker;
      this.key = key;
    }
  }

  static Sign of(ReportFiled report) {
    return new Sign(
        report.subject(),
        report.meta().origin(),
        report.meta().at(),
        report.reporter().nativeId().equals(Docket.AUTHORITY) ? From.AUTHORITY : From.REPORT,
        report.id(),
        null);
  }

  static Sign of(Surfaced verdict) {
    return new Sign(
        verdict.account(),
        verdict.origin(),
        verdict.at(),
        From.SURFACED,
        verdict.verdict().hex(),
        null);
  }

  static Sign of(Resemblance found, ResemblanceRows.@Nullable Lead lead) {
    return new Sign(
        found.account(),
        found.origin(),
        found.at(),
        lead != null && lead.reported() ? From.FROM_REPORTS : From.RESEMBLED,
        found.id().hex(),
        lead == null ? null : lead.opened());
  }

  String source() {
    return from.source;
  }

  Actor worker() {
    return new Actor.Worker(from.worker);
  }

  Map<String, ?> told() {
    return Map.of(from.key, id);
  }

  String originCode() {
    return origin.name().toLowerCase(Locale.ROOT);
  }
}
