package reeve.server.legal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** What every step of a request for data begins and ends with. */
@Component
final class Dossiers {
  private final AuthorityRows authorities;
  private final DisclosureRows rows;
  private final Records records;

  Dossiers(AuthorityRows authorities, DisclosureRows rows, Records records) {
    this.authorities = authorities;
    this.rows = rows;
    this.records = records;
  }

  /** In the caller's transaction. */
  Disclosure lock(UUID id, Member by) {
    Disclosure it = rows.lock(id).orElseThrow(Dossiers::none);
    Registry.requireOther(by, it.accounts());
    return it;
  }

  /** Its authority, locked; refuses where that may be told nothing. */
  Authority standing(Disclosure it) {
    Authority authority = authorities.lock(it.authority()).orElseThrow();
    if (!authority.stands()) {
      throw new Refused(
          LegalProblem.NOT_VERIFIED,
          "Nobody has verified this authority: nothing is disclosed, its accounts are held.");
    }
    if (it.emergency() == null && !authority.mayOrder(Demand.DISCLOSURE)) {
      throw new Refused(
          LegalProblem.MAY_NOT_ORDER,
          "The registry does not say that this authority may order a disclosure.");
    }
    return authority;
  }

  /** The accounts that no other request holds, which stands and bears the same reference. */
  List<AccountRef> alone(Disclosure it) {
    List<AccountRef> alone = new ArrayList<>(it.accounts());
    rows.withReference(it.authority(), it.reference()).stream()
        .filter(other -> !other.id().equals(it.id()) && other.stands())
        .forEach(other -> alone.removeAll(other.accounts()));
    return alone;
  }

  static Refused none() {
    return new Refused(
        LegalProblem.NO_SUCH_DISCLOSURE, "There is no request for data at this address.");
  }

  static Map<String, Object> told(Scope scope) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("data", List.of(DisclosureRows.codes(scope.data())));
    told.put("accounts", scope.accounts().stream().map(AccountRef::nativeId).toList());
    told.put("from", scope.from() == null ? null : scope.from().toString());
    told.put("until", scope.until() == null ? null : scope.until().toString());
    return told;
  }

  RecordId append(
      Kind kind, Disclosure it, Member by, Map<String, Object> open, Map<String, Object> told) {
    return records.append(entry(kind, it, by.id().actor(), open, told));
  }

  static Entry entry(
      Kind kind, Disclosure it, Actor actor, Map<String, Object> open, Map<String, Object> told) {
    Map<String, Object> closed = new LinkedHashMap<>(told);
    closed.put("disclosure", it.id().toString());
    List<AccountRef> accounts = it.accounts();
    return new Entry(
        kind, accounts.size() == 1 ? accounts.getFirst() : null, actor, it.record(), open, closed);
  }
}
