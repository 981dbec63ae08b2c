package reeve.server.legal;

import static reeve.server.legal.AuthorityRows.time;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.legal.Disclosure.Denial;
import reeve.server.legal.Disclosure.Emergency;
import reeve.server.legal.Disclosure.Named;
import reeve.server.legal.Disclosure.Proposed;
import reeve.server.legal.Disclosure.Released;
import reeve.server.legal.Disclosure.State;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;

/**
 * Writes what becomes of disclosures; each in the caller's transaction, on a row that it locked.
 */
@Component
final class DisclosureChanges {
  private final JdbcClient jdbc;
  private final NamedRows named;

  DisclosureChanges(JdbcClient jdbc, NamedRows named) {
    this.jdbc = jdbc;
    this.named = named;
  }

  void add(Disclosure it, UUID by) {
    Emergency emergency = it.emergency();
    Silence silence = it.silence();
    jdbc.sql(
            """
            INSERT INTO legal_disclosure
              (id, authority, instrument, urgent, reference, ground, issued_at, received_at, due_at,
               platform, data, data_from, data_until, contact, contact_key, silence, silence_reason,
               silence_until, silence_ordered, danger, averts, officer, source, entered_by, record)
            VALUES (:id, :authority, :instrument, :urgent, :reference, :ground, :issued, :received,
                    :due, :platform, :data, :from, :until, :contact, :key, :silence, :why, :silent, :ordered,
                    :danger, :averts, :officer, :source, :by, :record)
            """)
        .param("id", it.id())
        .param("authority", it.authority())
        .param("instrument", it.instrument().code())
        .param("urgent", it.urgent())
        .param("reference", it.reference())
        .param("ground", it.ground())
        .param("issued", time(it.issuedAt()))
        .param("received", time(it.receivedAt()))
        .param("due", time(it.dueAt()))
        .param("platform", it.platform().value())
        .param("data", DisclosureRows.codes(it.data()))
        .param("from", time(it.from()))
        .param("until", time(it.until()))
        .param("contact", it.contact())
        .param("key", Contact.key(it.contact()))
        .param("silence", silence == null ? null : silence.why().code())
        .param("why", silence == null ? "" : silence.reason())
        .param("silent", silence == null ? null : time(silence.until()))
        .param("ordered", Silence.asOrdered(silence))
        .param("danger", emergency == null ? "" : emergency.danger())
        .param("averts", emergency == null ? "" : emergency.averts())
        .param("officer", emergency == null ? "" : emergency.officer())
        .param("source", it.source().code())
        .param("by", by)
        .param("record", it.record().value())
        .update();
    it.named().forEach(one -> put(it.id(), one));
    named.add(it.id(), it.receivedAt(), it.contact(), it.ground());
    if (emergency != null) {
      named.add(
          it.id(), it.receivedAt(), emergency.danger(), emergency.averts(), emergency.officer());
    }
  }

  void put(UUID id, Named one) {
    AccountRef account = one.account();
    jdbc.sql(
            """
            INSERT INTO legal_disclosure_account
              (disclosure, place, named, account, missing, proposed, act, answer)
            VALUES (:id, :place, :named, :account, :missing, :proposed, :act, :answer)
            ON CONFLICT (disclosure, place) DO UPDATE
              SET proposed = excluded.proposed, act = excluded.act, answer = excluded.answer
            """)
        .param("id", id)
        .param("place", one.place())
        .param("named", one.named())
        .param("account", account == null ? null : account.nativeId())
        .param("missing", one.missing())
        .param("proposed", one.proposed())
        .param("act", one.act() == null ? null : one.act().value())
        .param("answer", one.answer())
        .update();
  }

  /** Moves it on, and refuses what its state does not allow. */
  void move(Disclosure it, State to) {
    if (!it.state().next().contains(to)) {
      throw new Refused(
          LegalProblem.NOT_OPEN, "It is " + it.state().words() + " by now. Reload the page.");
    }
    jdbc.sql("UPDATE legal_disclosure SET state = ? WHERE id = ?")
        .params(to.code(), it.id())
        .update();
  }

  void propose(UUID id, Proposed what) {
    jdbc.sql(
            """
            UPDATE legal_disclosure
               SET proposal = :proposal, proposed_by = :by, proposed_at = :at,
                   proposed_data = :data,
                   proposed_from = :from, proposed_until = :until,
                   confirmed_contact = :contact, confirmed_how = :how
             WHERE id = :id
            """)
        .param("proposal", what.id())
        .param("by", what.by().id())
        .param("at", Timestamp.from(what.at()))
        .param("data", DisclosureRows.codes(what.scope().data()))
        .param("from", time(what.scope().from()))
        .param("until", time(what.scope().until()))
        .param("contact", what.contact())
        .param("how", what.how())
        .param("id", id)
        .update();
  }

