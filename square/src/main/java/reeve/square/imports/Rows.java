package reeve.square.imports;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.square.base.AccountId;
import reeve.square.base.Origin;
import reeve.square.base.PostId;
import reeve.square.base.Times;
import reeve.square.outbox.Event;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a {@link Draft} came to, and its events, in the connection's transaction. */
final class Rows {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Connection connection;
  private final String town;
  private final Origin origin;
  private final Flags flags;

  Rows(Connection connection, String town, Origin origin, Flags flags) {
    this.connection = connection;
    this.town = town;
    this.origin = origin;
    this.flags = flags;
  }

  /** How many of the pairs of a draft were new. */
  record Written(int boosts, int favourites, int follows) {
    long skipped(Draft draft) {
      return (long) draft.boosts.size()
          - boosts
          + draft.favourites.size()
          - favourites
          + draft.follows.size()
          - follows;
    }
  }

  Written write(Draft draft) throws SQLException {
    List<Event> events = new ArrayList<>();
    accounts(draft, events);
    posts(draft, events);
    int boosts = boosts(draft, events);
    int favourites = favourites(draft);
    int follows = follows(draft, events);
    flags.write(draft.reports, events);
    outbox(events);
    return new Written(boosts, favourites, follows);
  }

  private void accounts(Draft draft, List<Event> events) throws SQLException {
    CopyRows rows =
        new CopyRows(
            """
            accounts (id, handle, display_name, bio, location, fields, avatar, locked, language,
              created_at, origin, town, native_id, client, source_followers, source_following)\
            """);
    for (Draft.NewAccount account : draft.accounts) {
      TownLine.Account line = account.line();
      List<Event.Field> fields =
          line.fields().stream().map(f -> new Event.Field(f.name(), f.value())).toList();
      @Nullable String avatar = account.avatar() == null ? null : account.avatar().sha256();
      rows.row()
          .bigint(account.id())
          .text(account.handle())
          .text(line.displayName())
          .text(line.bio())
          .text(line.location())
          .jsonb(JSON.writeValueAsString(fields))
          .text(avatar)
          .bool(line.locked())
          .text(line.language())
          .time(line.createdAt())
          .text(origin.word())
          .text(town)
          .text(line.id())
          .text(line.client())
          .bigint(line.followers())
          .bigint(line.following());
      events.add(
          new Event.AccountCreated(
              line.createdAt(),
              new Event.AccountShape(
                  Long.toString(account.id()),
                  account.handle(),
                  line.displayName(),
                  line.bio(),
                  line.location(),
                  fields,
                  avatar,
                  Times.iso(line.createdAt()),
                  "active",
                  origin.word(),
                  orZero(line.followers()),
                  orZero(line.following()),
                  0,
                  null)));
    }
    rows.send(connection);
  }

  private void posts(Draft draft, List<Event> events) throws SQLException {
    CopyRows posts =
        new CopyRows(
            """
            posts (id, account_id, at, text, language, visibility, reply_to, origin, town,
              native_id, client)\
            """);
    CopyRows tags = new CopyRows("post_tags (tag, post_id)");
    CopyRows mentions = new CopyRows("mentions (post_id, account_id)");
    CopyRows media =
        new CopyRows(
            "media (id, account_id, post_id, position, sha256, description, key, created_at)");
    for (Draft.NewPost post : draft.posts) {
      TownLine.Post line = post.line();
      posts
          .row()
          .bigint(post.id())
          .bigint(post.account())
          .time(line.at())
          .text(line.text())
          .text(line.language())
          .text(line.visibility().word())
          .bigint(post.replyTo())
          .text(origin.word())
          .text(town)
          .text(line.id())
          .text(line.client());
      post.tags().forEach(tag -> tags.row().text(tag).bigint(post.id()));
      post.mentions().forEach(mentioned -> mentions.row().bigint(post.id()).bigint(mentioned));
      int position = 0;
      for (Draft.Attached picture : post.pictures()) {
        media
            .row()
            .bigint(picture.id())
            .bigint(post.account())
            .bigint(post.id())
            .smallint(position++)
            .text(picture.stored().sha256())
            .text(picture.description())
            .text(picture.key())
            .time(line.at());
      }
      if (line.visibility().open()) {
        events.add(new Event.PostCreated(shape(post)));
      }
    }
    posts.send(connection);
    tags.send(connection);
    mentions.send(connection);
    media.send(connection);
  }

