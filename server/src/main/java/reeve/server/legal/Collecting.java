package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.enforcement.HandOvers;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.OrderState;
import reeve.server.enforcement.Orders;
import reeve.server.enforcement.Standing;
import reeve.server.legal.Disclosure.Named;
import reeve.server.legal.Disclosure.Released;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.OrderId;
import reeve.server.record.Actor;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Lease;

/**
 * What goes on by itself with requests for data: alarms, the file once platforms answered, the
 * notice once silence ends, the deletion of files.
 */
@Component
final class Collecting {
  static final Kind PACKED = new Kind("legal.package-made", 1);
  static final Kind TOLD = new Kind("legal.disclosure-notice-sent", 1);
  static final Kind ERASED = new Kind("legal.package-erased", 1);
  private static final Actor LEGAL = new Actor.Worker("legal");

  private final AuthorityRows authorities;
  private final DisclosureRows rows;
  private final DisclosureChanges changes;
  private final DisclosureAlarms alarms;
  private final Telling telling;
  private final OwnKeeping own;
  private final Packages packages;
  private final HandOvers handOvers;
  private final Orders orders;
  private final LegalSettings settings;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Collecting(
      AuthorityRows authorities,
      DisclosureRows rows,
      DisclosureChanges changes,
      DisclosureAlarms alarms,
      Telling telling,
      OwnKeeping own,
      Packages packages,
      HandOvers handOvers,
      Orders orders,
      LegalSettings settings,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.authorities = authorities;
    this.rows = rows;
    this.changes = changes;
    this.alarms = alarms;
    this.telling = telling;
    this.own = own;
    this.packages = packages;
    this.handOvers = handOvers;
    this.orders = orders;
    this.settings = settings;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** One round; each request in a transaction of its own, which commits only under the lease. */
  void round(Lease lease) {
    transaction.executeWithoutResult(t -> {
      lease.confirm();
      alarms.raise(clock.instant());
    });
    var round = new OneByOne(transaction, lease);
    round.each(rows.collecting(), this::pack);
    round.each(rows.abandoned(), this::abandon);
    round.each(rows.toTell(clock.instant()), this::tell);
    round.each(rows.toRecant(clock.instant()), this::recant);
    round.each(packages.madeBefore(clock.instant().minus(settings.disclosedFor())), this::erase);
    round.end();
  }

  /** Makes the file once every order to act has an answer: the notices to holders, too. */
  private void pack(UUID id) {
    Disclosure it = rows.lock(id).orElseThrow();
    Released released = it.released();
    if (!it.is(State.COLLECTING) || released == null) {
      return;
    }
    Scope scope = released.scope();
    Map<OrderId, Standing> answers =
        orders.of(released.bundle()).stream()
            .collect(Collectors.toMap(Standing::id, standing -> standing));
    if (answers.values().stream().anyMatch(one -> one.state() == OrderState.DUE)) {
      return;
    }
    List<Packages.Part> parts = new ArrayList<>();
    Map<String, Object> missing = new LinkedHashMap<>();
    for (Named one : it.named()) {
      AccountRef account = one.account();
      if (one.proposed() && account != null) {
        parts.add(Packages.Part.json(one.place() + "/kept-by-reeve.json", own.of(account, scope)));
        String answer = platformPart(one, account, scope, answers, parts);
        if (!answer.isEmpty()) {
          missing.put(one.place() + "/" + account.nativeId(), answer);
        }
        changes.put(id, answered(one, answer));
      }
    }
    Instant now = clock.instant();
    Authority authority = authorities.find(it.authority()).orElseThrow();
    byte[] file = Packages.zip(manifest(it, authority, scope, released.at(), missing), parts);
    Packages.Kept kept = packages.keep(id, file, now);
    eraseAnswers(it);
    changes.collected(id, now);
    changes.move(it, State.READY);
    changes.log(
        id,
        now,
        "The file is ready: %,d bytes, SHA-256 %s.".formatted(kept.bytes(), kept.sha256()));
    records.append(
        Dossiers.entry(
            PACKED,
            it,
            LEGAL,
            Map.of(),
            Map.of("bytes", kept.bytes(), "sha256", kept.sha256(), "files", parts.size())));
  }

  /** Deletes what platforms give of what was taken back meanwhile, until all have answered. */
  private void abandon(UUID id) {
    Disclosure it = rows.lock(id).orElseThrow();
    Released released = it.released();
    if (!it.is(State.TAKEN_BACK) || released == null) {
      return;
    }
    boolean answered =
        orders.of(released.bundle()).stream().noneMatch(one -> one.state() == OrderState.DUE);
    eraseAnswers(it);
    if (answered) {
      changes.collected(id, clock.instant());
    }
  }

  private void eraseAnswers(Disclosure it) {
    it.named().stream().map(Named::act).filter(Objects::nonNull).forEach(handOvers::erase);
  }

  /** Adds what the platform handed over and was asked for; else says why there is nothing. */
  private String platformPart(
      Named one,
      AccountRef account,
      Scope scope,
      Map<OrderId, Standing> answers,
      List<Packages.Part> parts) {
    OrderId act = one.act();
    if (act == null) {
      return "";
    }
    if (handOvers.find(act).isPresent()) {
      return handOvers
          .open(act)
          .map(file -> given(file, one, account, scope, parts))
          .orElse(
              "The platform gave a file, which cannot be opened any more: the key that sealed it is"
                  + " missing.");
    }
    Standing answer = answers.get(act);
    String words = answer == null ? null : answer.answer();
    return words == null ? "The platform gave no file." : words;
  }

  private static String given(
      String file, Named one, AccountRef account, Scope scope, List<Packages.Part> parts) {
    return Given.wrong(file, account, scope)
        .orElseGet(() -> {
          parts.add(new Packages.Part(one.place() + "/platform.json", file));
          return "";
        });
  }

  private static Named answered(Named one, String answer) {
    return new Named(
        one.place(), one.named(), one.account(), one.missing(), true, one.act(), answer);
  }

  private static Map<String, Object> manifest(
      Disclosure it,
      Authority authority,
      Scope scope,
      Instant released,
      Map<String, Object> missing) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", "reeve-disclosure/1");
    manifest.put("authority", authority.name());
    manifest.put("state", authority.state());
    manifest.put("reference", it.reference());
    manifest.put("instrument", it.instrument().words());
    manifest.put("released", released.toString());
    manifest.put("inPart", it.inPart());
    manifest.put("handedOver", Dossiers.told(scope));
    manifest.put("platform", it.platform().value());
    Map<String, Object> accounts = new LinkedHashMap<>();
    for (Named one : it.named()) {
      AccountRef account = one.account();
      if (one.proposed() && account != null) {
        accounts.put(Integer.toString(one.place()), account.nativeId());
      }
    }
    manifest.put("accounts", accounts);
    manifest.put("notGiven", missing);
    return manifest;
  }

