package reeve.server.decisions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.policy.Clause;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Measure;
import reeve.server.policy.Policies;
import reeve.server.policy.Policy;
import reeve.server.record.Actor;

/**
 * Writes decisions on many accounts, each with its own record, statement and orders, as the worker
 * of decisions over many does, without weighing an account: nobody opened anything of these. A
 * benchmark's way to the slice; it stands in the slice's package since nobody else may call it, and
 * no server has it.
 */
public final class Takedown {
  /** So many accounts are one transaction at the most. */
  public static final int MOST = 1_000;

  private final JdbcClient jdbc;
  private final Enactment enactment;
  private final Policies policies;
  private final TransactionOperations transaction;
  private final InstantSource clock;

  public Takedown(ConfigurableApplicationContext server) {
    jdbc = server.getBean(JdbcClient.class);
    enactment = server.getBean(Enactment.class);
    policies = server.getBean(Policies.class);
    transaction = server.getBean(TransactionOperations.class);
    clock = server.getBean(InstantSource.class);
  }

  /** An account of a batch, and its name. */
  public record Target(AccountRef account, String handle, Origin origin) {}

  /**
   * What is decided on each.
   *
   * @param name of the batch; the same name goes on where it was broken off
   * @param toHolder what each holder is told beside the clause
   */
  public record Batch(
      String name, ClauseId clause, Measure measure, String toHolder, Actor.Staff by) {}

  /**
   * Decides on all accounts, in transactions of at most {@link #MOST}. An account that the batch
   * has decided on before is passed over, so that a broken-off run is simply run again. Orders
   * leave at once: a batch is not withdrawn.
   *
   * @return on how many accounts it decided now
   * @throws IllegalArgumentException when the clause does not allow the measure
   */
  public long run(Batch batch, Iterator<Target> targets) {
    Ruling ruling = ruling(batch);
    long decided = 0;
    while (targets.hasNext()) {
      List<Target> some = new ArrayList<>(MOST);
      while (targets.hasNext() && some.size() < MOST) {
        some.add(targets.next());
      }
      Integer now = transaction.execute(_ -> decide(batch, ruling, some));
      decided += now == null ? 0 : now;
    }
    return decided;
  }

  private Ruling ruling(Batch batch) {
    Policy policy = policies.current(batch.clause().policy()).orElseThrow();
    Clause clause = policy.clause(batch.clause()).orElseThrow();
    if (!clause.allows().contains(batch.measure())
        || batch.measure() == Measure.SUSPEND_TEMPORARILY) {
      throw new IllegalArgumentException(clause.id() + " allows no batch of " + batch.measure());
    }
    return new Ruling(
        Set.of(batch.measure()),
        new Ruling.Under(policy, clause),
        List.of(),
        Set.of(),
        null,
        policy.protectedSpeech() ? ProtectedSpeech.NO : null,
        batch.toHolder(),
        "");
  }

  private int decide(Batch batch, Ruling ruling, List<Target> some) {
    Set<AccountRef> before = before(batch, some);
    List<Verdict> verdicts =
        some.stream()
            .filter(target -> !before.contains(target.account()))
            .map(target -> verdict(batch, ruling, target))
            .toList();
    if (!verdicts.isEmpty()) {
      Instant now = clock.instant();
      enactment.enact(verdicts, now, now);
    }
    return verdicts.size();
  }

  private static Verdict verdict(Batch batch, Ruling ruling, Target target) {
    DecisionId id = DecisionId.fresh();
    return new Verdict(
        id,
        id.value(),
        null,
        batch.name(),
        target.account(),
        target.handle(),
        target.origin(),
        Source.REEVE,
        ruling,
        List.of(),
        new By.Person(batch.by()),
        null,
        "",
        true,
        null,
        null,
        false,
        null);
  }

  private Set<AccountRef> before(Batch batch, List<Target> some) {
    Set<String> known =
        new HashSet<>(
            jdbc.sql(
                    """
                    SELECT k.platform || ' ' || k.account
                      FROM unnest(:platforms::text[], :accounts::text[]) AS k (platform, account),
                           LATERAL (SELECT 1 FROM decision d
                                     WHERE d.platform = k.platform AND d.account = k.account
                                       AND d.batch = :batch LIMIT 1) d
                    """)
                .param("batch", batch.name())
                .param("platforms", Letters.column(some, t -> t.account().platform().value()))
                .param("accounts", Letters.column(some, t -> t.account().nativeId()))
                .query((row, _) -> row.getString(1))
                .list());
    Set<AccountRef> before = new HashSet<>();
    for (Target target : some) {
      if (known.contains(target.account().platform() + " " + target.account().nativeId())) {
        before.add(target.account());
      }
    }
    return before;
  }
}
