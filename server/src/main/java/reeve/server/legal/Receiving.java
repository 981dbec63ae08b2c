package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.decisions.PlainText;
import reeve.server.legal.RemovalOrder.Named;
import reeve.server.legal.RemovalOrder.Source;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** Takes orders in. None is turned away for what it names: the clock runs, and a person answers. */
@Component
class Receiving {
  static final Kind RECEIVED = new Kind("legal.order-received", 2);

  /** An authority told us of an account: what is found after it is not found by Reeve alone. */
  static final Kind NAMED = new Kind("legal.account-named", 1);

  static final Kind READ_AGAIN = new Kind("legal.order-read-again", 1);

  private final AuthorityRows authorities;
  private final OrderRows rows;
  private final Naming naming;
  private final Alarms alarms;
  private final Preserving preserving;
  private final LegalSettings settings;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Receiving(
      AuthorityRows authorities,
      OrderRows rows,
      Naming naming,
      Alarms alarms,
      Preserving preserving,
      LegalSettings settings,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.authorities = authorities;
    this.rows = rows;
    this.naming = naming;
    this.alarms = alarms;
    this.preserving = preserving;
    this.settings = settings;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * What an order says.
   *
   * @param receivedAt when it came; null where it came just now
   * @param account by name or id, empty where the addresses tell
   * @param posts addresses or ids
   * @param contact that the order itself names, possibly none
   * @param silentUntil the end of the silence that it orders; null for none
   */
  record Written(
      UUID authority,
      String reference,
      String ground,
      @Nullable Instant issuedAt,
      @Nullable Instant receivedAt,
      String platform,
      String account,
      List<String> posts,
      String contact,
      @Nullable Instant silentUntil) {}

  /**
   * An order that was taken in.
   *
   * @param known whether the same authority's order with this reference had been taken in before
   */
  record Taken(RemovalOrder order, boolean known) {}

  Taken take(Written written, Source source, Member by) {
    return take(written, source, Entrant.of(by));
  }

  Taken take(Written written, Source source, Entrant by) {
    Instant now = clock.instant();
    Instant received = written.receivedAt() == null ? now : written.receivedAt();
    Instant silent = written.silentUntil();
    requireTimes(received, silent, now);
    String reference = text(written.reference(), 200, "Write the order's reference.");
    String ground = text(written.ground(), 2_000, "Write the ground that the order gives.");
    String account = PlainText.beginning(PlainText.of(written.account()), 200);
    String contact = PlainText.beginning(PlainText.of(written.contact()), 300);
    PlatformId platform = platform(written.platform());
    List<String> posts = posts(written.posts());
    if (authorities.find(written.authority()).isEmpty()) {
      throw new Refused(
          LegalProblem.NO_SUCH_AUTHORITY,
          "Enter the authority first, unverified: the clock does not wait for it.");
    }
    List<Named> named = naming.read(platform, account, posts);
    return transaction.execute(t -> {
      Authority authority = authorities.lock(written.authority()).orElseThrow();
      RemovalOrder known = rows.known(authority.id(), reference).orElse(null);
      if (known != null) {
        return new Taken(known, true);
      }
      RemovalOrder order =
          new RemovalOrder(
              UUID.randomUUID(),
              authority.id(),
              reference,
              ground,
              written.issuedAt(),
              received,
              platform,
              account,
              contact,
              silent,
              source,
              records.append(entry(authority, reference, ground, received, named, source, by)),
              RemovalOrder.State.OPEN,
              null,
              null,
              null,
              "",
              null,
              null,
              null,
              named);
      rows.add(order, by.id());
      name(order.accounts(), order, by.actor());
      rows.log(order.id(), received, "Received; the hour began.");
      if (rows.first(order) && !authority.noticedBefore(received)) {
        rows.log(
            order.id(),
            now,
            "It is the authority's first order, and no notice 12 hours ahead of it is noted.");
      }
      if (!authority.stands()) {
        alarms.onReceipt(order, now);
      }
      preserving.of(order, now);
      return new Taken(order, false);
    });
  }

  /** Reads again what was not found, for example once the account is known. */
  RemovalOrder lookAgain(UUID id, String account, Member by) {
    RemovalOrder before = rows.find(id).orElseThrow(Working::none);
    Registry.requireOther(by, before.accounts());
    String typed = PlainText.beginning(PlainText.of(account), 200);
    List<Named> again =
        naming.read(
            before.platform(),
            typed.isEmpty() ? before.accountNamed() : typed,
            before.posts().stream().map(Named::named).toList());
    return transaction.execute(t -> {
      RemovalOrder order = rows.lock(id).orElseThrow();
      if (order.state() != RemovalOrder.State.OPEN) {
        throw new Refused(LegalProblem.NOT_OPEN, "This order is not open any more.");
      }
      List<Named> found = new ArrayList<>();
      for (Named post : order.posts()) {
        Named seen = again.get(post.place() - 1);
        if (!post.found() && seen.found()) {
          rows.put(id, seen);
          found.add(seen);
        }
      }
      Instant now = clock.instant();
      rows.log(id, now, "Looked again: %d more posts were found.".formatted(found.size()));
      records.append(
          new Entry(
              READ_AGAIN,
              null,
              by.id().actor(),
              order.record(),
              Map.of(),
              Map.of("order", id.toString(), "account", typed, "found", found.size())));
      RemovalOrder read = rows.find(id).orElseThrow();
      name(
          read.accounts().stream().filter(it -> !order.accounts().contains(it)).toList(),
          read,
          by.id().actor());
      preserving.of(read, now);
      return read;
    });
  }

  private void name(List<AccountRef> accounts, RemovalOrder order, Actor by) {
    records.append(
        accounts.stream()
            .map(account ->
                new Entry(
                    NAMED,
                    account,
                    by,
                    order.record(),
                    Map.of(),
                    Map.of("order", order.id().toString())))
            .toList());
  }

  private Entry entry(
      Authority authority,
      String reference,
      String ground,
      Instant received,
      List<Named> named,
      Source source,
      Entrant by) {
    Map<String, Object> closed = new LinkedHashMap<>();
    closed.put("authority", authority.id().toString());
    closed.put("verified", authority.stands());
    closed.put("reference", reference);
    closed.put("ground", ground);
    closed.put("receivedAt", received.toString());
    closed.put("source", source.code());
    closed.put("posts", named.stream().map(Named::named).toList());
    closed.put("found", (int) named.stream().filter(Named::found).count());
    return new Entry(
        RECEIVED, null, by.actor(), null, Figures.of(authority, Figures.REMOVAL), closed);
  }

  private static void requireTimes(Instant received, @Nullable Instant silent, Instant now) {
    if (received.isAfter(now)) {
      throw Registry.bad("The time of receipt lies ahead. The clock starts at receipt.");
    }
    if (silent != null && !silent.isAfter(received)) {
      throw Registry.bad("The silence that is ordered ends before the order came.");
    }
  }

  private static String text(String typed, int most, String otherwise) {
    return Registry.text(typed, most, otherwise);
  }

  private List<String> posts(List<String> typed) {
    List<String> posts =
        typed.stream().map(PlainText::of).filter(it -> !it.isEmpty()).distinct().toList();
    if (posts.isEmpty()) {
      throw Registry.bad("An order names its posts: write one address or id a line.");
    }
    if (posts.size() > settings.postsMost() || posts.stream().anyMatch(it -> it.length() > 2_000)) {
      throw Registry.bad(
          "An order names at most %d posts, each in 2,000 characters. Enter the rest as another."
              .formatted(settings.postsMost()));
    }
    return posts;
  }

  static PlatformId platform(String typed) {
    try {
      return new PlatformId(typed.strip());
    } catch (IllegalArgumentException e) {
      throw Registry.bad("A platform's id is 1 to 32 of a-z, 0-9 and '-'.");
    }
  }
}
