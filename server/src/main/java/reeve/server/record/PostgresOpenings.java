package reeve.server.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.ledger.audit.Audit;
import reeve.ledger.audit.Proof;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Hash;

@Component
final class PostgresOpenings implements Openings {
  private static final int MOST = 10_000;

  private final JdbcClient jdbc;
  private final LedgerSettings settings;

  PostgresOpenings(JdbcClient jdbc, LedgerSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  @Override
  public Map<RecordId, Opening> of(Collection<RecordId> ids) {
    Map<RecordId, Opening> openings = HashMap.newHashMap(ids.size());
    var sealing = new Sealing();
    jdbc.sql(SealedRow.SELECT + "WHERE id = ANY (?)")
        .param(array(ids))
        .query(row -> {
          SealedRow sealed = SealedRow.of(row);
          Opening opening = sealed.opening(sealing);
          if (opening != null) {
            openings.put(sealed.recordId(), opening);
          }
        });
    return openings;
  }

  @Override
  public Map<RecordId, Opening> give(Collection<RecordId> ids, Appended fresh) {
    if (LogPlace.today(settings).isEmpty() || ids.isEmpty()) {
      return Map.of();
    }
    jdbc.sql("INSERT INTO record_opened (record) SELECT unnest(?) ON CONFLICT DO NOTHING")
        .param(array(ids))
        .update();
    Map<RecordId, Opening> given = HashMap.newHashMap(ids.size());
    List<RecordId> older = new ArrayList<>();
    for (RecordId id : ids) {
      Opening opening = fresh.openings().get(id);
      if (opening == null) {
        older.add(id);
      } else {
        given.put(id, opening);
      }
    }
    if (!older.isEmpty()) {
      given.putAll(of(older));
    }
    return given;
  }

  @Override
  public OptionalLong index(RecordId id) {
    Indexes found = indexes(List.of(id));
    if (!found.changed().isEmpty()) {
      throw new IllegalStateException(
          "the ledger does not hold the commitment of record " + id + ": one was changed");
    }
    Long index = found.of().get(id);
    return index == null ? OptionalLong.empty() : OptionalLong.of(index);
  }

  @Override
  public Indexes indexes(Collection<RecordId> ids) {
    VerifierKey key = key();
    if (key == null || ids.isEmpty()) {
      return Indexes.NONE;
    }
    // By the first index of their batches, then by commitment: a batch is read once.
    Map<Long, Map<Hash, RecordId>> wanted = new TreeMap<>();
    Set<RecordId> changed = new HashSet<>();
    jdbc.sql(
            """
            SELECT r.id, r.commitment, b.first
            FROM record r,
                 LATERAL (SELECT first FROM ledger_batch b
                          WHERE b.origin = :origin AND b.tx IS NOT NULL
                            AND (b.tx, b.seq) >= (r.tx, r.seq)
                          ORDER BY b.tx, b.seq LIMIT 1) b
            WHERE r.id = ANY (:ids)
            """)
        .param("origin", key.name())
        .param("ids", array(ids))
        .query(row -> {
          var id = new RecordId(row.getObject("id", UUID.class));
          wanted
              .computeIfAbsent(row.getLong("first"), _ -> new HashMap<>())
              .put(Hash.at(row.getBytes("commitment"), 0), id);
          changed.add(id);
        });
    Map<RecordId, Long> indexes = HashMap.newHashMap(ids.size());
    wanted.forEach((first, records) -> search(key.name(), first, records, indexes));
    changed.removeAll(indexes.keySet());
    return new Indexes(indexes, changed);
  }

  /** Adds the index of each that stands in a batch. */
  private void search(
      String origin, long first, Map<Hash, RecordId> wanted, Map<RecordId, Long> indexes) {
    byte[] entries =
        jdbc.sql("SELECT entries FROM ledger_batch WHERE origin = ? AND first = ?")
            .params(origin, first)
            .query(byte[].class)
            .single();
    int left = wanted.size();
    for (int at = 0; at < entries.length && left > 0; at += Hash.BYTES) {
      RecordId id = wanted.get(Hash.at(entries, at));
      if (id != null) {
        indexes.put(id, first + at / Hash.BYTES);
        left--;
      }
    }
  }

  @Override
  public Optional<Proof> proof(RecordId id) {
    OptionalLong index = index(id);
    LogPlace place = LogPlace.today(settings).orElse(null);
    VerifierKey key = key();
    if (index.isEmpty() || place == null || key == null) {
      return Optional.empty();
    }
    return index.getAsLong() < place.published()
        ? Optional.of(new Audit(place.shelf(), Audit.believing(key)).prove(index.getAsLong()))
        : Optional.empty();
  }

  /** The key of today's log; null before it was begun. */
  private @Nullable VerifierKey key() {
    return LogPlace.today(settings).filter(LogPlace::begun).map(LogPlace::verifier).orElse(null);
  }

  private static UUID[] array(Collection<RecordId> ids) {
    if (ids.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " records at once");
    }
    return ids.stream().map(RecordId::value).toArray(UUID[]::new);
  }
}
