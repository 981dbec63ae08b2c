package reeve.server.watch;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.server.cases.Holds;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.run.Finding;
import tools.jackson.databind.json.JsonMapper;

/**
 * Copies what held accounts did out of the event log, which lets events go by age, by size and when
 * their authors delete them. A daily pass reads what came since the last one, and for an account
 * that is newly held all that the log still has. What others reported of the account is not its own
 * and is not copied.
 */
@Component
class HeldEvents {
  private static final Kind PURGED = new Kind("watch.hold-purged", 1);
  private static final Set<String> OWN =
      Set.of("post.created", "account.created", "account.updated", "follow", "boost");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BATCH = 500;

  private final Holds holds;
  private final Records records;
  private final JdbcClient db;
  private final TransactionOperations transaction;

  HeldEvents(Holds holds, Records records, JdbcClient db, TransactionOperations transaction) {
    this.holds = holds;
    this.records = records;
    this.db = db;
    this.transaction = transaction;
  }

  private record Copy(
      long position,
      AccountRef account,
      Instant at,
      String kind,
      @Nullable String post,
      String fields) {}

  /** Copies what is new, and lets go what is held no longer. */
  void keep(EventLog log, String name, Instant now) {
    Set<AccountRef> held = holds.standing(now);
    release(held);
    if (held.isEmpty()) {
      return;
    }
    Map<AccountRef, Long> from = new HashMap<>();
    held.forEach(account -> from.put(account, log.begin()));
    db.sql("select platform, account, next_read from watch_held where log = ?")
        .param(name)
        .query(row -> {
          from.replace(
              account(row.getString(1), row.getString(2)), Math.max(row.getLong(3), log.begin()));
        });
    long end = log.end();
    long begin = from.values().stream().mapToLong(Long::longValue).min().orElse(end);
    List<Copy> some = new ArrayList<>();
    try (LogReader reader = log.read(begin)) {
      Facts facts = new Facts(TownEvents.SCHEMA);
      while (reader.position() < end && reader.next(facts)) {
        Copy copy = copy(facts, reader.position() - 1);
        if (copy != null && from.getOrDefault(copy.account(), Long.MAX_VALUE) <= copy.position()) {
          some.add(copy);
        }
        if (some.size() >= BATCH) {
          write(name, some);
          some.clear();
        }
      }
    }
    transaction.executeWithoutResult(_ -> {
      write(name, some);
      held.forEach(account ->
          db.sql(
                  """
                  insert into watch_held (log, platform, account, next_read) values (?, ?, ?, ?)
                  on conflict (log, platform, account) do update set next_read = excluded.next_read
                  """)
              .params(name, account.platform().value(), account.nativeId(), end)
              .update());
    });
  }

  private void write(String name, List<Copy> copies) {
    for (Copy copy : copies) {
      db.sql(
              """
              insert into watch_held_event
                (log, position, platform, account, at, kind, post, fields)
              values (:log, :position, :platform, :account, :at, :kind, :post, :fields)
              on conflict do nothing
              """)
          .param("log", name)
          .param("position", copy.position())
          .param("platform", copy.account().platform().value())
          .param("account", copy.account().nativeId())
          .param("at", Timestamp.from(copy.at()))
          .param("kind", copy.kind())
          .param("post", copy.post())
          .param("fields", copy.fields())
          .update();
    }
  }

  private static @Nullable Copy copy(Facts facts, long position) {
    String kind = kind(facts);
    Slot account = TownEvents.SCHEMA.at("account.id");
    Slot source = TownEvents.SCHEMA.at("event.source");
    if (!OWN.contains(kind) || !facts.has(account.index()) || !facts.has(source.index())) {
      return null;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Slot slot : TownEvents.SCHEMA.slots()) {
      Object value = facts.get(slot);
      if (value != null) {
        fields.put(slot.path(), value);
      }
    }
    Object post = fields.get("post.id");
    Object at = fields.get("event.at_ms");
    return new Copy(
        position,
        account(Finding.platform(facts.text(source.index())), facts.text(account.index())),
        Instant.ofEpochMilli(at instanceof Long ms ? ms : 0),
        kind,
        post == null ? null : post.toString(),
        JSON.writeValueAsString(fields).replace("\\u0000", "\\ufffd"));
  }

  private static String kind(Facts facts) {
    for (String kind : OWN) {
      if (TownEvents.SCHEMA.kind(kind) == facts.kind()) {
        return kind;
      }
    }
    return "";
  }

  private void release(Set<AccountRef> held) {
    List<AccountRef> known =
        db.sql("select distinct platform, account from watch_held")
            .query((row, _) -> account(row.getString(1), row.getString(2)))
            .list();
    for (AccountRef account : known) {
      if (held.contains(account)) {
        continue;
      }
      transaction.executeWithoutResult(_ -> {
        int events =
            db.sql("delete from watch_held_event where platform = ? and account = ?")
                .params(account.platform().value(), account.nativeId())
                .update();
        db.sql("delete from watch_held where platform = ? and account = ?")
            .params(account.platform().value(), account.nativeId())
            .update();
        records.append(
            new Entry(
                PURGED,
                account,
                new Actor.Worker("watch"),
                null,
                Map.of(),
                Map.of("events", events)));
      });
    }
  }

  private static AccountRef account(String platform, String id) {
    return new AccountRef(new PlatformId(platform), id);
  }
}
