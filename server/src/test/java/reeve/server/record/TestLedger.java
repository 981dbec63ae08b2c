package reeve.server.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.ledger.log.Cosigners;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Tiles;

/**
 * A log of its own over the records of a whole server, with all of them published, and found by
 * whoever has a letter.
 *
 * @param key the log's public key, as verifiers take it
 * @param tiles as they are published
 */
public record TestLedger(Openings openings, String key, Tiles tiles) {
  public static TestLedger published(ApplicationContext context, Path folder) {
    JdbcClient jdbc = context.getBean(JdbcClient.class);
    LedgerSettings settings =
        new LedgerSettings(
            folder.resolve("public"), folder.resolve("keys"), "", Duration.ofHours(1), "");
    LogPlace place = LogPlace.today(settings).orElseThrow();
    SigningKey key = place.key(UUID.randomUUID() + ".example");
    Sequencer sequencer =
        new Sequencer(
            jdbc,
            context.getBean(PlatformTransactionManager.class),
            key,
            place.shelf(),
            Cosigners.NONE);
    while (sequencer.step() > 0) {}
    sequencer.log().publish();
    Openings openings = new PostgresOpenings(jdbc, settings);
    long size = sequencer.log().published().orElseThrow().checkpoint().size();
    var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    try {
      new FindIndex(jdbc, transaction, openings).publish(key.name(), size, place.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TestLedger(openings, key.verifier().toString(), place.shelf());
  }

  /** Where the log says that the record of a letter stands. */
  public OptionalLong find(String opening) {
    return reeve.ledger.audit.Opening.of(opening).find(tiles);
  }
}
