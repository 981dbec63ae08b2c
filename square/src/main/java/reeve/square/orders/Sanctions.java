package reeve.square.orders;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.accounts.MailBan;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Ids;
import reeve.square.base.Times;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareAction.Field;

/**
 * Takes and gives back. What each order took stands in {@code taken}; how an account and its posts
 * stand is worked out from the rows that are not undone, so that giving back one order's takings
 * leaves another's in force.
 */
@Component
final class Sanctions {
  private final Clocked db;
  private final MailBan mailBan;

  Sanctions(Clocked db, MailBan mailBan) {
    this.db = db;
    this.mailBan = mailBan;
  }

  /** Whether the posts that an action names, if any, are the account's. */
  boolean ownsPosts(AccountId account, SquareAction action) {
    List<String> posts =
        switch (action) {
          case SquareAction.RemovePosts remove -> remove.posts();
          case SquareAction.Seal seal -> seal.posts();
          case SquareAction.Warn w -> List.of();
          case SquareAction.ClearField c -> List.of();
          case SquareAction.Limit l -> List.of();
          case SquareAction.Suspend s -> List.of();
          case SquareAction.Reinstate r -> List.of();
          case SquareAction.Deliver d -> List.of();
          case SquareAction.ApproveSignUp a -> List.of();
          case SquareAction.RefuseSignUp r -> List.of();
          case SquareAction.IssueLink l -> List.of();
          case SquareAction.Hold h -> List.of();
          case SquareAction.ReleaseHold r -> List.of();
          // It says itself which of them it does not give.
          case SquareAction.HandOver h -> List.of();
        };
    if (posts.isEmpty()) {
      return true;
    }
    if (posts.stream().anyMatch(id -> Ids.orZero(id) == 0)) {
      return false;
    }
    long own =
        db.sql("select count(*) from posts where id = any (:ids) and account_id = :account")
            .param("ids", ids(posts))
            .param("account", account.value())
            .query(Long.class)
            .single();
    return own == posts.stream().distinct().count();
  }

  /**
   * Whether there is nothing left to remove, since the author deleted all that the action names.
   */
  boolean goneBefore(SquareAction action) {
    return action instanceof SquareAction.RemovePosts remove
        && !remove.posts().isEmpty()
        && db.sql(
                "select not exists (select from posts where id = any (:ids) and deleted_at is null)")
            .param("ids", ids(remove.posts()))
            .query(Boolean.class)
            .single();
  }

  void removePosts(AccountId account, UUID order, List<String> posts) {
    take(account, order, "post", posts);
    db.sql("update posts set removed_at = coalesce(removed_at, :now) where id = any (:ids)")
        .param("ids", ids(posts))
        .update();
  }

  /** The pictures go too, wherever else they are shown. */
  void seal(AccountId account, UUID order, List<String> posts) {
    take(account, order, "seal", posts);
    db.sql("update posts set sealed_at = coalesce(sealed_at, :now) where id = any (:ids)")
        .param("ids", ids(posts))
        .update();
    db.sql(
            """
            update pictures set sealed_at = coalesce(sealed_at, :now)
            where sha256 in (select sha256 from media where post_id = any (:ids))
            """)
        .param("ids", ids(posts))
        .update();
  }

  boolean clear(AccountId account, UUID order, Field field) {
    db.sql(
            """
            insert into taken (order_id, account_id, part, item, value)
            select :order, a.id, 'field', :field, to_jsonb(a.%1$s) from accounts a where a.id = :account
            """
                .formatted(column(field)))
        .param("order", order)
        .param("field", field.name().toLowerCase(Locale.ROOT))
        .param("account", account.value())
        .update();
    db.sql("update accounts set %s = %s where id = :id".formatted(column(field), empty(field)))
        .param("id", account.value())
        .update();
    return true;
  }

  boolean limit(AccountId account, UUID order, @Nullable Instant until) {
    takeUntil(account, order, "limit", until);
    return settle(account);
  }

  boolean suspend(AccountId account, UUID order, @Nullable Instant until) {
    takeUntil(account, order, "suspend", until);
    if (until == null) {
      mailBan.ban(account);
    }
    return settle(account);
  }

