package reeve.server.legal;

import static reeve.server.legal.AuthorityRows.instant;
import static reeve.server.legal.AuthorityRows.time;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.legal.Disclosure.Denial;
import reeve.server.legal.Disclosure.Emergency;
import reeve.server.legal.Disclosure.Named;
import reeve.server.legal.Disclosure.Proposed;
import reeve.server.legal.Disclosure.Released;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.OrderId;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** Reads what authorities want to be told. */
@Component
final class DisclosureRows {
  private final JdbcClient jdbc;

  DisclosureRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Disclosure> find(UUID id) {
    return jdbc.sql("SELECT * FROM legal_disclosure WHERE id = ?")
        .param(id)
        .query(this::map)
        .optional();
  }

  /** In the caller's transaction. */
  Optional<Disclosure> lock(UUID id) {
    return jdbc.sql("SELECT * FROM legal_disclosure WHERE id = ? FOR UPDATE")
        .param(id)
        .query(this::map)
        .optional();
  }

  /** All of an authority that bear a reference, as they came. */
  List<Disclosure> withReference(UUID authority, String reference) {
    return jdbc.sql(
            """
            SELECT * FROM legal_disclosure WHERE authority = ? AND reference = ?
             ORDER BY received_at, id
            """)
        .params(authority, reference)
        .query(this::map)
        .list();
  }

  /** Those whose clock runs, the least time left first. */
  List<Disclosure> open() {
    return jdbc.sql(
            """
            SELECT * FROM legal_disclosure WHERE ended_at IS NULL
             ORDER BY due_at NULLS LAST, received_at LIMIT 200
            """)
        .query(this::map)
        .list();
  }

  /** Those that ended last. */
  List<Disclosure> ended() {
    return jdbc.sql(
            """
            SELECT * FROM legal_disclosure WHERE ended_at IS NOT NULL
             ORDER BY ended_at DESC LIMIT 50
            """)
        .query(this::map)
        .list();
  }

  /** Those of an authority, newest first. */
  List<Disclosure> of(UUID authority) {
    return jdbc.sql(
            """
            SELECT * FROM legal_disclosure WHERE authority = ? ORDER BY received_at DESC LIMIT 200
            """)
        .param(authority)
        .query(this::map)
        .list();
  }

  /** Those that name an account, newest first. */
  List<Disclosure> about(AccountRef account) {
    return jdbc.sql(
            """
            SELECT * FROM legal_disclosure
             WHERE platform = ?
               AND id IN (SELECT disclosure FROM legal_disclosure_account WHERE account = ?)
             ORDER BY received_at DESC LIMIT 50
            """)
        .params(account.platform().value(), account.nativeId())
        .query(this::map)
        .list();
  }

  /** Those that wait for platforms. */
  List<UUID> collecting() {
    return ids("SELECT id FROM legal_disclosure WHERE state = 'collecting' LIMIT 200");
  }

  /** Those that were taken back while platforms had not answered, and may answer yet. */
  List<UUID> abandoned() {
    return ids(
        """
        SELECT d.id FROM legal_release r JOIN legal_disclosure d ON d.id = r.disclosure
         WHERE r.collected_at IS NULL AND d.state = 'taken-back' LIMIT 200
        """);
  }

  /** What each holder was told last: of no data where that was that nothing leaves. */
  Map<AccountRef, Scope> told(Disclosure it) {
    Map<AccountRef, Scope> told = new LinkedHashMap<>();
    jdbc.sql("SELECT * FROM legal_disclosure_notice WHERE disclosure = ? ORDER BY number")
        .param(it.id())
        .query(row -> {
          AccountRef account = new AccountRef(it.platform(), row.getString("account"));
          told.put(
              account,
              new Scope(
                  data(row.getArray("data")),
                  List.of(account),
                  instant(row, "data_from"),
                  instant(row, "data_until")));
        });
    return told;
  }

