package reeve.server.legal;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;

/** The rows of authorities and their contacts. */
@Component
final class AuthorityRows {
  private final JdbcClient jdbc;
  private final NamedRows named;

  AuthorityRows(JdbcClient jdbc, NamedRows named) {
    this.jdbc = jdbc;
    this.named = named;
  }

  void add(Authority authority) {
    jdbc.sql(
            """
            INSERT INTO legal_authority
              (id, name, state, europol, may, noticed_at, added_by, added_at)
            VALUES (:id, :name, :state, :europol, :may, :noticed, :by, :at)
            """)
        .param("id", authority.id())
        .param("name", authority.name())
        .param("state", authority.state())
        .param("europol", authority.europol())
        .param("may", codes(authority.may()))
        .param("noticed", time(authority.noticedAt()))
        .param("by", authority.addedBy().id())
        .param("at", time(authority.addedAt()))
        .update();
    certify(authority.id(), authority.certificate());
  }

  /** Changes what it is called and may do. */
  void change(
      UUID id,
      String name,
      String state,
      boolean europol,
      Set<Demand> may,
      @Nullable Instant noticed) {
    jdbc.sql(
            """
            UPDATE legal_authority
               SET name = :name, state = :state, europol = :europol, may = :may,
                   noticed_at = :noticed
             WHERE id = :id
            """)
        .param("name", name)
        .param("state", state)
        .param("europol", europol)
        .param("may", codes(may))
        .param("noticed", time(noticed))
        .param("id", id)
        .update();
  }

  void certify(UUID id, Authority.@Nullable Certificate certificate) {
    jdbc.sql(
            """
            UPDATE legal_authority
               SET certificate = :pem, certificate_sha256 = :sha256, certificate_holder = :holder,
                   certificate_until = :until
             WHERE id = :id
            """)
        .param("pem", certificate == null ? null : certificate.pem())
        .param("sha256", certificate == null ? null : certificate.sha256())
        .param("holder", certificate == null ? null : certificate.holder())
        .param("until", certificate == null ? null : time(certificate.notAfter()))
        .param("id", id)
        .update();
  }

  /** Nobody has verified it any more, since somebody changed it. */
  void unverify(UUID id, Actor.Staff by) {
    jdbc.sql(
            """
            UPDATE legal_authority
               SET verified_by = NULL, verified_at = NULL, verified_contact = NULL,
                   verified_how = NULL, second_person = NULL,
                   changed_by = array_append(array_remove(changed_by, :by), :by)
             WHERE id = :id
            """)
        .param("by", by.id())
        .param("id", id)
        .update();
  }

  /** Only a second person answers for whoever changed it before. */
  void verify(UUID id, Authority.Verified verified) {
    jdbc.sql(
            """
            UPDATE legal_authority
               SET verified_by = :by, verified_at = :at, verified_contact = :contact,
                   verified_how = :how, second_person = :second,
                   changed_by = CASE WHEN :second THEN '{}' ELSE changed_by END
             WHERE id = :id
            """)
        .param("by", verified.by().id())
        .param("at", time(verified.at()))
        .param("contact", verified.contact())
        .param("how", verified.how())
        .param("second", verified.secondPerson())
        .param("id", id)
        .update();
  }

  void end(UUID id, Instant now) {
    jdbc.sql("UPDATE legal_authority SET ended_at = :now WHERE id = :id")
        .param("now", time(now))
        .param("id", id)
        .update();
  }

  void add(UUID authority, Contact contact) {
    jdbc.sql(
            """
            INSERT INTO legal_contact
              (id, authority, value, key, source, from_message, added_by, added_at)
            VALUES (:id, :authority, :value, :key, :source, :message, :by, :at)
            """)
        .param("id", contact.id())
        .param("authority", authority)
        .param("value", contact.value())
        .param("key", Contact.key(contact.value()))
        .param("source", contact.source())
        .param("message", contact.fromMessage())
        .param("by", contact.addedBy().id())
        .param("at", time(contact.addedAt()))
        .update();
    if (contact.fromMessage()) {
      named.add(contact.id(), contact.addedAt(), contact.value());
    }
  }

  /** Contacts of an authority through which it can be asked whether something is its own. */
  List<Contact> secondChannels(Authority authority) {
    return authority.contacts().stream().filter(this::isSecondChannel).toList();
  }

  /**
   * Whether no message, of whatever authority, named this contact before somebody entered it. What
   * stood in the registry before a message came does not stem from that message.
   */
  boolean isSecondChannel(Contact contact) {
    return !contact.fromMessage() && !named.before(contact);
  }