  /** Gives back what the orders took, but for what another order took as well. */
  boolean undo(AccountId account, List<UUID> orders) {
    List<Taking> given =
        db.sql(
                """
                update taken set undone_at = :now
                where order_id = any (:orders) and account_id = :account and undone_at is null
                returning part, item, value::text as value
                """)
            .param("orders", orders.toArray(UUID[]::new))
            .param("account", account.value())
            .query((row, n) ->
                new Taking(row.getString("part"), row.getString("item"), row.getString("value")))
            .list();
    Long[] posts =
        given.stream()
            .filter(row -> row.part().equals("post") || row.part().equals("seal"))
            .map(row -> Long.valueOf(row.item()))
            .toArray(Long[]::new);
    if (posts.length > 0) {
      uncover(posts);
    }
    for (Taking row : given) {
      if (row.part().equals("field")) {
        restore(account, Field.valueOf(row.item().toUpperCase(Locale.ROOT)), row.value());
      }
    }
    if (!permanentlySuspended(account)) {
      mailBan.lift(account);
    }
    return settle(account);
  }

  private void uncover(Long[] posts) {
    db.sql(
            """
            update posts p set
              removed_at = case when exists (select from taken t where t.undone_at is null
                and t.account_id = p.account_id and t.part = 'post' and t.item = p.id::text)
                then removed_at end,
              sealed_at = case when exists (select from taken t where t.undone_at is null
                and t.account_id = p.account_id and t.part = 'seal' and t.item = p.id::text)
                then sealed_at end
            where p.id = any (:ids)
            """)
        .param("ids", posts)
        .update();
    db.sql(
            """
            update pictures i set sealed_at = null
            where i.sealed_at is not null
              and i.sha256 in (select sha256 from media where post_id = any (:ids))
              and not exists (select from media m join posts p on p.id = m.post_id
                where m.sha256 = i.sha256 and p.sealed_at is not null)
            """)
        .param("ids", posts)
        .update();
  }

  /**
   * A field comes back unless its holder has filled it since; where another order cleared it too,
   * that one keeps the value to give back in its turn.
   */
  private void restore(AccountId account, Field field, @Nullable String kept) {
    String item = field.name().toLowerCase(Locale.ROOT);
    String value = kept == null ? "null" : kept;
    int handedOn =
        db.sql(
                """
                update taken set value = :value::jsonb
                where account_id = :account and part = 'field' and item = :item and undone_at is null
                  and value in ('""'::jsonb, '[]'::jsonb, 'null'::jsonb)
                """)
            .param("value", value)
            .param("account", account.value())
            .param("item", item)
            .update();
    if (handedOn > 0) {
      return;
    }
    String column = column(field);
    String typed = field == Field.FIELDS ? ":value::jsonb" : "(:value::jsonb #>> '{}')";
    db.sql(
            """
            update accounts set %1$s = %2$s
            where id = :id and %1$s is not distinct from %3$s and %2$s is not null
            """
                .formatted(column, typed, empty(field)))
        .param("value", value)
        .param("id", account.value())
        .update();
  }

  private boolean permanentlySuspended(AccountId account) {
    return db.sql(
            """
            select exists (select from taken where account_id = :account and part = 'suspend'
              and undone_at is null and until = 'infinity')
            """)
        .param("account", account.value())
        .query(Boolean.class)
        .single();
  }

  private boolean settle(AccountId account) {
    db.sql(
            """
            update accounts set
              suspended_until = (select max(until) from taken
                where account_id = :account and part = 'suspend' and undone_at is null),
              limited_until = (select max(until) from taken
                where account_id = :account and part = 'limit' and undone_at is null)
            where id = :account
            """)
        .param("account", account.value())
        .update();
    return true;
  }

  private void take(AccountId account, UUID order, String part, List<String> items) {
    db.sql(
            """
            insert into taken (order_id, account_id, part, item)
            select distinct :order::uuid, :account::bigint, :part, i from unnest(:items) as t (i)
            """)
        .param("order", order)
        .param("account", account.value())
        .param("part", part)
        .param("items", items.toArray(String[]::new))
        .update();
  }

  private void takeUntil(AccountId account, UUID order, String part, @Nullable Instant until) {
    db.sql(
            """
            insert into taken (order_id, account_id, part, until)
            values (:order, :account, :part, :until)
            """)
        .param("order", order)
        .param("account", account.value())
        .param("part", part)
        .param("until", Times.sql(until == null ? Instant.MAX : until))
        .update();
  }

  private static Long[] ids(List<String> posts) {
    return posts.stream().map(Long::valueOf).toArray(Long[]::new);
  }

  /** A row of what was given back. */
  private record Taking(String part, String item, @Nullable String value) {}

  private static String column(Field field) {
    return switch (field) {
      case DISPLAY_NAME -> "display_name";
      case BIO -> "bio";
      case LOCATION -> "location";
      case FIELDS -> "fields";
      case AVATAR -> "avatar";
    };
  }

  private static String empty(Field field) {
    return switch (field) {
      case DISPLAY_NAME, BIO, LOCATION -> "''";
      case FIELDS -> "'[]'::jsonb";
      case AVATAR -> "null";
    };
  }
}