  /** Forgets what was proposed; a release of it stays, as dropped. */
  void unpropose(UUID id, Instant now) {
    jdbc.sql(
            """
            UPDATE legal_disclosure
               SET proposal = NULL, proposed_by = NULL, proposed_at = NULL, proposed_data = NULL,
                   proposed_from = NULL, proposed_until = NULL, confirmed_contact = '',
                   confirmed_how = '', told_at = NULL
             WHERE id = :id
            """)
        .param("id", id)
        .update();
    jdbc.sql(
            """
            UPDATE legal_release SET dropped_at = ? WHERE disclosure = ? AND dropped_at IS NULL
            """)
        .params(Timestamp.from(now), id)
        .update();
    jdbc.sql(
            """
            UPDATE legal_disclosure_account SET proposed = false, act = NULL, answer = ''
             WHERE disclosure = ?
            """)
        .param(id)
        .update();
  }

  void release(UUID id, Released released) {
    Scope scope = released.scope();
    jdbc.sql(
            """
            INSERT INTO legal_release
              (id, disclosure, proposed_by, released_by, released_at, alone, data, data_from,
               data_until, accounts, bundle, record)
            VALUES (:id, :disclosure, :proposed, :by, :at, :alone, :data, :from, :until, :accounts,
                    :bundle, :record)
            """)
        .param("id", released.id())
        .param("disclosure", id)
        .param("proposed", released.proposedBy().id())
        .param("by", released.by().id())
        .param("at", Timestamp.from(released.at()))
        .param("alone", released.alone())
        .param("data", DisclosureRows.codes(scope.data()))
        .param("from", time(scope.from()))
        .param("until", time(scope.until()))
        .param(
            "accounts", scope.accounts().stream().map(AccountRef::nativeId).toArray(String[]::new))
        .param("bundle", released.bundle())
        .param("record", released.record().value())
        .update();
  }

  /** Notes that no answer of a platform is awaited any more. */
  void collected(UUID id, Instant now) {
    jdbc.sql(
            """
            UPDATE legal_release SET collected_at = ? WHERE disclosure = ? AND collected_at IS NULL
            """)
        .params(Timestamp.from(now), id)
        .update();
  }

  /** Notes the first download of what stands. */
  void downloaded(UUID id, Instant now) {
    jdbc.sql(
            """
            UPDATE legal_release SET downloaded_at = ?
             WHERE disclosure = ? AND dropped_at IS NULL AND downloaded_at IS NULL
            """)
        .params(Timestamp.from(now), id)
        .update();
  }

  /** Stops the clock. */
  void end(UUID id, @Nullable Denial denial, String reason, String receipt, Instant now) {
    jdbc.sql(
            """
            UPDATE legal_disclosure
               SET denial = :denial, reason = :reason, receipt = :receipt, ended_at = :now
             WHERE id = :id
            """)
        .param("denial", denial == null ? null : denial.code())
        .param("reason", reason)
        .param("receipt", receipt)
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  /** Whether holders who were told that data leaves have still to hear that none does. */
  void recantDue(UUID id, boolean due) {
    jdbc.sql("UPDATE legal_disclosure SET recant_due = ? WHERE id = ?").params(due, id).update();
  }

  void silence(UUID id, Silence silence) {
    jdbc.sql(
            """
            UPDATE legal_disclosure
               SET silence = :why, silence_reason = :reason, silence_until = :until WHERE id = :id
            """)
        .param("why", silence.why().code())
        .param("reason", silence.reason())
        .param("until", Timestamp.from(silence.until()))
        .param("id", id)
        .update();
  }

  /** That all are told of what is released. */
  void told(UUID id, Instant now) {
    jdbc.sql("UPDATE legal_disclosure SET told_at = ? WHERE id = ?")
        .params(Timestamp.from(now), id)
        .update();
  }

  /**
   * Notes a letter to a holder.
   *
   * @param of what it tells of; null where it says that nothing leaves
   */
  void add(
      UUID id,
      AccountRef to,
      UUID letter,
      Notice notice,
      @Nullable Scope of,
      UUID bundle,
      Instant now) {
    jdbc.sql(
            """
            INSERT INTO legal_disclosure_notice
              (id, disclosure, account, title, body, sent_at, data, data_from, data_until, bundle)
            VALUES (:id, :disclosure, :account, :title, :body, :now, :data, :from, :until, :bundle)
            """)
        .param("id", letter)
        .param("disclosure", id)
        .param("account", to.nativeId())
        .param("title", notice.title())
        .param("body", notice.body())
        .param("now", Timestamp.from(now))
        .param("data", of == null ? new String[0] : DisclosureRows.codes(of.data()))
        .param("from", of == null ? null : time(of.from()))
        .param("until", of == null ? null : time(of.until()))
        .param("bundle", bundle)
        .update();
  }

  /** Forgets letters that never left, since their bundle was withdrawn. */
  void untell(UUID id, UUID bundle) {
    jdbc.sql("UPDATE legal_disclosure SET told_at = NULL WHERE id = ?").param(id).update();
    jdbc.sql("DELETE FROM legal_disclosure_notice WHERE bundle = ?").param(bundle).update();
  }

  void review(UUID release, Actor.Staff by, String words, Instant now) {
    jdbc.sql("UPDATE legal_release SET reviewed_by = ?, reviewed_at = ?, review = ? WHERE id = ?")
        .params(by.id(), Timestamp.from(now), words, release)
        .update();
  }

  void log(UUID id, Instant at, String words) {
    jdbc.sql("INSERT INTO legal_disclosure_log (disclosure, at, words) VALUES (?, ?, ?)")
        .params(id, Timestamp.from(at), words)
        .update();
  }
}