  /**
   * The contact through which somebody asked an authority whether something is its own.
   *
   * @throws Refused where it is none of theirs, and where any message named it before
   */
  Contact secondChannel(Authority authority, @Nullable UUID contact) {
    return secondChannels(authority).stream()
        .filter(it -> it.id().equals(contact))
        .findFirst()
        .orElseThrow(() ->
            new Refused(
                LegalProblem.NO_SECOND_CHANNEL,
                "Ask them through a contact of the registry that no message named, and say which."));
  }

  void log(UUID authority, Actor.Staff by, String words, Instant now) {
    jdbc.sql("INSERT INTO legal_authority_log (authority, at, by, words) VALUES (?, ?, ?, ?)")
        .params(authority, Timestamp.from(now), by.id(), words)
        .update();
  }

  /** A sentence of an authority's history, and who did it. */
  record Change(Instant at, UUID by, String words) {}

  /** Newest first; at most 500. */
  List<Change> history(UUID authority) {
    return jdbc.sql(
            """
            SELECT at, by, words FROM legal_authority_log WHERE authority = ?
             ORDER BY id DESC LIMIT 500
            """)
        .param(authority)
        .query((row, _) ->
            new Change(
                row.getTimestamp(1).toInstant(), row.getObject(2, UUID.class), row.getString(3)))
        .list();
  }

  Optional<Authority> find(UUID id) {
    return jdbc.sql("SELECT * FROM legal_authority WHERE id = ?")
        .param(id)
        .query(this::authority)
        .optional();
  }

  /** In the caller's transaction. */
  Optional<Authority> lock(UUID id) {
    return jdbc.sql("SELECT * FROM legal_authority WHERE id = ? FOR UPDATE")
        .param(id)
        .query(this::authority)
        .optional();
  }

  /** Those that stand first, then by name; the first 500. */
  List<Authority> all() {
    return jdbc.sql(
            """
            SELECT * FROM legal_authority
             ORDER BY ended_at IS NOT NULL, verified_at IS NOT NULL, name, id LIMIT 500
            """)
        .query(this::authority)
        .list();
  }

  private List<Contact> contacts(UUID authority) {
    return jdbc.sql("SELECT * FROM legal_contact WHERE authority = ? ORDER BY added_at, id")
        .param(authority)
        .query((row, _) ->
            new Contact(
                row.getObject("id", UUID.class),
                row.getString("value"),
                row.getString("source"),
                row.getBoolean("from_message"),
                new Actor.Staff(row.getObject("added_by", UUID.class)),
                row.getTimestamp("added_at").toInstant()))
        .list();
  }

  private Authority authority(ResultSet row, int number) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Set<Demand> may = EnumSet.noneOf(Demand.class);
    for (Object code : (Object[]) row.getArray("may").getArray()) {
      may.add(Demand.ofCode(code.toString()));
    }
    return new Authority(
        id,
        row.getString("name"),
        row.getString("state"),
        row.getBoolean("europol"),
        may,
        certificate(row),
        instant(row, "noticed_at"),
        new Actor.Staff(row.getObject("added_by", UUID.class)),
        row.getTimestamp("added_at").toInstant(),
        staff(row.getArray("changed_by")),
        verified(row),
        instant(row, "ended_at"),
        contacts(id));
  }

  private static Authority.@Nullable Certificate certificate(ResultSet row) throws SQLException {
    String pem = row.getString("certificate");
    return pem == null
        ? null
        : new Authority.Certificate(
            pem,
            row.getString("certificate_sha256"),
            row.getString("certificate_holder"),
            row.getTimestamp("certificate_until").toInstant());
  }

  private static Authority.@Nullable Verified verified(ResultSet row) throws SQLException {
    UUID by = row.getObject("verified_by", UUID.class);
    return by == null
        ? null
        : new Authority.Verified(
            new Actor.Staff(by),
            row.getTimestamp("verified_at").toInstant(),
            row.getString("verified_contact"),
            row.getString("verified_how"),
            row.getBoolean("second_person"));
  }

  private static Set<Actor.Staff> staff(Array ids) throws SQLException {
    return Arrays.stream((UUID[]) ids.getArray())
        .map(Actor.Staff::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  static @Nullable Timestamp time(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }

  private static String[] codes(Set<Demand> may) {
    return may.stream().map(Demand::code).toArray(String[]::new);
  }
}
