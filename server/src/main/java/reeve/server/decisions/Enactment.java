package reeve.server.decisions;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.RuleRef;
import reeve.server.cases.VerdictId;
import reeve.server.cases.Witness;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.platform.Action;
import reeve.server.platform.OrderId;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Measure;
import reeve.server.record.Actor;
import reeve.server.record.Appended;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Writes decisions with their statements, records and orders, in the caller's transaction. */
@Component
class Enactment {
  static final Kind DECIDED = new Kind("decisions.decided", 1);

  private final JdbcClient jdbc;
  private final Records records;
  private final Letters letters;
  private final Orders orders;
  private final Describing describing;

  Enactment(
      JdbcClient jdbc, Records records, Letters letters, Orders orders, Describing describing) {
    this.jdbc = jdbc;
    this.describing = describing;
    this.records = records;
    this.letters = letters;
    this.orders = orders;
  }

  /** A decision before it has its record. */
  private record Prepared(
      Verdict verdict, List<Letter> letters, List<OrderId> ids, List<Action> actions) {}

  /**
   * Enacts.
   *
   * @param leavesAt before this time nothing goes out, and all can be withdrawn
   * @return the records of the decisions, in their order
   */
  @Transactional(propagation = Propagation.MANDATORY)
  List<RecordId> enact(List<Verdict> verdicts, Instant decidedAt, Instant leavesAt) {
    Instant now = decidedAt.truncatedTo(ChronoUnit.MICROS);
    List<Prepared> prepared = verdicts.stream().map(v -> prepare(v, now)).toList();
    Appended appended = records.appendToOpen(prepared.stream().map(Enactment::entry).toList());
    List<RecordId> written = appended.ids();
    describing.describe(verdicts, written);
    insert(verdicts, written, now, leavesAt);
    List<List<Letter>> mail = opened(prepared, appended);
    letters.keep(
        mail.stream().flatMap(List::stream).toList(),
        prepared.stream()
            .flatMap(p -> p.letters().stream().map(_ -> p.verdict().bundle().toString()))
            .toList(),
        now);
    List<Issue> issues = new ArrayList<>();
    for (int i = 0; i < prepared.size(); i++) {
      Prepared one = prepared.get(i);
      Verdict verdict = one.verdict();
      RecordId cause = written.get(i);
      for (int j = 0; j < one.actions().size(); j++) {
        issues.add(
            new Issue(
                one.ids().get(j),
                verdict.bundle(),
                verdict.account(),
                one.actions().get(j),
                cause));
      }
      for (Letter letter : mail.get(i)) {
        issues.add(letter.issue(verdict.bundle(), cause));
      }
    }
    orders.issue(issues, leavesAt);
    return written;
  }

  /** The holder finds the decision in the log, each reporter what they told us. */
  private List<List<Letter>> opened(List<Prepared> prepared, Appended appended) {
    List<Letter> all = new ArrayList<>();
    List<@Nullable RecordId> of = new ArrayList<>();
    for (int i = 0; i < prepared.size(); i++) {
      List<Letter> mail = prepared.get(i).letters();
      List<Witness> witnesses = prepared.get(i).verdict().witnesses();
      int own = mail.size() - witnesses.size();
      for (int j = 0; j < mail.size(); j++) {
        all.add(mail.get(j));
        of.add(j < own ? appended.ids().get(i) : witnesses.get(j - own).record());
      }
    }
    Iterator<Letter> opened = letters.opening(all, of, appended).iterator();
    return prepared.stream()
        .map(p -> p.letters().stream().map(_ -> opened.next()).toList())
        .toList();
  }

  private static Prepared prepare(Verdict verdict, Instant now) {
    Ruling ruling = verdict.ruling();
    Instant appealUntil = Wording.appealUntil(now);
    List<Letter> letters = new ArrayList<>();
    if (ruling.sanction()) {
      Wording.Text text = Wording.statement(verdict, now, appealUntil);
      letters.add(
          Letter.to(
              verdict.account(),
              Letter.Audience.HOLDER,
              verdict.id(),
              text.title(),
              text.body(),
              appealUntil));
    }
    for (Witness witness : verdict.witnesses()) {
      Wording.Text text = Wording.answer(verdict, appealUntil);
      letters.add(
          Letter.to(
              witness.account(),
              Letter.Audience.REPORTER,
              verdict.id(),
              text.title(),
              text.body(),
              ruling.sanction() ? null : appealUntil));
    }
    List<Action> actions = ruling.actions();
    List<OrderId> ids = actions.stream().map(_ -> new OrderId(UUID.randomUUID())).toList();
    return new Prepared(verdict, letters, ids, actions);
  }

