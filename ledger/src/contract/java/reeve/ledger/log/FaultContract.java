package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static reeve.ledger.log.StoreContract.entries;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Entry;

/** Each call of a store and a shelf fails once in a log's life; then fsck. */
public abstract class FaultContract {
  private static final int[] BATCHES = {1, 254, 2, 300};
  private static final SigningKey KEY = SigningKey.generate("ledger.example", KeyKind.NOTE);

  /** Opens the store of one life: empty the first time, then as it was left. */
  protected abstract Store store(String life);

  /** The shelf of one life. */
  protected abstract Shelf shelf(String life);

  @ParameterizedTest
  @EnumSource(Faulty.Persisted.class)
  final void nothingIsLostWhicheverCallFails(Faulty.Persisted persisted) {
    int calls = new Life(persisted + "-whole", new Faulty(-1, persisted)).live();
    assertThat(calls).isGreaterThan(20);
    for (int failing = 0; failing < calls; failing++) {
      new Life(persisted + "-" + failing, new Faulty(failing, persisted)).live();
    }
  }

  /** A log from its first entry on, opened again after each failure as a server would. */
  private final class Life {
    private final String name;
    private final Faulty faulty;
    private final List<Entry> given = new ArrayList<>();
    private @Nullable Store store;
    private @Nullable Log log;

    Life(String name, Faulty faulty) {
      this.name = name;
      this.faulty = faulty;
    }

    int live() {
      for (int i = 0; i < BATCHES.length; i++) {
        List<Entry> batch = entries(BATCHES[i], i);
        step(() -> append(batch));
        given.addAll(batch);
        step(() -> assertThat(log().publish()).isInstanceOf(Publication.Published.class));
      }
      int calls = faulty.calls();
      log = null;
      store.close();
      try (var real = FaultContract.this.store(name)) {
        var shelf = shelf(name);
        assertThat(StoreContract.read(real, 0, given.size())).isEqualTo(given);
        assertThat(real.head().size()).isEqualTo(given.size());
        assertThat(Fsck.check(KEY.verifier(), real, shelf, 1).told()).isEmpty();
        assertThat(Log.open(KEY, real, shelf, Cosigners.NONE).published().orElseThrow())
            .extracting(published -> published.checkpoint().size())
            .isEqualTo((long) given.size());
      }
      return calls;
    }

    /** A batch is in as a whole or not at all, so the size tells whether to append it again. */
    private void append(List<Entry> batch) {
      if (log().head().size() == given.size()) {
        assertThat(log().append(batch)).isEqualTo(given.size());
      }
      assertThat(log().head().size()).isEqualTo(given.size() + batch.size());
    }

    private void step(Runnable step) {
      for (int tries = 0; tries < 3; tries++) {
        try {
          step.run();
          return;
        } catch (LedgerException e) {
          assertThat(e.problem()).isIn(LedgerProblem.STATE_UNKNOWN, LedgerProblem.UNAVAILABLE);
          if (e.problem() == LedgerProblem.STATE_UNKNOWN) {
            // It stays so until it is opened again.
            StoreContract.refuses(LedgerProblem.STATE_UNKNOWN, () -> log.append(entries(1, 1)));
            StoreContract.refuses(LedgerProblem.STATE_UNKNOWN, () -> log.publish());
            log = null;
          }
        }
      }
      throw new AssertionError("one failure and still no success");
    }

    private Log log() {
      if (log == null) {
        if (store != null) {
          store.close();
        }
        store = faulty.store(FaultContract.this.store(name));
        log = Log.open(KEY, store, faulty.shelf(shelf(name)), Cosigners.NONE);
      }
      return log;
    }
  }
}
