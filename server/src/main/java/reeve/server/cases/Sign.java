package reeve.server.cases;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.Origin;
import reeve.server.record.Actor;

/**
 * What opens an account's case where it has none.
 *
 * @param id of the report, or of the verdict
 */
record Sign(AccountRef account, Origin origin, Instant at, From from, String id) {
  enum From {
    REPORT("report", "intake", "report"),
    SURFACED("surfaced", "watch", "verdict");

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
        report.subject(), report.meta().origin(), report.meta().at(), From.REPORT, report.id());
  }

  static Sign of(Surfaced verdict) {
    return new Sign(
        verdict.account(), verdict.origin(), verdict.at(), From.SURFACED, verdict.verdict().hex());
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
