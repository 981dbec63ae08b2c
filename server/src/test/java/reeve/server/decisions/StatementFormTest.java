package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reeve.server.decisions.StatementForm.Facts;
import reeve.server.decisions.StatementForm.How;
import reeve.server.policy.Clause;
import reeve.server.policy.Measure;
import reeve.server.policy.Policies;
import reeve.server.policy.Policy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class StatementFormTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Schema SCHEMA = FakeDatabase.schema();

  @Test
  void aThousandRandomDecisionsHaveTheFormOfTheDatabase() {
    var random = new Random(20_270_301);
    int made = 0;
    Set<String> seen = new HashSet<>();
    while (made < 1_000) {
      Facts facts = TestStatements.random(random);
      Optional<String> json = StatementForm.json(facts, "puid-" + made);
      assertThat(json.isEmpty()).isEqualTo(facts.measures().equals(Set.of(Measure.WARN)));
      if (json.isEmpty()) {
        continue;
      }
      made++;
      assertThat(SCHEMA.validate(json.get(), InputFormat.JSON)).as(json.get()).isEmpty();
      JsonNode read = JSON.readTree(json.get());
      LocalDate from = LocalDate.parse(read.path("application_date").asString());
      for (Map.Entry<String, JsonNode> field : read.properties()) {
        if (field.getKey().startsWith("end_date_")) {
          assertThat(LocalDate.parse(field.getValue().asString())).isAfterOrEqualTo(from);
        }
        if (!field.getKey().equals("puid") && !field.getKey().endsWith("_date")) {
          seen.add(field.getKey() + "=" + field.getValue());
        }
      }
    }
    assertThat(seen)
        .as("every word that a decision can lead to was among them")
        .contains(
            "decision_account=\"DECISION_ACCOUNT_SUSPENDED\"",
            "decision_account=\"DECISION_ACCOUNT_TERMINATED\"",
            "decision_visibility=[\"DECISION_VISIBILITY_CONTENT_REMOVED\","
                + "\"DECISION_VISIBILITY_CONTENT_DEMOTED\"]",
            "category=\"STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY\"",
            "category_specification=[\"KEYWORD_TERRORIST_CONTENT\"]",
            "category=\"STATEMENT_CATEGORY_VIOLENCE\"",
            "category=\"STATEMENT_CATEGORY_SCAMS_AND_FRAUD\"",
            "category=\"STATEMENT_CATEGORY_OTHER_VIOLATION_TC\"",
            "source_type=\"SOURCE_ARTICLE_16\"",
            "source_type=\"SOURCE_TYPE_OTHER_NOTIFICATION\"",
            "source_type=\"SOURCE_VOLUNTARY\"",
            "automated_detection=\"Yes\"",
            "automated_detection=\"No\"",
            "automated_decision=\"AUTOMATED_DECISION_FULLY\"",
            "automated_decision=\"AUTOMATED_DECISION_PARTIALLY\"",
            "automated_decision=\"AUTOMATED_DECISION_NOT_AUTOMATED\"");
  }

  @Test
  void anAddressThatAPolicyNamesDoesNotLeave() {
    Policy policy = Policies.shipped().getFirst();
    Clause clause = policy.clauses().getFirst();
    Clause named =
        new Clause(
            clause.id(),
            "Ask annika@valeborn.example",
            "Write to\n<annika@valeborn.example>, or @annika@town.example. " + clause.text(),
            clause.allows(),
            clause.automation(),
            clause.severity());
    String json =
        StatementForm.json(
                new Facts(
                    Set.of(Measure.SUSPEND_PERMANENTLY),
                    policy,
                    named,
                    Source.REPORTS,
                    How.PERSON,
                    1,
                    Set.of(),
                    null,
                    LocalDate.of(2027, 3, 1),
                    null),
                "p")
            .orElseThrow();
    assertThat(json)
        .contains("Write to [address] or [address]", "Ask [address] (version")
        .doesNotContain("@", "annika");
  }

  @Test
  void theSchemaRefusesAStatementThatLacksAFieldOrHasAnother() {
    String whole =
        StatementForm.json(
                new Facts(
                    Set.of(Measure.SUSPEND_PERMANENTLY),
                    Policies.shipped().getFirst(),
                    Policies.shipped().getFirst().clauses().getFirst(),
                    Source.REPORTS,
                    How.PERSON,
                    1,
                    Set.of(),
                    null,
                    LocalDate.of(2027, 3, 1),
                    null),
                "p")
            .orElseThrow();
    assertThat(SCHEMA.validate(whole, InputFormat.JSON)).isEmpty();
    for (String field : JSON.readTree(whole).propertyNames()) {
      if (!field.equals("category_specification")) {
        ObjectNode less = (ObjectNode) JSON.readTree(whole);
        less.remove(field);
        assertThat(SCHEMA.validate(less.toString(), InputFormat.JSON))
            .as("without " + field)
            .isNotEmpty();
      }
      ObjectNode other = (ObjectNode) JSON.readTree(whole);
      other.put(field, "");
      assertThat(SCHEMA.validate(other.toString(), InputFormat.JSON))
          .as("an empty " + field)
          .isNotEmpty();
    }
    ObjectNode more = (ObjectNode) JSON.readTree(whole);
    more.put("url", "https://town.example/@ann");
    assertThat(SCHEMA.validate(more.toString(), InputFormat.JSON)).isNotEmpty();
  }
}
