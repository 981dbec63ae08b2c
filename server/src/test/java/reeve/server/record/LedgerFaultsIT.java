package reeve.server.record;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import reeve.ledger.log.FaultContract;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.Shelf;
import reeve.ledger.log.Store;
import reeve.server.ServerTest;

/** A ledger in the database, published to files, of which each call fails once. */
@Tag("sql")
@ServerTest
final class LedgerFaultsIT extends FaultContract {
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;
  @TempDir private Path folder;
  private final String run = UUID.randomUUID().toString();

  @Override
  protected Store store(String life) {
    return new PostgresLedgerStore(run + life, jdbc, transactions);
  }

  @Override
  protected Shelf shelf(String life) {
    return new FileShelf(folder.resolve(life));
  }
}
