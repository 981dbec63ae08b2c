package reeve.server.decisions;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reeve.server.policy.Clause;
import reeve.server.policy.Measure;
import reeve.server.policy.Policy;
import reeve.server.policy.PolicyId;
import tools.jackson.databind.json.JsonMapper;

/**
 * A decision in the form of the DSA Transparency Database (schema of July 2025, {@code
 * statement.schema.json}). It is made of closed words, days, counts and the text of the policy
 * alone: nothing that anybody typed about the account can stand in it.
 */
final class StatementForm {
  private static final int GROUND_MOST = 500;
  private static final int EXPLANATION_MOST = 2_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The European Economic Area, ISO 3166-1: a decision holds everywhere. */
  private static final List<String> EVERYWHERE =
      List.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK");

  private StatementForm() {}

  /** Who decided, as far as it is told. */
  enum How {
    PERSON("AUTOMATED_DECISION_NOT_AUTOMATED", "A person looked at it and decided."),
    SAMPLE(
        "AUTOMATED_DECISION_PARTIALLY",
        "A person looked at a random sample of many accounts that did the same, and decided on all of"
            + " them."),
    RULE("AUTOMATED_DECISION_FULLY", "An automated rule decided, without a person.");

    private final String code;
    private final String words;

    How(String code, String words) {
      this.code = code;
      this.words = words;
    }
  }

  /** What was decided about. */
  enum Kind {
    TEXT,
    IMAGE,
    AUDIO,
    VIDEO,
    OTHER
  }

  /**
   * What a statement is made of.
   *
   * @param posts how many were relied on
   * @param kinds of these posts and of the cleared parts of the profile; empty where there are none
   * @param written the day of the oldest post; null where there is none
   * @param from the day from which it holds
   * @param until the day on which a limit or a temporary suspension ends; null where none does
   */
  record Facts(
      Set<Measure> measures,
      Policy policy,
      Clause clause,
      Source source,
      How how,
      int posts,
      Set<Kind> kinds,
      @Nullable LocalDate written,
      LocalDate from,
      @Nullable LocalDate until) {}

  /**
   * The statement as JSON.
   *
   * @param puid random
   * @return empty for a warning alone, which restricts nothing (Article 17(1))
   */
  static Optional<String> json(Facts facts, String puid) {
    Map<String, Object> fields = new LinkedHashMap<>();
    restrictions(facts, fields);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    fields.put("decision_ground", "DECISION_GROUND_INCOMPATIBLE_CONTENT");
    fields.put(
        "incompatible_content_ground",
        PlainText.beginning(
            "%s: %s (version %d)"
                .formatted(
                    plain(facts.policy().title()),
                    plain(facts.clause().title()),
                    facts.policy().version()),
            GROUND_MOST));
    fields.put(
        "incompatible_content_explanation",
        PlainText.beginning(
            plain(facts.clause().text()).strip().replaceAll("\\s+", " "), EXPLANATION_MOST));
    kinds(facts, fields);
    category(facts.clause(), fields);
    fields.put("territorial_scope", EVERYWHERE);
    fields.put("content_date", written(facts).toString());
    fields.put("application_date", facts.from().toString());
    fields.put("decision_facts", words(facts));
    fields.put(
        "source_type",
        switch (facts.source()) {
          case REPORTS -> "SOURCE_ARTICLE_16";
          case AUTHORITY -> "SOURCE_TYPE_OTHER_NOTIFICATION";
          case REEVE -> "SOURCE_VOLUNTARY";
        });
    fields.put("automated_detection", facts.source() == Source.REEVE ? "Yes" : "No");
    fields.put("automated_decision", facts.how().code);
    fields.put("puid", puid);
    return Optional.of(JSON.writeValueAsString(fields));
  }

  /** Without addresses of mail and handles that a policy may name: none leaves for the database. */
  private static String plain(String text) {
    return text.replaceAll("\\S*@\\S*", "[address]");
  }

