package reeve.square.rules;

import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.Clocked;
import reeve.square.base.Refusal;
import reeve.square.base.Texts;

/** The square rules in force; each version is the whole set, and old ones stay readable. */
@Component
public final class SquareRules {
  private final Clocked db;
  private final TransactionTemplate transaction;
  private volatile Cached cached = new Cached(new InForce(0, List.of()), 0);

  SquareRules(Clocked db, TransactionTemplate transaction) {
    this.db = db;
    this.transaction = transaction;
  }

  /**
   * One rule.
   *
   * @param id digits; stays the same from version to version
   * @param hint what it means, in a sentence or two
   */
  public record SquareRule(String id, String text, String hint) {}

  /** A version of the rules. */
  public record InForce(int version, List<SquareRule> rules) {
    public InForce {
      rules = List.copyOf(rules);
    }

    /** Refuses ids that name no rule. */
    public void requireKnown(Collection<String> ids) {
      for (String id : ids) {
        if (rules.stream().noneMatch(rule -> rule.id().equals(id))) {
          throw Refusal.invalid("There is no such square rule among those in force.");
        }
      }
    }
  }

  private record Cached(InForce rules, long at) {}

  /** The version in force; a change by another process is seen within five seconds. */
  public InForce inForce() {
    Cached known = cached;
    long now = System.nanoTime();
    if (known.rules().version() > 0 && now - known.at() < 5_000_000_000L) {
      return known.rules();
    }
    InForce read = read();
    cached = new Cached(read, now);
    return read;
  }

  /** Puts a new version in force. */
  public InForce replace(List<SquareRule> rules) {
    if (rules.isEmpty() || rules.size() > 50) {
      throw Refusal.invalid("A square has 1 to 50 rules.");
    }
    transaction.executeWithoutResult(status -> {
      int version = read().version() + 1;
      for (int i = 0; i < rules.size(); i++) {
        SquareRule rule = rules.get(i);
        db.sql(
                """
                insert into square_rules (version, id, position, text, hint, since)
                values (:version, :id, :position, :text, :hint, :now)
                """)
            .param("version", version)
            .param("id", rule.id())
            .param("position", i + 1)
            .param("text", Texts.line("A rule", rule.text(), 200))
            .param("hint", Texts.within("A rule's hint", rule.hint(), 1000))
            .update();
      }
    });
    cached = new Cached(read(), System.nanoTime());
    return cached.rules();
  }

  private InForce read() {
    int version = db.sql("select max(version) from square_rules").query(Integer.class).single();
    return new InForce(
        version,
        db.sql("select id, text, hint from square_rules where version = :version order by position")
            .param("version", version)
            .query((row, n) ->
                new SquareRule(row.getString("id"), row.getString("text"), row.getString("hint")))
            .list());
  }
}
