package reeve.server.staff;

import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
final class PostgresLeases implements Leases {
  private final JdbcClient jdbc;

  PostgresLeases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Lease> take(String name, Duration length) {
    return jdbc.sql(
            """
            INSERT INTO staff_lease AS held (name, number, expires)
            VALUES (:name, 1, clock_timestamp() + :millis * interval '1 millisecond')
            ON CONFLICT (name) DO UPDATE
            SET number = held.number + 1, expires = excluded.expires
            WHERE held.expires <= clock_timestamp()
            RETURNING number
            """)
        .param("name", name)
        .param("millis", length.toMillis())
        .query(Long.class)
        .optional()
        .map(number -> new Held(name, number, length));
  }

  private final class Held implements Lease {
    private final String name;
    private final long number;
    private final Duration length;

    Held(String name, long number, Duration length) {
      this.name = name;
      this.number = number;
      this.length = length;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public boolean beat() {
      return jdbc.sql(
                  """
                  UPDATE staff_lease
                  SET expires = clock_timestamp() + :millis * interval '1 millisecond'
                  WHERE name = :name AND number = :number
                  """)
              .param("millis", length.toMillis())
              .param("name", name)
              .param("number", number)
              .update()
          == 1;
    }

    @Override
    public void confirm() {
      // The share lock lets a heart-beat of ours wait, and a take-over too.
      boolean ours =
          jdbc.sql("SELECT 1 FROM staff_lease WHERE name = ? AND number = ? FOR SHARE")
              .params(name, number)
              .query(Integer.class)
              .optional()
              .isPresent();
      if (!ours) {
        throw new LeaseLost(name);
      }
    }

    @Override
    public void close() {
      jdbc.sql(
              """
              UPDATE staff_lease SET expires = clock_timestamp()
              WHERE name = ? AND number = ?
              """)
          .params(name, number)
          .update();
    }
  }
}
