package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import reeve.ledger.audit.Audit;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.FileStore;
import reeve.ledger.log.Log;
import reeve.ledger.log.Shelf;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;

/**
 * 10,000,000 entries appended in durable batches while checkpoints are published beside, then
 * proofs of random entries, each by a reader that knows nothing yet, and the check of everything.
 */
final class LedgerBench {
  private static final int ENTRIES = 10_000_000;
  private static final int BATCH = 2_048;
  private static final int PROOFS = 2_000;
  private static final int WARM_UP = 500;
  private static final long BLOCK = 4096;
  private static final long PUBLISH_EVERY_MS = 1_000;

  private final SplittableRandom random = new SplittableRandom(1);

  Figures run() throws Exception {
    Path folder = Files.createTempDirectory("reeve-ledger");
    try {
      return run(folder);
    } finally {
      Trees.delete(folder);
    }
  }

  private Figures run(Path folder) throws Exception {
    SigningKey key = SigningKey.generate("ledger.example", KeyKind.NOTE);
    Shelf shelf = new FileShelf(folder.resolve("public"));
    var figures = new Figures();
    try (var store = FileStore.open(folder.resolve("store"))) {
      append(Log.open(key, store, shelf, Cosigners.NONE), figures);
    }
    Machine.log("appended; load %s", Machine.load());
    prove(shelf, key.verifier(), figures);
    long began = System.nanoTime();
    int threads = Runtime.getRuntime().availableProcessors();
    Policy policy = Audit.believing(key.verifier());
    Audit.Report report = new Audit(shelf, policy).verify(Optional.empty(), threads);
    if (!report.findings().none()) {
      throw new IllegalStateException("the ledger is wrong: " + report.findings().told());
    }
    figures.put("verify_seconds", (System.nanoTime() - began) / 1e9);
    Machine.log("verified; load %s", Machine.load());
    sizes(folder, figures);
    return figures;
  }

  private void append(Log log, Figures figures) throws Exception {
    var latencies = new Latencies();
    var done = new AtomicBoolean();
    try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
      Future<Integer> publishing =
          beside.submit(() -> {
            int checkpoints = 0;
            while (!done.get()) {
              log.publish();
              checkpoints++;
              Thread.sleep(PUBLISH_EVERY_MS);
            }
            return checkpoints;
          });
      long began = System.nanoTime();
      for (int at = 0; at < ENTRIES; at += BATCH) {
        List<Entry> batch = batch(Math.min(BATCH, ENTRIES - at));
        long asked = System.nanoTime();
        log.append(batch);
        latencies.add(System.nanoTime() - asked);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      done.set(true);
      int checkpoints = publishing.get();
      log.publish();
      figures
          .put("appends_per_s", Math.round(ENTRIES / seconds))
          .put("append_p50_ms", latencies.quantile(0.5))
          .put("append_p99_ms", latencies.quantile(0.99))
          .put("published_per_s", Math.round(ENTRIES / ((System.nanoTime() - began) / 1e9)))
          .put("checkpoints", (long) checkpoints + 1);
    }
  }

  private List<Entry> batch(int count) {
    List<Entry> batch = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      batch.add(
          new Entry(
              new Hash(
                  random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong())));
    }
    return batch;
  }

  private void prove(Shelf shelf, VerifierKey key, Figures figures) {
    var audit = new Audit(shelf, Audit.believing(key));
    var latencies = new Latencies();
    for (int i = -WARM_UP; i < PROOFS; i++) {
      long index = random.nextLong(ENTRIES);
      long asked = System.nanoTime();
      audit.prove(index);
      if (i >= 0) {
        latencies.add(System.nanoTime() - asked);
      }
    }
    figures.put("proof_ms", latencies.quantile(0.5)).put("proof_p99_ms", latencies.quantile(0.99));
  }

  private static void sizes(Path folder, Figures figures) throws IOException {
    long bytes = 0;
    long blocks = 0;
    try (Stream<Path> files = Files.walk(folder.resolve("public/tile"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
        blocks += (Files.size(file) + BLOCK - 1) / BLOCK * BLOCK;
      }
    }
    figures
        .put("bytes_per_entry", (double) bytes / ENTRIES)
        .put("disk_bytes_per_entry", (double) blocks / ENTRIES)
        .put(
            "store_bytes_per_entry",
            (double) Files.size(folder.resolve("store/entries")) / ENTRIES);
  }
}