  private static void restrictions(Facts facts, Map<String, Object> fields) {
    List<String> visibility = new ArrayList<>();
    Set<Measure> measures = facts.measures();
    boolean removed =
        measures.contains(Measure.REMOVE_POSTS) || measures.contains(Measure.CLEAR_FIELD);
    if (removed) {
      visibility.add("DECISION_VISIBILITY_CONTENT_REMOVED");
    }
    if (measures.contains(Measure.LIMIT)) {
      visibility.add("DECISION_VISIBILITY_CONTENT_DEMOTED");
    }
    if (!visibility.isEmpty()) {
      fields.put("decision_visibility", visibility);
    }
    LocalDate until = facts.until();
    LocalDate end = until == null || until.isAfter(facts.from()) ? until : facts.from();
    if (end != null && measures.contains(Measure.LIMIT) && !removed) {
      fields.put("end_date_visibility_restriction", end.toString());
    }
    if (measures.contains(Measure.SUSPEND_PERMANENTLY)) {
      fields.put("decision_account", "DECISION_ACCOUNT_TERMINATED");
    } else if (measures.contains(Measure.SUSPEND_TEMPORARILY)) {
      fields.put("decision_account", "DECISION_ACCOUNT_SUSPENDED");
      if (end != null) {
        fields.put("end_date_account_restriction", end.toString());
      }
    }
  }

  private static void kinds(Facts facts, Map<String, Object> fields) {
    List<Kind> kinds =
        facts.kinds().isEmpty() ? List.of(Kind.OTHER) : facts.kinds().stream().sorted().toList();
    fields.put("content_type", kinds.stream().map(it -> "CONTENT_TYPE_" + it.name()).toList());
    if (kinds.contains(Kind.OTHER)) {
      fields.put("content_type_other", "Account");
    }
  }

  private static void category(Clause clause, Map<String, Object> fields) {
    String policy = clause.id().policy().value();
    String category;
    Stream<String> keywords = Stream.of();
    if (policy.equals(PolicyId.VIOLENT_EXTREMISM.value())) {
      category = "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY";
      keywords = Stream.of("KEYWORD_TERRORIST_CONTENT");
    } else if (policy.equals("violent-threats")) {
      category = "STATEMENT_CATEGORY_VIOLENCE";
      keywords = Stream.of("KEYWORD_INCITEMENT_VIOLENCE_HATRED");
    } else if (policy.equals("spam") && clause.id().name().equals("deception")) {
      category = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD";
    } else if (policy.equals("spam") && clause.id().name().equals("fake-accounts")) {
      category = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD";
      keywords = Stream.of("KEYWORD_INAUTHENTIC_ACCOUNTS");
    } else {
      category = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC";
    }
    fields.put("category", category);
    List<String> specification = keywords.toList();
    if (!specification.isEmpty()) {
      fields.put("category_specification", specification);
    }
  }

  /** Within what the database takes; the day of the decision where no post was relied on. */
  private static LocalDate written(Facts facts) {
    LocalDate written = facts.written();
    LocalDate first = LocalDate.of(2000, 1, 1);
    return written == null || written.isAfter(facts.from())
        ? facts.from()
        : written.isBefore(first) ? first : written;
  }

  private static String words(Facts facts) {
    String posts =
        switch (facts.posts()) {
          case 0 -> "What the account wrote and shows in its profile was looked at.";
          case 1 -> "One post was relied on.";
          default -> facts.posts() + " posts were relied on.";
        };
    String found =
        switch (facts.source()) {
          case REPORTS -> "Notices of users had pointed to it.";
          case AUTHORITY -> "An authority had pointed to it, without ordering anything.";
          case REEVE -> "Automatic means of the service had pointed to it, and no notice.";
        };
    return "The account broke the rule that the ground names. %s %s %s Decided: %s."
        .formatted(posts, found, facts.how().words, Phrases.of(facts.measures()));
  }
}
