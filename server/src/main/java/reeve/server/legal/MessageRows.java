package reeve.server.legal;

import static reeve.server.legal.AuthorityRows.instant;
import static reeve.server.legal.AuthorityRows.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.legal.Message.Mail;
import reeve.server.legal.Message.Said;
import reeve.server.platform.Event.Wish;
import reeve.server.platform.PlatformId;
import reeve.server.record.RecordId;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of forms and mails. */
@Component
final class MessageRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<Attachment>> ATTACHMENTS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final NamedRows named;

  MessageRows(JdbcClient jdbc, NamedRows named) {
    this.jdbc = jdbc;
    this.named = named;
  }

  /**
   * What the frame of every page shows.
   *
   * @param due of the one whose hour runs with the least time left; null where there is none
   */
  record Waiting(long count, Instant since, @Nullable Instant due) {}

  /**
   * Whether it was not known before, by its reference or as the same file.
   *
   * @param beside what a mail says that is no part of the message: whom to answer, other parts
   */
  boolean add(Message message, @Nullable String sealed, String beside) {
    Said said = message.said();
    boolean added = insert(message, sealed);
    if (added) {
      named.add(
          message.id(),
          message.receivedAt(),
          said.contact(),
          beside,
          said.authority(),
          said.reference(),
          said.ground(),
          said.account(),
          said.text());
    }
    return added;
  }

  private boolean insert(Message message, @Nullable String sealed) {
    Said said = message.said();
    Mail mail = message.mail();
    return jdbc.sql(
                """
                INSERT INTO legal_message
                  (id, source, reference, platform, received_at, wish, authority, state, named,
                   ground, account, posts, contact, contact_key, text, verdict, why, signer,
                   signed_at, sha256, bytes, attachments, arrived_at, sealed, record)
                VALUES (:id, :source, :reference, :platform, :received, :wish, :authority, :state,
                        :named, :ground, :account, :posts, :contact, :key, :text, :verdict, :why,
                        :signer, :signed, :sha256, :bytes, :attachments, :arrived, :sealed, :record)
                ON CONFLICT DO NOTHING
                """)
            .param("id", message.id())
            .param("source", message.source().code())
            .param("reference", message.reference())
            .param("platform", message.platform().value())
            .param("received", Timestamp.from(message.receivedAt()))
            .param("wish", said.wish().name().toLowerCase(Locale.ROOT))
            .param("authority", said.authority())
            .param("state", said.state())
            .param("named", said.reference())
            .param("ground", said.ground())
            .param("account", said.account())
            .param("posts", said.posts().toArray(String[]::new))
            .param("contact", said.contact())
            .param("key", Contact.key(said.contact()))
            .param("text", said.text())
            .param("verdict", mail == null ? null : mail.verdict().code())
            .param("why", mail == null ? "" : mail.why())
            .param("signer", mail == null ? null : mail.signer())
            .param("signed", mail == null ? null : time(mail.signedAt()))
            .param("sha256", mail == null ? null : mail.sha256())
            .param("bytes", mail == null ? 0 : mail.bytes())
            .param("attachments", mail == null ? "[]" : JSON.writeValueAsString(mail.attachments()))
            .param("arrived", mail == null ? null : time(mail.arrivedAt()))
            .param("sealed", sealed)
            .param("record", message.record().value())
            .update()
        == 1;
  }

  Optional<Message> find(UUID id) {
    return jdbc.sql("SELECT * FROM legal_message WHERE id = ?")
        .param(id)
        .query(MessageRows::map)
        .optional();
  }

  /** In the caller's transaction. */
  Optional<Message> lock(UUID id) {
    return jdbc.sql("SELECT * FROM legal_message WHERE id = ? FOR UPDATE")
        .param(id)
        .query(MessageRows::map)
        .optional();
  }

  Optional<Message> withFile(String sha256) {
    return jdbc.sql("SELECT * FROM legal_message WHERE sha256 = ?")
        .param(sha256)
        .query(MessageRows::map)
        .optional();
  }

  Optional<String> sealed(UUID id) {
    return jdbc.sql("SELECT sealed FROM legal_message WHERE id = ? AND sealed IS NOT NULL")
        .param(id)
        .query(String.class)
        .optional();
  }

  /** Those that wait, the oldest first, then what was closed last; at most 200. */
  List<Message> all() {
    return jdbc.sql(
            """
            SELECT * FROM legal_message
             ORDER BY closed_at IS NOT NULL, closed_at DESC, received_at LIMIT 200
            """)
        .query(MessageRows::map)
        .list();
  }

  Optional<Waiting> waiting() {
    return jdbc.sql(
            """
            SELECT count(*), min(received_at) AS since,
                   min(received_at) FILTER (WHERE wish IN ('remove', 'emergency'))
                     + interval '1 hour' AS due
              FROM legal_message WHERE closed_at IS NULL HAVING count(*) > 0
            """)
        .query((row, _) ->
            new Waiting(row.getLong(1), row.getTimestamp("since").toInstant(), instant(row, "due")))
        .optional();
  }

  void close(UUID id, Message.Became became, Instant now) {
    jdbc.sql(
            """
            UPDATE legal_message SET closed_at = :now, order_id = :order, disclosure = :disclosure,
                                     closed_why = :why
             WHERE id = :id
            """)
        .param("now", time(now))
        .param("order", became.order())
        .param("disclosure", became.disclosure())
        .param("why", became.why())
        .param("id", id)
        .update();
  }

  /** The message that a request for data was taken in from. */
  Optional<Message> ofDisclosure(UUID disclosure) {
    return jdbc.sql("SELECT * FROM legal_message WHERE disclosure = ? ORDER BY received_at LIMIT 1")
        .param(disclosure)
        .query(MessageRows::map)
        .optional();
  }

  /** The message that an order to remove was taken in from. */
  Optional<Message> ofOrder(UUID order) {
    return jdbc.sql("SELECT * FROM legal_message WHERE order_id = ? ORDER BY received_at LIMIT 1")
        .param(order)
        .query(MessageRows::map)
        .optional();
  }

  /** The same for a request for data of an emergency, whose quarters are those of the hour. */
  void calledForDisclosure(UUID disclosure, UUID message) {
    jdbc.sql(
            """
            INSERT INTO legal_disclosure_alarm (disclosure, quarter, raised_at)
            SELECT ?, minute / 15, min(raised_at) FROM legal_message_alarm
             WHERE message = ? AND minute BETWEEN 15 AND 60 GROUP BY minute / 15
            ON CONFLICT DO NOTHING
            """)
        .params(disclosure, message)
        .update();
  }

  /** What called while the message waited does not call again for the order that it became. */
  void calledFor(UUID order, UUID message) {
    jdbc.sql(
            """
            INSERT INTO legal_alarm (order_id, minute, raised_at)
            SELECT ?, minute, raised_at FROM legal_message_alarm WHERE message = ? AND minute > 0
            ON CONFLICT DO NOTHING
            """)
        .params(order, message)
        .update();
  }

  /** All certificates of the registry, also of those who left it. */
  List<MailCheck.Known> certificates() {
    return jdbc.sql(
            """
            SELECT id, certificate, verified_at IS NOT NULL AND ended_at IS NULL AS stands
              FROM legal_authority WHERE certificate IS NOT NULL
             ORDER BY ended_at IS NOT NULL, verified_at IS NULL, id
            """)
        .query((row, _) ->
            new MailCheck.Known(
                row.getObject("id", UUID.class),
                row.getBoolean("stands"),
                row.getString("certificate")))
        .list();
  }

  private static Message map(ResultSet row, int number) throws SQLException {
    return new Message(
        row.getObject("id", UUID.class),
        row.getString("reference"),
        new PlatformId(row.getString("platform")),
        row.getTimestamp("received_at").toInstant(),
        new Said(
            Wish.valueOf(row.getString("wish").toUpperCase(Locale.ROOT)),
            row.getString("authority"),
            row.getString("state"),
            row.getString("named"),
            row.getString("ground"),
            row.getString("account"),
            Arrays.asList((String[]) row.getArray("posts").getArray()),
            row.getString("contact"),
            row.getString("text")),
        mail(row),
        new RecordId(row.getObject("record", UUID.class)),
        new Message.Became(
            row.getObject("order_id", UUID.class),
            row.getObject("disclosure", UUID.class),
            row.getString("closed_why")),
        instant(row, "closed_at"));
  }

  private static @Nullable Mail mail(ResultSet row) throws SQLException {
    String verdict = row.getString("verdict");
    return verdict == null
        ? null
        : new Mail(
            MailCheck.Verdict.ofCode(verdict),
            row.getString("why"),
            row.getObject("signer", UUID.class),
            instant(row, "signed_at"),
            row.getString("sha256"),
            row.getLong("bytes"),
            JSON.readValue(row.getString("attachments"), ATTACHMENTS),
            row.getString("sealed") != null,
            instant(row, "arrived_at"));
  }
}