  /** Those whose silence is over, or was never ordered. */
  List<UUID> toTell(Instant now) {
    return jdbc.sql(
            """
            SELECT id FROM legal_disclosure
             WHERE state IN ('collecting', 'ready', 'handed-over')
               AND told_at IS NULL AND (silence_until IS NULL OR silence_until <= :now)
             LIMIT 200
            """)
        .param("now", time(now))
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  /** Those whose silence is over, and who are to hear that nothing leaves after all. */
  List<UUID> toRecant(Instant now) {
    return jdbc.sql(
            "SELECT id FROM legal_disclosure WHERE recant_due AND silence_until <= :now LIMIT 200")
        .param("now", time(now))
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  /** Whether a request came with that silence, whatever became of it. */
  boolean cameWith(UUID id, @Nullable Silence silence) {
    return jdbc.sql(
            """
            SELECT silence_ordered IS NULL OR silence_ordered = ? FROM legal_disclosure WHERE id = ?
            """)
        .params(Silence.asOrdered(silence), id)
        .query(Boolean.class)
        .single();
  }

  /** Oldest first. */
  List<OrderRows.Happening> timeline(UUID id) {
    return jdbc.sql("SELECT at, words FROM legal_disclosure_log WHERE disclosure = ? ORDER BY id")
        .param(id)
        .query(
            (row, _) -> new OrderRows.Happening(row.getTimestamp(1).toInstant(), row.getString(2)))
        .list();
  }

  private List<UUID> ids(String sql) {
    return jdbc.sql(sql).query((row, _) -> row.getObject(1, UUID.class)).list();
  }

  private List<Named> named(UUID id, PlatformId platform) {
    return jdbc.sql("SELECT * FROM legal_disclosure_account WHERE disclosure = ? ORDER BY place")
        .param(id)
        .query((row, _) -> {
          String account = row.getString("account");
          UUID act = row.getObject("act", UUID.class);
          return new Named(
              row.getInt("place"),
              row.getString("named"),
              account == null ? null : new AccountRef(platform, account),
              row.getString("missing"),
              row.getBoolean("proposed"),
              act == null ? null : new OrderId(act),
              row.getString("answer"));
        })
        .list();
  }

  private Disclosure map(ResultSet row, int number) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    PlatformId platform = new PlatformId(row.getString("platform"));
    List<Named> named = named(id, platform);
    String denial = row.getString("denial");
    return new Disclosure(
        id,
        row.getObject("authority", UUID.class),
        Instrument.ofCode(row.getString("instrument")),
        row.getBoolean("urgent"),
        row.getString("reference"),
        row.getString("ground"),
        instant(row, "issued_at"),
        row.getTimestamp("received_at").toInstant(),
        instant(row, "due_at"),
        platform,
        named,
        data(row.getArray("data")),
        instant(row, "data_from"),
        instant(row, "data_until"),
        row.getString("contact"),
        silence(row),
        emergency(row),
        RemovalOrder.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        new RecordId(row.getObject("record", UUID.class)),
        State.ofCode(row.getString("state")),
        proposed(row, named),
        releases(id, platform),
        denial == null ? null : Denial.ofCode(denial),
        row.getString("reason"),
        instant(row, "ended_at"),
        row.getString("receipt"),
        instant(row, "told_at"));
  }

  private static @Nullable Silence silence(ResultSet row) throws SQLException {
    String why = row.getString("silence");
    return why == null
        ? null
        : new Silence(
            Silence.Why.ofCode(why),
            row.getString("silence_reason"),
            row.getTimestamp("silence_until").toInstant());
  }

  private static @Nullable Emergency emergency(ResultSet row) throws SQLException {
    String danger = row.getString("danger");
    return danger.isEmpty()
        ? null
        : new Emergency(danger, row.getString("averts"), row.getString("officer"));
  }

  private static @Nullable Proposed proposed(ResultSet row, List<Named> named) throws SQLException {
    Timestamp at = row.getTimestamp("proposed_at");
    return at == null
        ? null
        : new Proposed(
            row.getObject("proposal", UUID.class),
            new Actor.Staff(row.getObject("proposed_by", UUID.class)),
            at.toInstant(),
            new Scope(
                data(row.getArray("proposed_data")),
                named.stream()
                    .filter(Named::proposed)
                    .map(Named::account)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList(),
                instant(row, "proposed_from"),
                instant(row, "proposed_until")),
            row.getString("confirmed_contact"),
            row.getString("confirmed_how"));
  }

  private List<Released> releases(UUID id, PlatformId platform) {
    return jdbc.sql(
            "SELECT * FROM legal_release WHERE disclosure = ? ORDER BY released_at, dropped_at")
        .param(id)
        .query((row, _) ->
            new Released(
                row.getObject("id", UUID.class),
                new Actor.Staff(row.getObject("proposed_by", UUID.class)),
                new Actor.Staff(row.getObject("released_by", UUID.class)),
                row.getTimestamp("released_at").toInstant(),
                row.getBoolean("alone"),
                new Scope(
                    data(row.getArray("data")),
                    accounts(row.getArray("accounts"), platform),
                    instant(row, "data_from"),
                    instant(row, "data_until")),
                row.getObject("bundle", UUID.class),
                new RecordId(row.getObject("record", UUID.class)),
                instant(row, "downloaded_at"),
                instant(row, "dropped_at"),
                row.getString("review")))
        .list();
  }

  private static List<AccountRef> accounts(Array ids, PlatformId platform) throws SQLException {
    return Arrays.stream((Object[]) ids.getArray())
        .map(id -> new AccountRef(platform, id.toString()))
        .toList();
  }

  private static Set<Data> data(Array codes) throws SQLException {
    Set<Data> data = EnumSet.noneOf(Data.class);
    for (Object code : (Object[]) codes.getArray()) {
      data.add(Data.ofCode(code.toString()));
    }
    return data;
  }

  static String[] codes(Collection<Data> data) {
    return data.stream().sorted().map(Data::code).toArray(String[]::new);
  }
}
