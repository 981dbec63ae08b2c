package reeve.server.decisions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.Facts;
import reeve.server.cases.FlaggedPost;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/**
 * Records beside a decision what only figures of many may tell: the times, languages and rules of
 * one decision would point at somebody. These records are never opened singly.
 */
@Component
class Describing {
  static final Kind DESCRIBED = new Kind("decisions.described", 1);
  static final Kind REVERSED = new Kind("decisions.reversed", 1);

  /** Posts in more than one language. */
  static final String SEVERAL = "several";

  private static final Actor WORKER = new Actor.Worker("decisions");

  private final Cases cases;
  private final Records records;

  Describing(Cases cases, Records records) {
    this.cases = cases;
    this.records = records;
  }

  /** How a decision fell. */
  enum How {
    WITHDRAWN,
    UNDONE,
    OVERTURNED,
    CHANGED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Describes decisions on cases; what has no case has nothing that is known here.
   *
   * @param decided the records of the verdicts, in their order
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void describe(List<Verdict> verdicts, List<RecordId> decided) {
    Set<CaseId> ids =
        verdicts.stream().map(Verdict::caseId).filter(Objects::nonNull).collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return;
    }
    Map<CaseId, Facts> facts = cases.facts(ids);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < decided.size(); i++) {
      Verdict verdict = verdicts.get(i);
      Facts known = verdict.caseId() == null ? null : facts.get(verdict.caseId());
      if (known != null) {
        entries.add(
            new Entry(
                DESCRIBED,
                verdict.account(),
                WORKER,
                decided.get(i),
                described(verdict, known),
                Map.of()));
      }
    }
    records.append(entries);
  }

  private static Map<String, @Nullable Object> described(Verdict verdict, Facts facts) {
    Ruling ruling = verdict.ruling();
    Map<String, @Nullable Object> open = new LinkedHashMap<>();
    open.put("origin", origin(verdict.origin()));
    open.put("sign", facts.sign().toString());
    open.put("language", language(ruling.posts()));
    open.put("followers", facts.followers());
    open.put("posts", facts.posts());
    open.put("oldest", oldest(ruling.posts()));
    open.put("violation", ruling.sanction());
    open.put("onAppeal", verdict.replaces() != null);
    open.put("rules", rules(facts));
    return open;
  }

  /**
   * Records that a decision fell, or that it stands again.
   *
   * @param again whether the fall itself was taken back
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void reversed(
      AccountRef account,
      @Nullable CaseId of,
      Origin origin,
      boolean violation,
      RecordId decision,
      How how,
      boolean again) {
    Facts facts = of == null ? null : cases.facts(List.of(of)).get(of);
    if (facts == null) {
      return;
    }
    Map<String, Object> open = new LinkedHashMap<>();
    open.put("origin", origin(origin));
    open.put("how", how.code());
    open.put("again", again);
    open.put("violation", violation);
    open.put("rules", rules(facts));
    records.append(new Entry(REVERSED, account, WORKER, decision, open, Map.of()));
  }

  void reversed(Decision decision, How how, boolean again) {
    reversed(
        decision.account(),
        decision.caseId(),
        decision.origin(),
        decision.sanction(),
        decision.record(),
        how,
        again);
  }

  /** What was decided, for records of what became of it. */
  static Map<String, @Nullable Object> of(Decision decision) {
    Map<String, @Nullable Object> open = new LinkedHashMap<>();
    open.put("origin", origin(decision.origin()));
    open.put("policy", decision.clause() == null ? null : decision.clause().policy().value());
    open.put("clause", decision.clause() == null ? null : decision.clause().name());
    open.put("automated", decision.automated());
    open.put("secondPerson", decision.secondPerson());
    // What a holder's appeal put there is taken back with the appeal's outcome.
    open.put("onAppeal", false);
    return open;
  }

  private static List<Map<String, Object>> rules(Facts facts) {
    return facts.rules().stream()
        .map(it -> Map.<String, Object>of("rule", it.rule(), "clause", it.clause()))
        .toList();
  }

  /** As their author declared it, without region and script; null where nobody did. */
  private static @Nullable String language(List<FlaggedPost> posts) {
    List<String> languages =
        posts.stream()
            .map(it -> it.post().language())
            .filter(Objects::nonNull)
            .map(it -> Locale.forLanguageTag(it).getLanguage())
            .filter(it -> !it.isEmpty())
            .distinct()
            .toList();
    return switch (languages.size()) {
      case 0 -> null;
      case 1 -> languages.getFirst();
      default -> SEVERAL;
    };
  }

  private static @Nullable String oldest(List<FlaggedPost> posts) {
    return posts.stream()
        .map(it -> it.post().at())
        .min(Instant::compareTo)
        .map(Instant::toString)
        .orElse(null);
  }

  private static String origin(Origin origin) {
    return origin.name().toLowerCase(Locale.ROOT);
  }
}
