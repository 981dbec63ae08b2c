package reeve.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.Fsck;
import reeve.ledger.log.Head;
import reeve.ledger.log.Log;
import reeve.ledger.log.Store;
import reeve.ledger.log.StoreContract;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Edge;
import reeve.server.ServerTest;

@Tag("sql")
@ServerTest
final class LedgerStoreIT extends StoreContract {
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;
  @TempDir private Path folder;
  private final String origin = UUID.randomUUID() + ".example";

  @Override
  protected Store open() {
    return open(transactions);
  }

  private Store open(PlatformTransactionManager by) {
    return new PostgresLedgerStore(origin, jdbc, by);
  }

  @Test
  void ofTwoServersThatAppendAtOnceOneIsOvertakenAndNothingIsLost() throws Exception {
    int rounds = 30;
    var barrier = new CyclicBarrier(2);
    var key = SigningKey.generate(origin, KeyKind.NOTE);
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> servers = new ArrayList<>();
      for (int server = 0; server < 2; server++) {
        Path own = folder.resolve("" + server);
        servers.add(
            pool.submit(() -> {
              int in = 0;
              for (int i = 0; i < rounds; i++) {
                Log log = Log.open(key, open(), new FileShelf(own), Cosigners.NONE);
                barrier.await();
                try {
                  log.append(StoreContract.entries(3, i));
                  in++;
                } catch (LedgerException e) {
                  assertThat(e.problem()).isEqualTo(LedgerProblem.OVERTAKEN);
                  assertThatThrownBy(log::publish).isInstanceOf(LedgerException.class);
                }
                barrier.await();
              }
              return in;
            }));
      }
      int in = servers.get(0).get() + servers.get(1).get();
      assertThat(in).isBetween(rounds, 2 * rounds);
      Store store = open();
      assertThat(store.head().size()).isEqualTo(3L * in);
      var shelf = new FileShelf(folder.resolve("all"));
      Log.open(key, store, shelf, Cosigners.NONE);
      assertThat(Fsck.check(key.verifier(), store, shelf, 1).told()).isEmpty();
    }
  }

  @Test
  void aCommitThatFailedIsUnknownUntilTheStoreIsOpenedAgain() {
    for (boolean happened : List.of(true, false)) {
      Head before = open().head();
      Store store = open(new FailingCommit(transactions, happened));
      var edge = new Edge();
      StoreContract.read(open(), 0, (int) before.size()).forEach(e -> edge.add(e, (_, _) -> {}));
      var batch = StoreContract.entries(2, 1);
      batch.forEach(entry -> edge.add(entry, (_, _) -> {}));
      var to = new Head(edge.size(), edge.root());
      for (int i = 0; i < 2; i++) {
        refuses(
            LedgerProblem.STATE_UNKNOWN,
            () -> {
              store.append(before, batch, to);
              return null;
            });
      }
      assertThat(open().head()).isEqualTo(happened ? to : before);
    }
  }

  @Test
  void theServerCanChangeNothingThatWasAppended() {
    for (String change :
        List.of(
            "UPDATE ledger_batch SET root = root",
            "DELETE FROM ledger_batch",
            "TRUNCATE ledger_batch")) {
      assertThatThrownBy(() -> jdbc.sql(change).update())
          .as(change)
          .isInstanceOf(DataAccessException.class)
          .rootCause()
          .hasMessageContaining("permission denied");
    }
  }

  /** Loses the answer to a commit, or the commit. */
  private record FailingCommit(PlatformTransactionManager real, boolean happens)
      implements PlatformTransactionManager {
    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      return real.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      if (happens) {
        real.commit(status);
      } else {
        real.rollback(status);
      }
      throw new TransactionSystemException("the answer was lost");
    }

    @Override
    public void rollback(TransactionStatus status) {
      real.rollback(status);
    }
  }
}
