package reeve.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A provisioned Reeve database.
 *
 * @param url JDBC, without user and password
 * @param owner owns both schemas and runs the migrations
 * @param roles what the applications sign in as; none of them may change the schema
 */
public record Database(String url, Credentials owner, Map<Schema, Credentials> roles) {
  public Database {
    roles = Map.copyOf(roles);
  }

  public Credentials role(Schema schema) {
    var role = roles.get(schema);
    if (role == null) {
      throw new IllegalStateException("no role was provisioned for " + schema);
    }
    return role;
  }

  /** A connection as the owner. */
  public Connection connect() throws SQLException {
    return connect(owner);
  }

  /** A connection as one of the applications. */
  public Connection connect(Schema schema) throws SQLException {
    return connect(role(schema));
  }

  /** What a Spring application over one of the schemas is started with. */
  public Map<String, String> springProperties(Schema schema) {
    var properties = new LinkedHashMap<String, String>();
    properties.put("spring.datasource.url", url);
    properties.put("spring.datasource.username", role(schema).user());
    properties.put("spring.datasource.password", role(schema).password());
    // The driver says the machine's zone otherwise: days and months would begin and end by it.
    properties.put("spring.datasource.hikari.connection-init-sql", "SET TIME ZONE 'UTC'");
    properties.put("spring.flyway.url", url);
    properties.put("spring.flyway.user", owner.user());
    properties.put("spring.flyway.password", owner.password());
    properties.put("spring.flyway.schemas", schema.sqlName());
    properties.put("spring.flyway.default-schema", schema.sqlName());
    properties.put("spring.flyway.create-schemas", "false");
    properties.put("spring.flyway.locations", "classpath:" + schema.sqlName() + "/db");
    // A migration that this version does not know means a newer database: refuse, do not ignore.
    properties.put("spring.flyway.ignore-migration-patterns", "");
    properties.put("spring.flyway.placeholders.role", role(schema).user());
    return properties;
  }

  private Connection connect(Credentials as) throws SQLException {
    return DriverManager.getConnection(url, as.user(), as.password());
  }
}
