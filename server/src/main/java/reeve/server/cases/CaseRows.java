package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Finds and opens cases, a batch at a time. */
@Component
final class CaseRows {
  private static final Kind OPENED = new Kind("cases.opened", 1);

  private final JdbcTemplate jdbc;
  private final Records records;

  CaseRows(JdbcTemplate jdbc, Records records) {
    this.jdbc = jdbc;
    this.records = records;
  }

  /**
   * An open case.
   *
   * @param opened its opening record
   * @param fresh whether this batch opened it
   */
  record Open(long id, AccountRef account, UUID opened, boolean fresh) {}

  /** The open case of each account; who has none gets one. Locks nothing that exists. */
  Map<AccountRef, Open> open(List<Sign> signs) {
    Map<AccountRef, Sign> firsts = new LinkedHashMap<>();
    signs.forEach(sign -> firsts.putIfAbsent(sign.account(), sign));
    Map<AccountRef, Open> open = new HashMap<>();
    Columns.of(List.copyOf(firsts.keySet()))
        .text(a -> a.platform().value())
        .text(AccountRef::nativeId)
        .query(
            jdbc,
            """
            select c.id, c.platform, c.account, c.opened_record
            from unnest(?::text[], ?::text[]) as k (platform, account)
            join cases c on c.platform = k.platform and c.account = k.account and c.state = 'open'
            """,
            (row, _) ->
                new Open(row.getLong(1), account(row, 2), row.getObject(4, UUID.class), false))
        .forEach(found -> open.put(found.account(), found));
    List<Sign> missing = new ArrayList<>();
    firsts.forEach((account, sign) -> {
      if (!open.containsKey(account)) {
        missing.add(sign);
      }
    });
    if (!missing.isEmpty()) {
      openFresh(missing).forEach(fresh -> open.put(fresh.account(), fresh));
    }
    return open;
  }

  private record Opening(long id, Sign first, RecordId record) {}

  private List<Open> openFresh(List<Sign> firsts) {
    List<Long> ids =
        jdbc.query(
            "select nextval('cases_id_seq') from generate_series(1, ?)",
            (row, _) -> row.getLong(1),
            firsts.size());
    List<Entry> entries = new ArrayList<>(firsts.size());
    for (int i = 0; i < firsts.size(); i++) {
      entries.add(entry(ids.get(i), firsts.get(i)));
    }
    List<RecordId> opened = records.append(entries);
    List<Opening> openings = new ArrayList<>(firsts.size());
    for (int i = 0; i < firsts.size(); i++) {
      openings.add(new Opening(ids.get(i), firsts.get(i), opened.get(i)));
    }
    int added =
        Columns.of(openings)
            .bigint(Opening::id)
            .text(o -> o.first().account().platform().value())
            .text(o -> o.first().account().nativeId())
            .text(o -> o.first().originCode())
            .as("timestamptz", o -> o.first().at())
            .as("uuid", o -> o.record().value())
            .update(
                jdbc,
                """
                insert into cases (id, platform, account, origin, opened_at, opened_record,
                                   queue, due_at, severity_s, priority)
                select k.*, 'general', 'infinity', 0, 0
                from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                            ?::uuid[]) as k
                on conflict (platform, account) where state = 'open' do nothing
                """);
    if (added < openings.size()) {
      throw new Docket.CaseMoved("a case was opened by somebody else meanwhile");
    }
    return openings.stream()
        .map(o -> new Open(o.id(), o.first().account(), o.record().value(), true))
        .toList();
  }

  private static Entry entry(long id, Sign first) {
    return new Entry(
        OPENED,
        first.account(),
        first.worker(),
        first.cause(),
        Map.of(
            "case",
            id,
            "origin",
            first.originCode(),
            "source",
            first.source(),
            "at",
            first.at().toString()),
        first.told());
  }

  private static AccountRef account(ResultSet row, int at) throws SQLException {
    return new AccountRef(new PlatformId(row.getString(at)), row.getString(at + 1));
  }
}