  private static Entry entry(Prepared prepared) {
    Verdict verdict = prepared.verdict();
    Ruling ruling = verdict.ruling();
    Ruling.Under under = ruling.under();
    Map<String, @Nullable Object> open = new LinkedHashMap<>();
    open.put("actions", codes(ruling));
    open.put("policy", under == null ? null : under.policy().id().value());
    open.put("clause", under == null ? null : under.clause().id().name());
    open.put("policyVersion", under == null ? null : under.policy().version());
    open.put("origin", verdict.origin().name().toLowerCase(Locale.ROOT));
    open.put("source", verdict.source().code());
    open.put("automated", verdict.automated());
    open.put("secondPerson", verdict.secondPerson());
    open.put("onAppeal", verdict.onAppeal());
    Map<String, @Nullable Object> closed = new LinkedHashMap<>();
    closed.put("decision", verdict.id().toString());
    closed.put("case", verdict.caseId() == null ? null : verdict.caseId().value());
    closed.put("replaces", Letters.text(verdict.replaces()));
    closed.put("batch", verdict.batch());
    closed.put("posts", ruling.posts().stream().map(p -> p.post().post().nativeId()).toList());
    closed.put("fields", ruling.fields().stream().map(Enum::name).sorted().toList());
    closed.put("until", Letters.text(ruling.until()));
    closed.put(
        "protectedSpeech",
        ruling.protectedSpeech() == null ? null : ruling.protectedSpeech().code());
    closed.put("toHolder", ruling.toHolder());
    closed.put("note", ruling.note());
    closed.put("agreedBy", verdict.agreedBy() == null ? null : verdict.agreedBy().id().toString());
    closed.put("agreement", verdict.agreement());
    closed.put("orders", prepared.ids().stream().map(OrderId::toString).toList());
    closed.put("letters", prepared.letters().stream().map(l -> l.id().toString()).toList());
    if (verdict.by() instanceof By.Sample) {
      closed.put("sample", true);
    }
    if (verdict.by() instanceof By.Rule(RuleRef rule, VerdictId from)) {
      closed.put("rule", rule.name());
      closed.put("ruleVersion", rule.version());
      closed.put("ruleSet", rule.ruleSet());
      closed.put("verdict", from.hex());
    }
    return new Entry(
        DECIDED, verdict.account(), verdict.by().actor(), verdict.cause(), open, closed);
  }

  private static List<String> codes(Ruling ruling) {
    return ruling.sanction()
        ? ruling.measures().stream().sorted().map(Measure::text).toList()
        : List.of(DecisionForm.NO_VIOLATION);
  }