  /** The notice once the silence ends: before the data where nothing has left. */
  private void tell(UUID id) {
    Disclosure it = rows.lock(id).orElseThrow();
    Released released = it.released();
    Instant now = clock.instant();
    if (released == null || it.is(State.TAKEN_BACK) || it.toldAt() != null || it.silent(now)) {
      return;
    }
    Authority authority = authorities.find(it.authority()).orElseThrow();
    UUID bundle = UUID.randomUUID();
    List<AccountRef> accounts = telling.untold(it, released);
    RecordId record =
        records.append(
            Dossiers.entry(TOLD, it, LEGAL, Map.of(), Map.of("accounts", accounts.size())));
    Notice notice = Notice.of(it, authority, released, !it.is(State.HANDED_OVER));
    List<Issue> issues = telling.letters(it, notice, accounts, released, bundle, record, now);
    changes.log(id, now, "The silence is over; the holders are told.");
    orders.issue(issues, now);
  }

  private void recant(UUID id) {
    Disclosure it = rows.lock(id).orElseThrow();
    Released release = it.released();
    List<AccountRef> leaving =
        release != null && it.is(State.HANDED_OVER) ? release.scope().accounts() : List.of();
    telling.nothing(it, leaving, it.record(), clock.instant());
  }

  private void erase(UUID id) {
    Disclosure it = rows.lock(id).orElseThrow();
    Instant now = clock.instant();
    if (packages.erase(id, now)) {
      changes.log(id, now, "The file is deleted: its time is over.");
      records.append(Dossiers.entry(ERASED, it, LEGAL, Map.of(), Map.of()));
    }
  }
}