  private Event.PostShape shape(Draft.NewPost post) {
    TownLine.Post line = post.line();
    return new Event.PostShape(
        Long.toString(post.id()),
        Long.toString(post.account()),
        Times.iso(line.at()),
        line.text(),
        line.language(),
        line.visibility().word(),
        origin.word(),
        post.replyTo() == null ? null : post.replyTo().toString(),
        post.mentions().stream().map(String::valueOf).toList(),
        post.pictures().stream()
            .map(p ->
                new Event.Picture(
                    p.stored().sha256(),
                    p.stored().type(),
                    p.stored().width(),
                    p.stored().height(),
                    p.description()))
            .toList());
  }

  private int boosts(Draft draft, List<Event> events) throws SQLException {
    Set<Draft.Pair> fresh =
        insert(
            """
            insert into posts (id, account_id, at, text, visibility, boost_of, origin)
            select t.id, t.account, t.at, '', t.visibility, t.post, ?
            from unnest(?::bigint[], ?::bigint[], ?::timestamptz[], ?::bigint[], ?::text[])
              as t (account, post, at, id, visibility)
            on conflict (boost_of, account_id)
              where boost_of is not null and deleted_at is null do nothing
            returning account_id, boost_of
            """,
            draft.boosts.keySet(),
            draft.boosts.values().stream().map(Draft.NewBoost::at).toList(),
            draft.boosts.values().stream().map(Draft.NewBoost::id).toArray(),
            draft.boosts.values().stream().map(b -> b.post().visibility().word()).toArray());
    for (Map.Entry<Draft.Pair, Draft.NewBoost> boost : draft.boosts.entrySet()) {
      if (fresh.contains(boost.getKey())) {
        events.add(
            new Event.Boosted(
                boost.getValue().at(),
                origin,
                new AccountId(boost.getKey().account()),
                new PostId(boost.getKey().other()),
                new AccountId(boost.getValue().post().account())));
      }
    }
    return fresh.size();
  }

  private int favourites(Draft draft) throws SQLException {
    return insert(
            """
            insert into favourites (account_id, post_id, at)
            select t.account, t.post, t.at
            from unnest(?::bigint[], ?::bigint[], ?::timestamptz[]) as t (account, post, at)
            on conflict do nothing
            returning account_id, post_id
            """,
            draft.favourites.keySet(),
            List.copyOf(draft.favourites.values()))
        .size();
  }

  private int follows(Draft draft, List<Event> events) throws SQLException {
    Set<Draft.Pair> fresh =
        insert(
            """
            insert into follows (follower, target, at)
            select t.follower, t.target, t.at
            from unnest(?::bigint[], ?::bigint[], ?::timestamptz[]) as t (follower, target, at)
            on conflict do nothing
            returning follower, target
            """,
            draft.follows.keySet(),
            List.copyOf(draft.follows.values()));
    draft.follows.forEach((pair, at) -> {
      if (fresh.contains(pair)) {
        events.add(
            new Event.Followed(
                at, origin, new AccountId(pair.account()), new AccountId(pair.other())));
      }
    });
    return fresh.size();
  }

  /**
   * Runs an insert of pairs and gives back the new ones.
   *
   * @param boosts ids and visibilities, where the pairs are boosts
   */
  private Set<Draft.Pair> insert(
      String sql, Set<Draft.Pair> pairs, List<Instant> times, Object[]... boosts)
      throws SQLException {
    Set<Draft.Pair> fresh = new HashSet<>();
    if (pairs.isEmpty()) {
      return fresh;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int at = 1;
      if (boosts.length > 0) {
        statement.setString(at++, origin.word());
      }
      statement.setArray(at++, bigints(pairs.stream().map(Draft.Pair::account).toArray()));
      statement.setArray(at++, bigints(pairs.stream().map(Draft.Pair::other).toArray()));
      statement.setArray(
          at++, connection.createArrayOf("timestamptz", times.stream().map(Times::iso).toArray()));
      if (boosts.length > 0) {
        statement.setArray(at++, bigints(boosts[0]));
        statement.setArray(at, connection.createArrayOf("text", boosts[1]));
      }
      try (ResultSet made = statement.executeQuery()) {
        while (made.next()) {
          fresh.add(new Draft.Pair(made.getLong(1), made.getLong(2)));
        }
      }
    }
    return fresh;
  }

  private Array bigints(Object[] values) throws SQLException {
    return connection.createArrayOf("bigint", values);
  }

  /** The columns' defaults are asked for once a transaction instead of once a row. */
  private void outbox(List<Event> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    CopyRows rows = new CopyRows("outbox (epoch, tx, body)");
    String sql = "select outbox_epoch(), pg_current_xact_id()::text";
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet found = query.executeQuery()) {
      found.next();
      int epoch = found.getInt(1);
      long tx = Long.parseLong(found.getString(2));
      for (Event event : events) {
        rows.row().integer(epoch).bigint(tx).bytes(JSON.writeValueAsBytes(event));
      }
    }
    rows.send(connection);
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