  private void insert(
      List<Verdict> verdicts, List<RecordId> written, Instant now, Instant leavesAt) {
    @Nullable String[] recordIds = Letters.column(written, RecordId::toString);
    jdbc.sql(
            """
            INSERT INTO decision (
              id, bundle, case_id, batch, platform, account, handle, origin, source, measures, clause,
              policy_version, posts, fields, until, protected_speech, to_holder, note, decided_by,
              agreed_by, agreement, second_person, replaces, record, form, rule, rule_version,
              verdict,
              decided_at, leaves_at, appeal_until)
            SELECT d.*, :now, :leaves, :appeal
              FROM unnest(
                :ids::uuid[], :bundles::uuid[], :cases::bigint[], :batches::text[],
                :platforms::text[], :accounts::text[], :handles::text[], :origins::text[], :sources::text[],
                :measures::text[], :clauses::text[], :versions::int[], :posts::text[],
                :fields::text[], :untils::timestamptz[], :answers::text[], :toHolder::text[],
                :notes::text[], :deciders::uuid[], :agreers::uuid[], :agreements::text[],
                :seconds::boolean[], :replaced::uuid[], :records::uuid[], :forms::text[],
                :rules::text[], :ruleVersions::text[], :verdicts::text[]) AS d
            """)
        .param("ids", Letters.column(verdicts, v -> v.id().toString()))
        .param("bundles", Letters.column(verdicts, v -> v.bundle().toString()))
        .param("cases", Letters.column(verdicts, v -> Letters.text(v.caseId())))
        .param("batches", Letters.column(verdicts, Verdict::batch))
        .param("platforms", Letters.column(verdicts, v -> v.account().platform().value()))
        .param("accounts", Letters.column(verdicts, v -> v.account().nativeId()))
        .param("handles", Letters.column(verdicts, Verdict::handle))
        .param("origins", Letters.column(verdicts, v -> v.origin().name()))
        .param("sources", Letters.column(verdicts, v -> v.source().code()))
        .param("measures", Letters.column(verdicts, v -> measures(v.ruling())))
        .param("clauses", Letters.column(verdicts, v -> Letters.text(clause(v.ruling()))))
        .param("versions", Letters.column(verdicts, v -> version(v.ruling())))
        .param("posts", Letters.column(verdicts, v -> posts(v.ruling())))
        .param("fields", Letters.column(verdicts, v -> fields(v.ruling())))
        .param("untils", Letters.column(verdicts, v -> Letters.text(v.ruling().until())))
        .param("answers", Letters.column(verdicts, v -> answer(v.ruling())))
        .param("toHolder", Letters.column(verdicts, v -> v.ruling().toHolder()))
        .param("notes", Letters.column(verdicts, v -> v.ruling().note()))
        .param("deciders", Letters.column(verdicts, Enactment::decider))
        .param(
            "agreers",
            Letters.column(
                verdicts, v -> v.agreedBy() == null ? null : v.agreedBy().id().toString()))
        .param("agreements", Letters.column(verdicts, Verdict::agreement))
        .param("seconds", Letters.column(verdicts, v -> Boolean.toString(v.secondPerson())))
        .param("replaced", Letters.column(verdicts, v -> Letters.text(v.replaces())))
        .param("records", recordIds)
        .param("forms", Letters.column(verdicts, v -> v.form() == null ? null : v.form().json()))
        .param("rules", ofRule(verdicts, it -> it.rule().name()))
        .param("ruleVersions", ofRule(verdicts, it -> it.rule().version()))
        .param("verdicts", ofRule(verdicts, it -> it.verdict().hex()))
        .param("now", Timestamp.from(now))
        .param("leaves", Timestamp.from(leavesAt))
        .param("appeal", Timestamp.from(Wording.appealUntil(now)))
        .update();
  }

  private static @Nullable String decider(Verdict verdict) {
    return switch (verdict.by()) {
      case By.Person(Actor.Staff staff) -> staff.id().toString();
      case By.Sample(Actor.Staff staff) -> staff.id().toString();
      case By.Rule _ -> null;
    };
  }

  private static @Nullable String[] ofRule(List<Verdict> verdicts, Function<By.Rule, String> of) {
    return Letters.column(verdicts, v -> v.by() instanceof By.Rule rule ? of.apply(rule) : null);
  }

  private static String measures(Ruling ruling) {
    return ruling.measures().stream().sorted().map(Measure::text).collect(Collectors.joining(","));
  }

  private static @Nullable ClauseId clause(Ruling ruling) {
    return ruling.under() == null ? null : ruling.under().clause().id();
  }

  private static @Nullable String version(Ruling ruling) {
    return ruling.under() == null ? null : Integer.toString(ruling.under().policy().version());
  }

  private static String posts(Ruling ruling) {
    return ruling.posts().stream()
        .map(p -> p.post().post().nativeId())
        .collect(Collectors.joining("\n"));
  }

  private static String fields(Ruling ruling) {
    return ruling.fields().stream().map(Enum::name).sorted().collect(Collectors.joining(","));
  }

  private static @Nullable String answer(Ruling ruling) {
    return ruling.protectedSpeech() == null ? null : ruling.protectedSpeech().code();
  }
}
