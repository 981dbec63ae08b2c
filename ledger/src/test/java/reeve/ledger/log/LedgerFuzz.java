package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reeve.ledger.Findings;
import reeve.ledger.LedgerException;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Model;
import reeve.ledger.tree.Prover;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.TreeCheck;

/** Random lives of a log, held against RFC 6962 over a list. */
final class LedgerFuzz {
  private static final SigningKey KEY = SigningKey.generate("ledger.example", KeyKind.NOTE);

  @Test
  void manyLivesAgreeWithTheModel() {
    for (long seed = 0; seed < 1_000; seed++) {
      live(seed);
    }
  }

  static void live(long seed) {
    var random = new Random(seed);
    var memory = new Memory();
    List<byte[]> entries = new ArrayList<>();
    List<Checkpoint> seen = new ArrayList<>();
    Log log = null;
    int failing = random.nextInt(60);
    var faulty = new Faulty(failing, List.of(Faulty.Persisted.values()).get(random.nextInt(3)));
    for (int step = 0; step < 25; step++) {
      try {
        if (log == null || random.nextInt(8) == 0) {
          log = null;
          log = Log.open(KEY, faulty.store(memory), faulty.shelf(memory), Cosigners.NONE);
        }
        switch (random.nextInt(3)) {
          case 0, 1 -> append(log, random, entries);
          default -> log.publish();
        }
      } catch (LedgerException e) {
        log = null;
      }
      known(memory, entries, seed);
      published(memory, seen);
    }
    Log.open(KEY, memory, memory, Cosigners.NONE);
    published(memory, seen);
    assertThat(Fsck.check(KEY.verifier(), memory, memory, 1).told()).as("seed %d", seed).isEmpty();
    if (!seen.isEmpty()) {
      check(memory, random, entries, seen, seed);
    }
  }

  private static void append(Log log, Random random, List<byte[]> entries) {
    int count = 1 + (random.nextBoolean() ? random.nextInt(3) : random.nextInt(280));
    List<Entry> batch = StoreContract.entries(count, random.nextLong());
    assertThat(log.head().size()).isEqualTo(entries.size());
    assertThat(log.append(batch)).isEqualTo(entries.size());
    batch.forEach(entry -> entries.add(entry.commitment().bytes()));
  }

  /** Takes in a batch whose append failed and is in; what was given out before must be there. */
  private static void known(Memory memory, List<byte[]> entries, long seed) {
    int size = (int) memory.head().size();
    assertThat(size).as("seed %d", seed).isGreaterThanOrEqualTo(entries.size());
    List<Entry> there = StoreContract.read(memory, 0, size);
    for (int i = 0; i < entries.size(); i++) {
      assertThat(there.get(i).commitment().bytes()).isEqualTo(entries.get(i));
    }
    there.subList(entries.size(), size).forEach(e -> entries.add(e.commitment().bytes()));
  }

  private static void published(Memory memory, List<Checkpoint> seen) {
    memory
        .read(new Resource.Checkpoint())
        .map(bytes -> Checkpoint.of(SignedNote.of(bytes).text()))
        .filter(now -> seen.isEmpty() || !seen.getLast().equals(now))
        .ifPresent(now -> {
          assertThat(seen.isEmpty() || seen.getLast().size() < now.size()).isTrue();
          seen.add(now);
        });
  }

  private static void check(
      Memory memory, Random random, List<byte[]> entries, List<Checkpoint> seen, long seed) {
    var model = new Model(entries);
    Checkpoint last = seen.getLast();
    int size = (int) last.size();
    assertThat(size).isEqualTo(entries.size());
    var prover = new Prover(memory, size, last.root());
    for (Checkpoint each : seen) {
      assertThat(each.root()).isEqualTo(Hash.at(model.root(0, (int) each.size()), 0));
      assertThat(prover.consistency(each.size(), each.root()).path())
          .isEqualTo(hashes(model.proof((int) each.size(), 0, size, true)));
    }
    int index = random.nextInt(size);
    Prover.Proven proven = prover.inclusion(index);
    assertThat(proven.inclusion().path()).isEqualTo(hashes(model.path(index, 0, size)));
    Hash wrong = new Hash(random.nextLong(), 0, 0, 0);
    assertThat(proven.inclusion().proves(new Entry(wrong), last.root())).isFalse();
    flip(memory, random, last, seed);
  }

  /** A flipped bit in any file that the last checkpoint needs is found. */
  private static void flip(Memory memory, Random random, Checkpoint last, long seed) {
    List<String> needed =
        memory.files.keySet().stream()
            .filter(path -> !path.contains(".p/") || needs(path, last.size()))
            .filter(path -> !path.equals("checkpoint"))
            .sorted()
            .toList();
    String path = needed.get(random.nextInt(needed.size()));
    byte[] bytes = memory.files.get(path);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    var findings = new Findings();
    TreeCheck.check(memory, last.size(), last.root(), 1, findings);
    assertThat(findings.none()).as("seed %d, %s", seed, path).isFalse();
  }

  /** Whether a partial file is one of that size, and none from before. */
  private static boolean needs(String path, long size) {
    String word = List.of(path.split("/", -1)).get(1);
    int level = word.equals("entries") ? 0 : Integer.parseInt(word);
    long nodes = size >>> (8 * level);
    return path.endsWith("%03d.p/%d".formatted(nodes / 256, nodes % 256));
  }

  private static List<Hash> hashes(List<byte[]> path) {
    return path.stream().map(bytes -> Hash.at(bytes, 0)).toList();
  }
}
