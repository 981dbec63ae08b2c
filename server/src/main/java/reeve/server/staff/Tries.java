package reeve.server.staff;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

/**
 * Holds back who guesses. Every try is written down before it is judged, and a right one is taken
 * out again: so a hundred tries at once are counted like a hundred in a row. Names are counted as
 * typed, whether a member has them or not.
 */
@Component
final class Tries {
  private static final Kind BURST = new Kind("staff.sign-in-burst", 1);

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final StaffSettings settings;
  private final Records records;
  private final TransactionTemplate transaction;

  Tries(
      JdbcClient jdbc,
      InstantSource clock,
      StaffSettings settings,
      Records records,
      TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.settings = settings;
    this.records = records;
    this.transaction = transaction;
  }

  /** A try that counts as wrong until it is found right. */
  record Try(long id, String name) {}

  /**
   * Begins a try.
   *
   * @throws Refused when the name or the address has had too many
   */
  Try begin(String name, String address) {
    return transaction.execute(t -> count(name, address));
  }

  private Try count(String name, String address) {
    Instant now = clock.instant();
    byte[] nameKey = key(name);
    String addressKey = network(address);
    // One at a time for a name and for an address: the count below sees every try before.
    jdbc.sql(
            "SELECT pg_advisory_xact_lock(hashtextextended(k, 7)) FROM unnest(?::text[]) k ORDER BY k")
        .param(new String[] {"try:" + Arrays.hashCode(nameKey), "try:" + addressKey})
        .query()
        .listOfRows();
    Counts before =
        jdbc.sql(
                """
                SELECT (SELECT count(*) FROM staff_try WHERE name = :name AND at > :since) AS name,
                       (SELECT count(*) FROM staff_try WHERE address = :address AND at > :since)
                         AS address
                """)
            .param("name", nameKey)
            .param("address", addressKey)
            .param("since", Timestamp.from(now.minus(settings.triesWithin())))
            .query(Counts.class)
            .single();
    if (before.name >= settings.triesPerName() || before.address >= settings.triesPerAddress()) {
      throw new Refused(
          StaffProblem.TOO_MANY_TRIES,
          "There were too many wrong tries with this name or from this address. Wait %d minutes and"
                  .formatted(settings.triesWithin().toMinutes())
              + " try again. If it was not you, tell an administrator.");
    }
    if (before.name + 1 == settings.triesPerName()
        || before.address + 1 == settings.triesPerAddress()) {
      records.append(
          new Entry(
              BURST,
              null,
              new Actor.Worker("sign-in"),
              null,
              Map.of(),
              Map.of("name", cut(name), "address", address)));
    }
    long id =
        jdbc.sql("INSERT INTO staff_try (name, address, at) VALUES (?, ?, ?) RETURNING id")
            .params(nameKey, addressKey, Timestamp.from(now))
            .query(Long.class)
            .single();
    return new Try(id, name);
  }

  /** The try was right: it and the wrong ones before it with this name no longer count. */
  void right(Try it) {
    jdbc.sql("DELETE FROM staff_try WHERE id = ? OR name = ?")
        .params(it.id(), key(it.name()))
        .update();
  }

  /** The try was half of a right one: it does not count, those before do. */
  void halfRight(Try it) {
    jdbc.sql("DELETE FROM staff_try WHERE id = ?").param(it.id()).update();
  }

  /** Forgets tries that no longer count. */
  void forget() {
    jdbc.sql("DELETE FROM staff_try WHERE at < ?")
        .param(Timestamp.from(clock.instant().minus(settings.triesWithin())))
        .update();
  }

  private record Counts(long name, long address) {}

  private static byte[] key(String name) {
    return Token.hash(name.strip().toLowerCase(Locale.ROOT));
  }

  private static String cut(String name) {
    return name.codePoints()
        .filter(c -> c < 0xd800 || c > 0xdfff)
        .limit(60)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whoever has one IPv6 address has the other 2^64 of its network too. */
  static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      if (bytes.length == 16) {
        Arrays.fill(bytes, 8, 16, (byte) 0);
      }
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (IllegalArgumentException | UnknownHostException e) {
      return address;
    }
  }
}
