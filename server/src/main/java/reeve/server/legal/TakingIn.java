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
import reeve.server.legal.Disclosure.Emergency;
import reeve.server.legal.Disclosure.Named;
import reeve.server.legal.RemovalOrder.Source;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/**
 * Takes in what authorities want to be told. None is turned away for what it names; all that
 * happens by itself is that the accounts are held.
 */
@Component
class TakingIn {
  static final Kind RECEIVED = new Kind("legal.disclosure-received", 1);

  /** Accounts that one request may name. */
  static final int ACCOUNTS_MOST = 10;

  static final int WORDS_LEAST = 20;

  private final AuthorityRows authorities;
  private final DisclosureRows rows;
  private final DisclosureChanges changes;
  private final DisclosureAlarms alarms;
  private final Naming naming;
  private final Holding holding;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  TakingIn(
      AuthorityRows authorities,
      DisclosureRows rows,
      DisclosureChanges changes,
      DisclosureAlarms alarms,
      Naming naming,
      Holding holding,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.authorities = authorities;
    this.rows = rows;
    this.changes = changes;
    this.alarms = alarms;
    this.naming = naming;
    this.holding = holding;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * What an order or a request says.
   *
   * @param receivedAt when it came; null where it came just now
   * @param dueAt the time that the paper itself names, or null
   * @param accounts by name or id
   * @param from of posts and sign-ins, included; null: from the beginning
   * @param until of posts and sign-ins, excluded; null: until now
   * @param contact that it names itself, possibly none
   * @param silence null where nothing forbids to tell the holder
   * @param emergency null of an order
   */
  record Written(
      UUID authority,
      Instrument instrument,
      boolean urgent,
      String reference,
      String ground,
      @Nullable Instant issuedAt,
      @Nullable Instant receivedAt,
      @Nullable Instant dueAt,
      PlatformId platform,
      List<String> accounts,
      Set<Data> data,
      @Nullable Instant from,
      @Nullable Instant until,
      String contact,
      @Nullable Silence silence,
      @Nullable Emergency emergency) {}

  /**
   * What was taken in.
   *
   * @param known whether the very same paper had come before, so that nothing was changed
   * @param unheld why accounts could not be held, empty where all are
   */
  record Taken(Disclosure disclosure, boolean known, String unheld) {}

  /** A paper as it was read, whose accounts were looked for; not taken in yet. */
  record Looked(Written written, List<Named> named) {}

  /** Takes a paper in and holds its accounts. Asks the platform; not for a transaction. */
  Taken take(Written written, Source source, Entrant by) {
    return held(enter(look(written), source, by), by);
  }

  /** Checks a paper and looks for its accounts. Asks the platform; not for a transaction. */
  Looked look(Written written) {
    Written read = read(written);
    return new Looked(read, named(read.platform(), read.accounts()));
  }

  /**
   * Takes a paper in, in the caller's transaction or one of its own; {@link #held} is to follow.
   */
  Taken enter(Looked looked, Source source, Entrant by) {
    Written read = looked.written();
    return transaction.execute(t -> {
      Authority authority = authorities.lock(read.authority()).orElseThrow(Registry::none);
      List<Disclosure> earlier = rows.withReference(authority.id(), read.reference());
      for (Disclosure one : earlier) {
        if (isSame(one, read, source)) {
          return new Taken(one, true, "");
        }
      }
      Instant now = clock.instant();
      requireTimes(read, now);
      Disclosure it = add(looked, authority, earlier, source, by, now);
      return new Taken(it, false, "");
    });
  }

  /** Holds the accounts of what was taken in, and says which cannot be. */
  Taken held(Taken taken, Entrant by) {
    return new Taken(taken.disclosure(), taken.known(), hold(taken.disclosure(), by));
  }

  /**
   * One that nobody sent, or that was withdrawn, never stands for what comes after it; nor does a
   * form, which proves nothing, for what comes by a better way.
   */
  private boolean isSame(Disclosure known, Written it, Source source) {
    return known.stands()
        && (known.source() != Source.FORM || source == Source.FORM)
        && known.instrument() == it.instrument()
        && known.urgent() == it.urgent()
        && known.ground().equals(it.ground())
        && Objects.equals(known.issuedAt(), it.issuedAt())
        && Objects.equals(known.dueAt(), due(it, known.receivedAt()))
        && known.platform().equals(it.platform())
        && known.named().stream()
            .map(Named::named)
            .collect(Collectors.toSet())
            .equals(Set.copyOf(it.accounts()))
        && known.data().equals(it.data())
        && Objects.equals(known.from(), it.from())
        && Objects.equals(known.until(), it.until())
        && known.contact().equals(it.contact())
        && rows.cameWith(known.id(), it.silence())
        && Objects.equals(known.emergency(), it.emergency());
  }

  private static @Nullable Instant due(Written it, Instant received) {
    return it.instrument().due(received, it.urgent(), it.dueAt());
  }

  /** After it is clear that it is no paper that is known already, and came in time. */
  private static void requireTimes(Written it, Instant now) {
    Instant received = it.receivedAt() == null ? now : it.receivedAt();
    if (received.isAfter(now)) {
      throw Registry.bad("The time of receipt lies ahead. The clock starts at receipt.");
    }
    if (it.dueAt() != null && !it.dueAt().isAfter(received)) {
      throw Registry.bad("The time that it names lies before its receipt.");
    }
    if (it.silence() != null) {
      it.silence().requireBounded(received, now);
    }
  }

  private Disclosure add(
      Looked looked,
      Authority authority,
      List<Disclosure> earlier,
      Source source,
      Entrant by,
      Instant now) {
    Written read = looked.written();
    List<Named> named = looked.named();
    Instant received = read.receivedAt() == null ? now : read.receivedAt();
    UUID id = UUID.randomUUID();
    RecordId record =
        records.append(entry(id, read, received, authority, named, earlier, source, by));
    Disclosure it =
        new Disclosure(
            id,
            authority.id(),
            read.instrument(),
            read.urgent(),
            read.reference(),
            read.ground(),
            read.issuedAt(),
            received,
            due(read, received),
            read.platform(),
            named,
            read.data(),
            read.from(),
            read.until(),
            read.contact(),
            read.silence(),
            read.emergency(),
            source,
            record,
            Disclosure.State.OPEN,
            null,
            List.of(),
            null,
            "",
            null,
            "",
            null);
    changes.add(it, by.id());
    changes.log(id, received, "Received.");
    for (Disclosure one : earlier) {
      String at = Phrases.minute(one.receivedAt());
      changes.log(id, now, "The same reference as of a request received " + at + ".");
      changes.log(one.id(), now, "Another request with this reference was received.");
    }
    records.append(
        it.accounts().stream()
            .map(account ->
                new Entry(
                    Receiving.NAMED,
                    account,
                    by.actor(),
                    record,
                    Map.of(),
                    Map.of("order", id.toString())))
            .toList());
    if (!authority.stands() || it.emergency() != null) {
      alarms.onReceipt(it, authority.stands(), now);
    }
    return it;
  }

  /**
   * Holds the accounts that it names, whoever sent it; may be asked for again.
   *
   * @return why some are not held, empty where all are
   */
  String hold(UUID id, Member by) {
    Disclosure it = rows.find(id).orElseThrow(Dossiers::none);
    Registry.requireOther(by, it.accounts());
    return hold(it, Entrant.of(by));
  }

  private String hold(Disclosure it, Entrant by) {
    List<String> failed = new ArrayList<>();
    for (AccountRef account : it.accounts()) {
      try {
        holding.on(account, it.authority(), it.reference(), Term.DISCLOSURE, it.receivedAt(), by);
      } catch (Refused e) {
        failed.add(account.nativeId() + ": " + e.getMessage());
      }
    }
    return String.join(" ", failed);
  }

  private List<Named> named(PlatformId platform, List<String> accounts) {
    List<Named> named = new ArrayList<>();
    for (String words : accounts) {
      Naming.Found found = naming.look(platform, words);
      named.add(
          new Named(named.size() + 1, words, found.account(), found.missing(), false, null, ""));
    }
    return named;
  }

  private static Written read(Written it) {
    Instant from = Registry.moment(it.from());
    Instant until = Registry.moment(it.until());
    if (it.data().isEmpty()) {
      throw Registry.bad("Say what it asks for: choose at least one kind of data.");
    }
    if (from != null && until != null && !from.isBefore(until)) {
      throw Registry.bad("The period that it names ends before it begins.");
    }
    if (it.urgent() && !it.instrument().knowsUrgent()) {
      throw Registry.bad("Only a European Production Order knows the 8 hours of an emergency.");
    }
    if (it.instrument().hasTerm() && it.dueAt() != null) {
      throw Registry.bad("Its law sets the time itself: leave the time that it names empty.");
    }
    if (it.instrument().emergency() != (it.emergency() != null)) {
      throw Registry.bad("An emergency request says who is in danger; an order does not.");
    }
    return new Written(
        it.authority(),
        it.instrument(),
        it.urgent(),
        Registry.text(it.reference(), 200, "Write its reference."),
        Registry.text(it.ground(), 2_000, "Write the ground that it gives."),
        Registry.moment(it.issuedAt()),
        Registry.moment(it.receivedAt()),
        Registry.moment(it.dueAt()),
        it.platform(),
        accounts(it.accounts()),
        it.data(),
        from,
        until,
        PlainText.beginning(PlainText.of(it.contact()), 300),
        it.silence() == null ? null : it.silence().read(),
        it.emergency() == null ? null : emergency(it.emergency()));
  }

  private static List<String> accounts(List<String> typed) {
    List<String> accounts =
        typed.stream().map(PlainText::of).filter(it -> !it.isEmpty()).distinct().toList();
    if (accounts.isEmpty()
        || accounts.size() > ACCOUNTS_MOST
        || accounts.stream().anyMatch(it -> it.length() > 200)) {
      throw Registry.bad(
          "It names 1 to " + ACCOUNTS_MOST + " accounts, one a line. Enter the rest as another.");
    }
    return accounts;
  }

  private static Emergency emergency(Emergency it) {
    return new Emergency(
        words(it.danger(), "Say who is in danger, and of what."),
        words(it.averts(), "Say why the data averts it."),
        Registry.text(it.officer(), 200, "Name the officer who signed; unsigned it is none."));
  }

  static String words(String typed, String otherwise) {
    String words = Registry.text(typed, 2_000, otherwise);
    if (PlainText.length(words) < WORDS_LEAST) {
      throw Registry.bad(otherwise + " In " + WORDS_LEAST + " characters or more.");
    }
    return words;
  }

  private static Entry entry(
      UUID id,
      Written read,
      Instant received,
      Authority authority,
      List<Named> named,
      List<Disclosure> earlier,
      Source source,
      Entrant by) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("disclosure", id.toString());
    told.put("authority", authority.id().toString());
    told.put("verified", authority.stands());
    told.put("instrument", read.instrument().code());
    told.put("urgent", read.urgent());
    told.put("reference", read.reference());
    told.put("ground", read.ground());
    told.put("receivedAt", received.toString());
    told.put("source", source.code());
    told.put("accounts", named.stream().map(Named::named).toList());
    told.put("found", (int) named.stream().filter(it -> it.account() != null).count());
    told.put("data", List.of(DisclosureRows.codes(read.data())));
    told.put("from", read.from() == null ? null : read.from().toString());
    told.put("until", read.until() == null ? null : read.until().toString());
    Silence silence = read.silence();
    told.put("silence", silence == null ? null : silence.why().code());
    told.put("silentUntil", silence == null ? null : silence.until().toString());
    Emergency emergency = read.emergency();
    told.put("danger", emergency == null ? null : emergency.danger());
    told.put("sameReference", earlier.stream().map(it -> it.id().toString()).toList());
    return new Entry(
        RECEIVED,
        null,
        by.actor(),
        null,
        Figures.of(authority, emergency == null ? Figures.DISCLOSURE : Figures.EMERGENCY),
        told);
  }
}
