package reeve.server.legal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.intake.ApiKeys;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Client;
import reeve.server.staff.Member;

/**
 * Keys that hand in orders and read what became of them, and nothing else. One is an authority's,
 * or belongs to a tool of the staff's own, which names the authority with each order.
 */
@Component
class OrderKeys {
  static final Kind BOUND = new Kind("legal.key-made", 1);

  private final ApiKeys keys;
  private final AuthorityRows authorities;
  private final Records records;
  private final JdbcClient jdbc;

  OrderKeys(ApiKeys keys, AuthorityRows authorities, Records records, JdbcClient jdbc) {
    this.keys = keys;
    this.authorities = authorities;
    this.records = records;
    this.jdbc = jdbc;
  }

  /**
   * A row of the page.
   *
   * @param authority whose it is; null: the staff's own
   */
  record Row(
      UUID id,
      String name,
      @Nullable Authority authority,
      Instant createdAt,
      @Nullable Instant revokedAt) {}

  /**
   * Makes a key.
   *
   * @param authority whose it is; null: the staff's own
   * @return the key itself: it is shown once and kept nowhere
   */
  @Transactional
  String create(String name, @Nullable UUID authority, Member by) {
    if (authority != null
        && authorities.find(authority).filter(it -> it.endedAt() == null).isEmpty()) {
      throw Registry.none();
    }
    String key = keys.create(name, PlatformId.SQUARE.value(), Set.of(ApiKeys.May.ORDERS), by);
    UUID id = keys.find(key).orElseThrow().key();
    jdbc.sql("INSERT INTO legal_key (key, authority) VALUES (:key, :authority)")
        .param("key", id)
        .param("authority", authority)
        .update();
    Map<String, Object> told = new java.util.LinkedHashMap<>();
    told.put("key", id.toString());
    told.put("authority", authority == null ? null : authority.toString());
    records.append(new Entry(BOUND, null, by.id().actor(), null, Map.of(), told));
    return key;
  }

  /**
   * The authority of an order that a key hands in.
   *
   * @param named with the order; null where it names none
   * @throws Refused where the key hands in no orders, or another authority's
   */
  UUID authority(Client client, @Nullable UUID named) {
    UUID bound = bound(client).orElse(null);
    if (bound == null && named == null) {
      throw Registry.bad("'authority': name one of the registry by its id.");
    }
    if (bound != null && named != null && !bound.equals(named)) {
      throw new Refused(
          LegalProblem.NOT_THIS_KEY, "This key hands in the orders of one authority alone.");
    }
    return bound != null ? bound : java.util.Objects.requireNonNull(named);
  }

  /** The authority that a key is bound to; empty for the staff's own. */
  Optional<UUID> bound(Client client) {
    keys.require(client, ApiKeys.May.ORDERS);
    return jdbc.sql("SELECT authority FROM legal_key WHERE key = ? AND authority IS NOT NULL")
        .param(client.key())
        .query(UUID.class)
        .optional();
  }

  /** Whether a key may read an order: its authority's, or one that it handed in. */
  boolean mayRead(Client client, RemovalOrder order) {
    return mayRead(
        client,
        order.authority(),
        "SELECT count(*) FROM legal_order WHERE id = ? AND entered_by = ?",
        order.id());
  }

  /** The same of a request for data. */
  boolean mayRead(Client client, Disclosure it) {
    return mayRead(
        client,
        it.authority(),
        "SELECT count(*) FROM legal_disclosure WHERE id = ? AND entered_by = ?",
        it.id());
  }

  private boolean mayRead(Client client, UUID authority, String handedIn, UUID id) {
    return bound(client)
        .map(authority::equals)
        .orElseGet(
            () -> jdbc.sql(handedIn).params(id, client.key()).query(Long.class).single() == 1);
  }

  List<Row> all() {
    return keys.mayOrder().stream()
        .map(it ->
            new Row(
                it.id(),
                it.name(),
                jdbc.sql("SELECT authority FROM legal_key WHERE key = ? AND authority IS NOT NULL")
                    .param(it.id())
                    .query(UUID.class)
                    .optional()
                    .flatMap(authorities::find)
                    .orElse(null),
                it.createdAt(),
                it.revokedAt()))
        .toList();
  }

  @Transactional
  void revoke(UUID id, Member by) {
    keys.revoke(id, by);
  }
}
