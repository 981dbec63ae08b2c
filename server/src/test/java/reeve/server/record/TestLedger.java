package reeve.server.record;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import reeve.ledger.log.Cosigners;
import reeve.ledger.note.SigningKey;

/**
 * A log of its own over the records of a whole server, with all of them published.
 *
 * @param key the log's public key, as verifiers take it
 */
public record TestLedger(Openings openings, String key) {
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
    return new TestLedger(new PostgresOpenings(jdbc, settings), key.verifier().toString());
  }
}
