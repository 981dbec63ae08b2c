package reeve.server.watch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Profile;

/**
 * What a stream has told of accounts, in the database, so that it moves with the stream's cursor. A
 * batch of events loads whom it names, changes them in order, and stores what changed.
 */
@Component
public class People {
  private final JdbcClient db;

  People(JdbcClient db) {
    this.db = db;
  }

  /** The accounts of one batch. Of one thread. */
  static final class Gathered {
    private final Map<String, Person> people = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    /** The account; one that no event told of has nothing but its id. */
    Person get(String account) {
      return people.computeIfAbsent(account, Person::new);
    }

    /** The account, which is about to change. */
    Person change(String account) {
      changed.add(account);
      return get(account);
    }

    void profile(Profile profile) {
      String account = profile.account().nativeId();
      if (get(account).tell(profile)) {
        changed.add(account);
      }
    }
  }

  /**
   * A new log begins with the accounts as the log that followed last knew them: the stream may have
   * let go of what told of them. What it still tells is counted upon that until the next profile
   * says the numbers.
   */
  void inherit(String log, PlatformId platform) {
    db.sql(
            """
            insert into watch_person (log, platform, account, handle, display_name, bio, location,
              avatar, state, created_at, followers, following, posts, fields)
            select :log, platform, account, handle, display_name, bio, location, avatar, state,
              created_at, followers, following, posts, fields
            from watch_person
            where platform = :platform and log = (
              select log from watch_cursor where stream = :platform and log <> :log
              order by at desc limit 1)
            on conflict do nothing
            """)
        .param("log", log)
        .param("platform", platform.value())
        .update();
  }

  /**
   * Loads what is known of some accounts.
   *
   * @param log whose cursor the accounts move with
   */
  Gathered load(String log, PlatformId platform, Collection<String> accounts) {
    Gathered gathered = new Gathered();
    db.sql(
            """
            select p.* from (select distinct unnest(?::text[]) as account) k
            join watch_person p on p.log = ? and p.platform = ? and p.account = k.account
            """)
        .params(accounts.toArray(String[]::new), log, platform.value())
        .query((row, _) -> person(row))
        .list()
        .forEach(person -> gathered.people.put(person.id, person));
    return gathered;
  }

  /**
   * What streams have told of some accounts; nothing of those that none told of.
   *
   * @param log as {@link Journal#id}
   */
  public Map<AccountRef, Person> find(String log, Collection<AccountRef> accounts) {
    Map<AccountRef, Person> found = new HashMap<>();
    db.sql(
            """
            select p.* from (select distinct * from unnest(?::text[], ?::text[]) u (platform, account)) k
            join watch_person p
              on p.log = ? and p.platform = k.platform and p.account = k.account
            """)
        .params(
            accounts.stream().map(it -> it.platform().value()).toArray(String[]::new),
            accounts.stream().map(AccountRef::nativeId).toArray(String[]::new),
            log)
        .query(row -> {
          Person person = person(row);
          found.put(new AccountRef(new PlatformId(row.getString("platform")), person.id), person);
        });
    return found;
  }

  private static Person person(ResultSet row) throws SQLException {
    Person person = new Person(row.getString("account"));
    person.handle = row.getString("handle");
    person.displayName = row.getString("display_name");
    person.bio = row.getString("bio");
    person.location = row.getString("location");
    person.fields = row.getString("fields");
    person.avatar = row.getString("avatar");
    person.state = row.getString("state");
    person.createdAt = row.getTimestamp("created_at").toInstant();
    person.followers = row.getLong("followers");
    person.following = row.getLong("following");
    person.posts = row.getLong("posts");
    return person;
  }

  /**
   * In the caller's transaction; rows in the order of their keys, so that nobody waits in a ring.
   */
  void store(String log, PlatformId platform, Gathered gathered) {
    Map<String, Person> sorted = new TreeMap<>();
    gathered.changed.forEach(account -> sorted.put(account, gathered.get(account)));
    List<Person> rows = sorted.values().stream().filter(Person::known).toList();
    if (rows.isEmpty()) {
      return;
    }
    db.sql(
            """
            insert into watch_person as p
            select :log, :platform, k.* from unnest(:accounts::text[], :handles::text[], :names::text[],
              :bios::text[], :places::text[], :avatars::text[], :states::text[],
              :created::timestamptz[], :followers::bigint[], :following::bigint[],
              :posts::bigint[], :fields::text[]) k
            on conflict (log, platform, account) do update
            set handle = excluded.handle, display_name = excluded.display_name,
                bio = excluded.bio, location = excluded.location, avatar = excluded.avatar,
                state = excluded.state, created_at = excluded.created_at,
                followers = excluded.followers, following = excluded.following,
                posts = excluded.posts, fields = excluded.fields
            """)
        .param("log", log)
        .param("platform", platform.value())
        .param("accounts", column(rows, p -> p.id))
        .param("handles", column(rows, p -> storable(p.handle)))
        .param("names", column(rows, p -> storable(p.displayName)))
        .param("bios", column(rows, p -> storable(p.bio)))
        .param("places", column(rows, p -> storable(p.location)))
        .param("avatars", column(rows, p -> p.avatar))
        .param("states", column(rows, p -> p.state))
        .param("created", column(rows, p -> p.createdAt.toString()))
        .param("followers", column(rows, p -> Long.toString(p.followers)))
        .param("following", column(rows, p -> Long.toString(p.following)))
        .param("posts", column(rows, p -> Long.toString(p.posts)))
        .param("fields", column(rows, p -> storable(p.fields)))
        .update();
  }

  private static @Nullable String[] column(
      List<Person> rows, Function<Person, @Nullable String> value) {
    List<@Nullable String> column = new ArrayList<>(rows.size());
    rows.forEach(row -> column.add(value.apply(row)));
    return column.toArray(new @Nullable String[0]);
  }

  /** PostgreSQL holds any character but NUL. */
  private static String storable(String text) {
    return text.replace("\0", "");
  }
}
