package reeve.square.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.base.Texts;
import reeve.square.base.Times;
import reeve.square.outbox.Outbox;
import reeve.square.outbox.Shapes;
import reeve.square.rules.SquareRules;

/**
 * Takes flags. Every accepted one is kept and told before its sender gets an answer; flags that
 * come at the same time share a commit.
 */
@Component
public final class Reports implements DisposableBean {
  private static final int MOST_AT_ONCE = 256;

  private final Clocked db;
  private final Accounts accounts;
  private final Recent<Account> subjects;
  private final SquareRules rules;
  private final GroupCommit<Pending, Filed> commits;

  Reports(
      Clocked db,
      TransactionTemplate transaction,
      Accounts accounts,
      SquareRules rules,
      Outbox outbox,
      Shapes shapes,
      Settings settings) {
    this.db = db;
    this.accounts = accounts;
    this.subjects = new Recent<>(db.clock(), Duration.ofSeconds(10));
    this.rules = rules;
    var batch = new ReportBatch(db, outbox, shapes);
    this.commits =
        new GroupCommit<>(
            "reports",
            MOST_AT_ONCE,
            settings.reportQueue(),
            flags -> {
              var outcomes =
                  transaction.execute(status -> {
                    var filed = batch.file(flags);
                    // Before the commit: after it, a failure would deny what is kept.
                    readAhead(flags);
                    return filed;
                  });
              batch.committed();
              return outcomes;
            });
  }

  /** A flag on its way; the id makes a second try harmless. */
  record Pending(long id, int ruleVersion, Flag flag) {}

  /** A flag that is kept. */
  public record Filed(long id, Instant at, Flag flag) {}

  /** Files a flag. Returns when it is kept for good. */
  public Filed file(Flag flag) {
    if (flag.reporter().equals(flag.subject())) {
      throw Refusal.invalid("You cannot report yourself.");
    }
    if (flag.posts().size() > Flag.POSTS) {
      throw Refusal.invalid("A report names at most " + Flag.POSTS + " posts.");
    }
    Texts.within("The comment", flag.comment(), Flag.COMMENT);
    SquareRules.InForce inForce = rules.inForce();
    inForce.requireKnown(flag.rules());
    return commits.submit(new Pending(db.nextId(), inForce.version(), flag));
  }

  /** The answers name the subjects: one look for a whole batch. */
  private void readAhead(List<Pending> flags) {
    List<AccountId> unknown =
        flags.stream()
            .map(pending -> pending.flag().subject())
            .filter(subject -> subjects.get(subject.value()) == null)
            .distinct()
            .toList();
    if (!unknown.isEmpty()) {
      accounts.shown(unknown).forEach((id, account) -> subjects.put(id.value(), account));
    }
  }

  /** Whom a flag is about, as the account looked at most ten seconds ago. */
  public Account subject(Filed filed) {
    Long id = filed.flag().subject().value();
    Account known = subjects.get(id);
    if (known == null) {
      known = accounts.shown(filed.flag().subject());
      subjects.put(id, known);
    }
    return known;
  }

  /** The flags that an account filed, newest first. */
  public List<Filed> of(AccountId reporter, int most) {
    return db.sql("select * from reports where reporter = :reporter order by id desc limit :most")
        .param("reporter", reporter.value())
        .param("most", most)
        .query((row, n) ->
            new Filed(
                row.getLong("id"),
                Times.of(row, "at"),
                new Flag(
                    reporter,
                    new AccountId(row.getLong("subject")),
                    List.of((Long[]) row.getArray("posts").getArray()).stream()
                        .map(reeve.square.base.PostId::new)
                        .toList(),
                    Flag.Category.parse(row.getString("category")),
                    List.of((String[]) row.getArray("rules").getArray()),
                    row.getString("comment"))))
        .list();
  }

  @Override
  public void destroy() {
    commits.close();
  }
}
