package reeve.server.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Kind;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.record.Told;

final class TablesTest {
  private static final Instant START = Instant.parse("2025-11-03T08:00:00Z");

  private final Fold fold = new Fold();
  private Instant now = START;

  private RecordId add(
      String kind, int version, String account, RecordId cause, Map<String, ?> half) {
    var id = new RecordId(UUID.randomUUID());
    fold.take(
        new Told(
            new Place(1, 1),
            id,
            now,
            new Kind(kind, version),
            account == null ? null : new AccountRef(PlatformId.SQUARE, account),
            cause,
            Map.copyOf(half)));
    return id;
  }

  private void orders(int count, String country, String demand, String outcome) {
    for (int i = 0; i < count; i++) {
      Map<String, Object> half = new HashMap<>(Map.of("country", country, "demand", demand));
      if (outcome != null) {
        half.put("outcome", outcome);
      }
      add("legal.some-kind", 1, null, null, half);
    }
  }

  private Table table(String id, String asOf) {
    return Tables.of(fold.figures(), Instant.parse(asOf)).stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines(Table table) {
    return new String(TableFiles.csv(table), StandardCharsets.UTF_8).lines().skip(1).toList();
  }

  @Test
  void ordersOfAMonthAreToldWhenTheNextIsOverAndNoneBelowTen() {
    orders(12, "FR", "removal", null);
    orders(11, "FR", "removal", "carried-out");
    orders(1, "FR", "removal", "refused");
    orders(1, "MT", "removal", null);
    orders(9, "DE", "disclosure", null);
    orders(10, "DE", "danger-to-life", "told");
    orders(11, "AT", "preservation", "held");
    orders(25, "IT", "removal", null);
    orders(11, "IT", "removal", "carried-out");
    orders(14, "ES", "disclosure", null);
    orders(25, "ES", "disclosure", "disclosed");
    assertThat(table("orders", "2025-12-31T23:59:59Z").rows()).isEmpty();
    List<String> orders = lines(table("orders", "2026-01-01T00:00:00Z"));
    assertThat(orders)
        .contains(
            "2025-11,FR,removal,received,11-20",
            "2025-11,FR,removal,carried-out,11",
            "2025-11,FR,removal,refused,<10",
            "2025-11,FR,removal,not-possible,<10",
            "2025-11,others,removal,received,<10",
            "2025-11,others,disclosure,received,<10",
            "2025-11,AT,preservation,received,11",
            "2025-11,AT,preservation,held,11",
            "2025-11,IT,removal,received,25",
            "2025-11,ES,disclosure,received,10-19",
            "2025-11,ES,disclosure,disclosed,25",
            "2025-11,others,preservation,received,<10")
        .as("one order, and none, look the same")
        .noneMatch(it -> it.contains("MT") || it.contains("DE") || it.endsWith(",0"));
    assertThat(lines(table("notifications", "2026-01-01T00:00:00Z")))
        .containsExactly(
            "2025-11,DE,danger-to-life,10",
            "2025-11,others,danger-to-life,<10",
            "2025-11,others,suspicion,<10");
    assertThat(lines(table("work", "2026-02-01T00:00:00Z")))
        .contains("2025-12,claims,<10", "2025-12,views,<10");
  }

  @Test
  void noCountBelowTenComesOutBySubtraction() {
    var random = new SplittableRandom(11);
    for (int i = 0; i < 300; i++) {
      long carriedOut = random.nextInt(40);
      long refused = random.nextInt(12);
      Table.Rough received =
          Table.Rough.whole(carriedOut + refused, carriedOut >= 10 ? carriedOut : 0);
      if (carriedOut >= 10 && refused < 10) {
        assertThat(received.toString()).isEqualTo(carriedOut + "-" + (carriedOut + 9));
      }
    }
    assertThat(Table.Rough.whole(12, 11).words()).isEqualTo("11 to 20");
  }

  @Test
  void noYearBeginsWithAnOrderOrAView() {
    add("decisions.decided", 1, "1", null, Map.of("origin", "live", "actions", List.of("warn")));
    List<String> before = lines(dsa());
    now = Instant.parse("2026-01-03T00:00:00Z");
    orders(1, "FR", "removal", null);
    add("staff.viewed", 1, "1", null, Map.of());
    add("cases.claimed", 1, "1", null, Map.of());
    assertThat(lines(dsa())).isEqualTo(before);
  }

  private Table dsa() {
    return Exports.dsa(
        fold.figures(), Tables.of(fold.figures(), Instant.parse("2026-01-03T00:00:00Z")));
  }

  /** Many accounts, suspended for this and that, appealed and reinstated, over two years. */
  private void town() {
    var random = new SplittableRandom(7);
    List<String> policies = List.of("violent-extremism", "violent-threats", "spam");
    List<String> found = List.of("reports", "from-reports", "proactive", "otherwise");
    for (int i = 0; i < 400; i++) {
      now = START.plus(Duration.ofHours(30L * i));
      String account = "" + random.nextInt(250);
      Map<String, Object> half = new HashMap<>();
      half.put("origin", random.nextInt(5) == 0 ? "sample" : "live");
      half.put("policy", policies.get(random.nextInt(3)));
      half.put("clause", "clause-" + random.nextInt(2));
      half.put("automated", half.get("policy").equals("spam") && random.nextBoolean());
      half.put("actions", List.of("suspend-permanently"));
      RecordId decision = add("decisions.decided", 1, account, null, half);
      half.put("violation", true);
      half.put("rules", List.of(Map.of("rule", "r", "clause", half.get("policy") + "/clause-0")));
      add("decisions.described", 1, account, decision, half);
      half.put("action", "suspend");
      half.put("found", found.get(random.nextInt(4)));
      add("enforcement.carried-out", 2, account, decision, half);
      if (random.nextInt(3) == 0) {
        half.put("by", random.nextInt(4) == 0 ? "reporter" : "holder");
        add("appeals.filed", 2, account, decision, half);
        String outcome = List.of("upheld", "changed", "overturned").get(random.nextInt(3));
        half.put("outcome", outcome);
        add("appeals.decided", 2, account, decision, half);
        if (outcome.equals("overturned")) {
          half.put("action", "reinstate");
          half.put("ends", true);
          half.put("how", "overturned");
          add("decisions.reversed", 1, account, decision, half);
          add("enforcement.carried-out", 2, account, decision, half);
        }
      }
      orders(random.nextInt(3), "FR", "removal", null);
    }
  }

  private static long sum(Table table, String column, Map<String, String> where) {
    long sum = 0;
    for (List<Object> row : table.rows()) {
      boolean fits =
          where.entrySet().stream()
              .allMatch(it -> ("" + table.cell(row, it.getKey())).matches(it.getValue()));
      if (fits && table.cell(row, column) instanceof Long number) {
        sum += number;
      }
    }
    return sum;
  }

  @Test
  void whatTheLawAsksForAgreesWithThePageAndWithItselfOnEverySharedTotal() {
    town();
    Instant asOf = now.plus(Duration.ofDays(90));
    List<Table> tables = Tables.of(fold.figures(), asOf);
    Map<String, Table> page = new HashMap<>();
    tables.forEach(it -> page.put(it.id(), it));
    Table dsa = Exports.dsa(fold.figures(), tables);
    Table tco = Exports.tco(fold.figures(), tables);
    String suspended = "accounts suspended, .*";
    for (String origin : List.of("live", "sample")) {
      long terrorism =
          sum(page.get("suspensions"), "suspended", Map.of("origin", origin, "scope", "terrorism"));
      assertThat(terrorism).isPositive();
      assertThat(sum(tco, "value", Map.of("origin", origin, "item", suspended)))
          .isEqualTo(terrorism);
      assertThat(
              sum(
                  dsa,
                  "value",
                  Map.of("origin", origin, "item", suspended, "policy", "violent-extremism")))
          .isEqualTo(terrorism);
      for (String policy : List.of("spam", "violent-threats")) {
        assertThat(sum(dsa, "value", Map.of("origin", origin, "item", suspended, "policy", policy)))
            .as(policy)
            .isEqualTo(
                sum(
                    page.get("clauses"),
                    "all",
                    Map.of("origin", origin, "scope", "all", "policy", policy)));
      }
      assertThat(sum(tco, "value", Map.of("origin", origin, "item", "accounts reinstated")))
          .isEqualTo(
              sum(
                  page.get("months"),
                  "reinstated",
                  Map.of("origin", origin, "scope", "terrorism")));
      for (Map.Entry<String, String> of :
          Map.of(
                  "filed by holders", "filed",
                  "upheld", "upheld",
                  "changed", "changed",
                  "overturned", "overturned")
              .entrySet()) {
        Map<String, String> complaints =
            Map.of("origin", origin, "section", "5 complaints", "item", of.getKey());
        assertThat(sum(dsa, "value", complaints))
            .as(of.getKey())
            .isPositive()
            .isEqualTo(sum(page.get("appeals"), of.getValue(), Map.of("origin", origin)));
        Map<String, String> onTerrorism = new HashMap<>(complaints);
        onTerrorism.put("policy", "violent-extremism");
        assertThat(sum(dsa, "value", onTerrorism))
            .isEqualTo(
                sum(
                    tco,
                    "value",
                    Map.of("origin", origin, "section", "complaints", "item", of.getKey())));
      }
      assertThat(sum(dsa, "value", Map.of("origin", origin, "item", "decided by a rule.*")))
          .isPositive()
          .isEqualTo(sum(page.get("decisions"), "by_rule", Map.of("origin", origin)));
      assertThat(sum(dsa, "value", Map.of("origin", origin, "item", "surfaced by a rule, .*")))
          .isEqualTo(sum(page.get("rules"), "decided", Map.of("origin", origin)));
      assertThat(sum(dsa, "value", Map.of("origin", origin, "item", "carried out: .*")))
          .isEqualTo(sum(page.get("measures"), "carried_out", Map.of("origin", origin)));
    }
    List<String> orders = lines(page.get("orders"));
    assertThat(orders).anyMatch(it -> it.matches("2026-.*,FR,removal,received,1\\d"));
    for (Table export : List.of(dsa, tco)) {
      assertThat(
              lines(export).stream()
                  .filter(it -> it.contains("removal: "))
                  .map(it ->
                      it.replaceAll(
                          "^[^,]*,,([^,]*),([^,]*),removal: ([^,]*),(.*)$", "$1,$2,removal,$3,$4")))
          .as(export.id())
          .containsExactlyElementsOf(orders.stream().filter(it -> it.contains("removal")).toList());
      assertThat(export.note()).contains("not verified", "no conformity");
    }
  }
}
