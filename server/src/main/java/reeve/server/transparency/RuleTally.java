package reeve.server.transparency;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import reeve.server.record.Told;
import reeve.server.transparency.Cell.What;

/**
 * How often rules were right: each decision on an account that a rule had surfaced counts once for
 * the rule. Published by the rule's clause, since the name of a rule tells how to get around it.
 */
final class RuleTally {
  private static final String CONFIRMED = "confirmed";
  private static final String NO_VIOLATION = "no-violation";
  private static final String OVERTURNED = "overturned";

  private final ObjIntConsumer<Cell> add;

  RuleTally(ObjIntConsumer<Cell> add) {
    this.add = add;
  }

  void described(Told record) {
    // What stands in another decision's place counts when that one is said to have fallen.
    if (!Boolean.TRUE.equals(record.publicHalf().get("onAppeal"))) {
      count(record, violation(record) ? CONFIRMED : NO_VIOLATION, 1);
    }
  }

  void reversed(Told record) {
    int by = Boolean.TRUE.equals(record.publicHalf().get("again")) ? -1 : 1;
    String before = violation(record) ? CONFIRMED : NO_VIOLATION;
    switch (record.word("how")) {
      // Judged anew, and counted then.
      case "withdrawn", "undone" -> count(record, before, -by);
      case "overturned" -> {
        count(record, before, -by);
        count(record, OVERTURNED, by);
      }
      // On appeal a decision changes into a sanction only.
      case "changed" -> {
        count(record, before, -by);
        count(record, CONFIRMED, by);
      }
      default ->
          throw new IllegalStateException("no decision falls by '" + record.word("how") + "'");
    }
  }

  private static boolean violation(Told record) {
    return Boolean.TRUE.equals(record.publicHalf().get("violation"));
  }

  private void count(Told record, String detail, int by) {
    if (record.publicHalf().get("rules") instanceof List<?> rules) {
      YearMonth month = YearMonth.from(record.at().atZone(ZoneOffset.UTC));
      for (Object rule : rules) {
        if (rule instanceof Map<?, ?> named && named.get("clause") instanceof String clause) {
          int slash = clause.indexOf('/');
          add.accept(
              new Cell(
                  What.RULE,
                  Origin.of(record),
                  Scope.ALL,
                  month,
                  slash < 0 ? clause : clause.substring(0, slash),
                  slash < 0 ? "" : clause.substring(slash + 1),
                  detail),
              by);
        }
      }
    }
  }
}
