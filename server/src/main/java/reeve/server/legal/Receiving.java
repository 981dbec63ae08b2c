package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.decisions.Phrases;
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
   * @param silence that it orders towards the holder; null for none
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
      @Nullable Silence silence) {}

  /** An order as it was read, whose posts were looked for; not taken in yet. */
  record Looked(Written written, Instant receivedAt, PlatformId platform, List<Named> named) {}

  /**
   * An order that was taken in.
   *
   * @param known whether the very same order had been taken in before, so that nothing was changed
   */
  record Taken(RemovalOrder order, boolean known) {}

  Taken take(Written written, Source source, Member by) {
    return take(written, source, Entrant.of(by));
  }

  Taken take(Written written, Source source, Entrant by) {
    return enter(look(written), source, by);
  }

  /** Checks an order and looks for its posts. Asks the platform; not for a transaction. */
  Looked look(Written it) {
    Instant now = clock.instant();
    Instant received = Registry.moment(it.receivedAt(), now);
    if (received.isAfter(now)) {
      throw Registry.bad("The time of receipt lies ahead. The clock starts at receipt.");
    }
    Silence silence = it.silence();
    PlatformId platform = platform(it.platform());
    Written read =
        new Written(
            it.authority(),
            Registry.text(it.reference(), 200, "Write the order's reference."),
            Registry.text(it.ground(), 2_000, "Write the ground that the order gives."),
            Registry.moment(it.issuedAt()),
            received,
            platform.value(),
            PlainText.beginning(PlainText.of(it.account()), 200),
            posts(it.posts()),
            PlainText.beginning(PlainText.of(it.contact()), 300),
            silence == null ? null : silence.read());
    if (silence != null) {
      silence.requireBounded(received, now);
    }
    if (authorities.find(it.authority()).isEmpty()) {
      throw new Refused(
          LegalProblem.NO_SUCH_AUTHORITY,
          "Enter the authority first, unverified: the clock does not wait for it.");
    }
    return new Looked(
        read, received, platform, naming.read(platform, read.account(), read.posts()));
  }

  /**
   * Takes an order in, in the caller's transaction or one of its own. The very same one again
   * changes nothing; another under the same reference is an order of its own, be it clearer than
   * the first, or the first one nobody's.
   */
  Taken enter(Looked looked, Source source, Entrant by) {
    Written written = looked.written();
    Instant received = looked.receivedAt();
    return transaction.execute(t -> {
      Instant now = clock.instant();
      Authority authority = authorities.lock(written.authority()).orElseThrow();
      List<RemovalOrder> earlier = rows.withReference(authority.id(), written.reference());
      for (RemovalOrder one : earlier) {
        if (isSame(one, written, source)) {
          return new Taken(one, true);
        }
      }
      RemovalOrder order =
          new RemovalOrder(
              UUID.randomUUID(),
              authority.id(),
              written.reference(),
              written.ground(),
              written.issuedAt(),
              received,
              looked.platform(),
              written.account(),
              written.contact(),
              written.silence(),
              source,
              records.append(entry(authority, looked, earlier, source, by)),
              RemovalOrder.State.OPEN,
              null,
              null,
              null,
              "",
              null,
              null,
              null,
              looked.named());
      rows.add(order, by.id());
      name(order.accounts(), order, by.actor());
      rows.log(order.id(), received, "Received; the hour began.");
      for (RemovalOrder one : earlier) {
        rows.log(order.id(), now, "The same reference as of an order received " + at(one) + ".");
        rows.log(one.id(), now, "Another order with this reference was received.");
      }
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

  private static String at(RemovalOrder order) {
    return Phrases.minute(order.receivedAt());
  }

  /** A form, which proves nothing, never stands for what came by a better way. */
  private boolean isSame(RemovalOrder known, Written it, Source source) {
    boolean stood =
        known.refusal() != RemovalOrder.Refusal.FORGED
            && known.state() != RemovalOrder.State.TAKEN_BACK;
    return stood
        && (known.source() != Source.FORM || source == Source.FORM)
        && known.ground().equals(it.ground())
        && Objects.equals(known.issuedAt(), it.issuedAt())
        && known.platform().value().equals(it.platform())
        && known.accountNamed().equals(it.account())
        && known.contact().equals(it.contact())
        && rows.cameWith(known.id(), it.silence())
        && known.posts().stream()
            .map(Named::named)
            .collect(Collectors.toSet())
            .equals(Set.copyOf(it.posts()));
  }

  /**
   * Reads again what was not found, for example once the account is known. With an account also
   * what was found: what was bound to one that was mistyped is bound to the right one.
   */
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
        boolean moved = seen.found() && !Objects.equals(seen.account(), post.account());
        if (post.found() && (typed.isEmpty() || !moved)) {
          continue;
        }
        rows.put(id, seen);
        if (moved) {
          found.add(seen);
        }
      }
      Instant now = clock.instant();
      rows.log(id, now, "Looked again: %d posts were found anew.".formatted(found.size()));
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

  private static Entry entry(
      Authority authority, Looked looked, List<RemovalOrder> earlier, Source source, Entrant by) {
    Written written = looked.written();
    Silence silence = written.silence();
    Map<String, Object> closed = new LinkedHashMap<>();
    closed.put("authority", authority.id().toString());
    closed.put("verified", authority.stands());
    closed.put("reference", written.reference());
    closed.put("ground", written.ground());
    closed.put("receivedAt", looked.receivedAt().toString());
    closed.put("source", source.code());
    closed.put("posts", looked.named().stream().map(Named::named).toList());
    closed.put("found", (int) looked.named().stream().filter(Named::found).count());
    closed.put("silence", silence == null ? null : silence.reason());
    closed.put("silentUntil", silence == null ? null : silence.until().toString());
    closed.put("sameReference", earlier.stream().map(it -> it.id().toString()).toList());
    return new Entry(
        RECEIVED, null, by.actor(), null, Figures.of(authority, Figures.REMOVAL), closed);
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
