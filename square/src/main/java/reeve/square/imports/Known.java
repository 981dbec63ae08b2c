package reeve.square.imports;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Visibility;

/** What of a town is in the square already. Accounts are remembered from batch to batch. */
final class Known {
  /** How many accounts are remembered at the most. */
  private static final int MAX_REMEMBERED = 400_000;

  private final Connection connection;
  private final String town;
  private final Map<String, Long> remembered = new HashMap<>();

  Known(Connection connection, String town) {
    this.connection = connection;
    this.town = town;
  }

  /** A post by the square's ids. */
  record PostRow(long id, long account, Visibility visibility) {}

  /** Looks accounts up by the ids of their source, so that {@link #account} knows them. */
  void loadAccounts(Set<String> nativeIds) throws SQLException {
    Set<String> unknown = new HashSet<>(nativeIds);
    unknown.removeAll(remembered.keySet());
    if (unknown.isEmpty()) {
      return;
    }
    if (remembered.size() + unknown.size() > MAX_REMEMBERED) {
      remembered.clear();
      unknown.addAll(nativeIds);
    }
    String sql = "select native_id, id from accounts where town = ? and native_id = any(?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, town);
      query.setArray(2, texts(unknown));
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          remembered.put(found.getString(1), found.getLong(2));
        }
      }
    }
  }

  @Nullable Long account(String nativeId) {
    return remembered.get(nativeId);
  }

  /** Remembers accounts whose transaction has committed. */
  void remember(Map<String, Long> accounts) {
    remembered.putAll(accounts);
  }

  /** Finds posts by the ids of their source. */
  Map<String, PostRow> posts(Collection<String> nativeIds) throws SQLException {
    Map<String, PostRow> posts = new HashMap<>();
    if (nativeIds.isEmpty()) {
      return posts;
    }
    String sql =
        """
        select native_id, id, account_id, visibility from posts
        where town = ? and native_id = any(?)
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, town);
      query.setArray(2, texts(nativeIds));
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          Visibility visibility = Visibility.parse(found.getString(4));
          posts.put(
              found.getString(1), new PostRow(found.getLong(2), found.getLong(3), visibility));
        }
      }
    }
    return posts;
  }

  /** Finds accounts of the town by handle. */
  Map<String, Long> handles(Collection<String> lowerCase) throws SQLException {
    Map<String, Long> ids = new HashMap<>();
    if (lowerCase.isEmpty()) {
      return ids;
    }
    String sql =
        """
        select lower(handle), id from accounts
        where lower(handle) collate "C" = any(?) and town = ?
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setArray(1, texts(lowerCase));
      query.setString(2, town);
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          ids.put(found.getString(1), found.getLong(2));
        }
      }
    }
    return ids;
  }

  /** Which of the handles anybody in the square has. */
  Set<String> taken(Collection<String> lowerCase) throws SQLException {
    Set<String> taken = new HashSet<>();
    if (lowerCase.isEmpty()) {
      return taken;
    }
    String sql = "select lower(handle) from accounts where lower(handle) collate \"C\" = any(?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setArray(1, texts(lowerCase));
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          taken.add(found.getString(1));
        }
      }
    }
    return taken;
  }

  /** Which reports are there, by the ids of their source. */
  Set<String> reports(Collection<String> nativeIds) throws SQLException {
    Set<String> there = new HashSet<>();
    if (nativeIds.isEmpty()) {
      return there;
    }
    String sql = "select native_id from reports where town = ? and native_id = any(?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, town);
      query.setArray(2, texts(nativeIds));
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          there.add(found.getString(1));
        }
      }
    }
    return there;
  }

  /** Ids of the square rules in force. */
  Set<String> rules() throws SQLException {
    Set<String> rules = new HashSet<>();
    String sql =
        """
        select id from square_rules
        where version = (select max(version) from square_rules)
        """;
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet found = query.executeQuery()) {
      while (found.next()) {
        rules.add(found.getString(1));
      }
    }
    return rules;
  }

  private Array texts(Collection<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }
}
