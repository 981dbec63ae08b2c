package reeve.server.legal;

import static reeve.server.legal.AuthorityRows.time;

import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The mail addresses and numbers that came in the name of an authority, one row each. */
@Component
final class NamedRows {
  private final JdbcClient jdbc;

  NamedRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Keeps what a message names, wherever in it.
   *
   * @param source the message, or what was taken in from it
   * @param at when it came
   */
  void add(UUID source, Instant at, String... texts) {
    String[] keys = Mentions.in(String.join("\n", texts)).toArray(String[]::new);
    if (keys.length > 0) {
      jdbc.sql(
              """
              INSERT INTO legal_named (source, key, at)
              SELECT :source, key, CAST(:at AS timestamptz) FROM unnest(:keys) key
              ON CONFLICT DO NOTHING
              """)
          .param("source", source)
          .param("at", time(at))
          .param("keys", keys)
          .update();
    }
  }

  /** Whether a message named the contact before it stood in the registry. */
  boolean before(Contact contact) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM legal_named WHERE key = ANY (:keys) AND at <= :added)
                OR EXISTS (SELECT 1 FROM legal_contact
                            WHERE from_message AND key = :key AND added_at <= :added)
                OR EXISTS (SELECT 1 FROM legal_order
                            WHERE contact_key = :key AND received_at <= :added)
                OR EXISTS (SELECT 1 FROM legal_disclosure
                            WHERE contact_key = :key AND received_at <= :added)
                OR EXISTS (SELECT 1 FROM legal_message
                            WHERE contact_key = :key AND received_at <= :added)
            """)
        .param("keys", Mentions.of(contact.value()).toArray(String[]::new))
        .param("key", Contact.key(contact.value()))
        .param("added", time(contact.addedAt()))
        .query(Boolean.class)
        .single();
  }
}
