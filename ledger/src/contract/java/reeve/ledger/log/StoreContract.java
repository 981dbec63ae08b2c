package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;

/** What every {@link Store} must do. */
public abstract class StoreContract {
  private Store store;

  /** Opens the store of this test: empty the first time, then as it was left. */
  protected abstract Store open() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    store = open();
  }

  @AfterEach
  final void end() {
    store.close();
  }

  @Test
  void aNewStoreIsEmpty() {
    assertThat(store.head()).isEqualTo(Head.EMPTY);
    refuses(LedgerProblem.NONE, () -> store.read(0, 1));
  }

  @Test
  void whatWasAppendedIsThereAfterOpeningAgain() throws Exception {
    List<Entry> all = new ArrayList<>();
    Edge edge = new Edge();
    for (int count : new int[] {1, 255, 1, 4000, 3}) {
      append(edge, all, entries(count, all.size()));
      assertThat(store.head()).isEqualTo(new Head(edge.size(), edge.root()));
      assertThat(read(store, 0, all.size())).isEqualTo(all);
    }
    store.close();
    store = open();
    assertThat(store.head()).isEqualTo(new Head(edge.size(), edge.root()));
    assertThat(read(store, 0, all.size())).isEqualTo(all);
    assertThat(read(store, 255, 300)).isEqualTo(all.subList(255, 555));
    assertThat(read(store, all.size(), 0)).isEmpty();
    refuses(LedgerProblem.NONE, () -> store.read(all.size() - 1, 2));
    append(edge, all, entries(7, 99));
    assertThat(read(store, 0, all.size())).isEqualTo(all);
  }

  @Test
  void anAppendThatFollowsAnotherHeadChangesNothing() throws Exception {
    List<Entry> all = new ArrayList<>();
    Edge edge = new Edge();
    append(edge, all, entries(5, 1));
    Head head = store.head();
    Head other = new Head(5, new Hash(1, 2, 3, 4));
    for (Head from : List.of(Head.EMPTY, other, new Head(6, head.root()))) {
      refuses(
          LedgerProblem.OVERTAKEN,
          () -> {
            store.append(from, entries(2, 7), new Head(from.size() + 2, head.root()));
            return null;
          });
    }
    assertThat(store.head()).isEqualTo(head);
    assertThat(read(store, 0, 5)).isEqualTo(all);
    store.close();
    store = open();
    assertThat(store.head()).isEqualTo(head);
    append(edge, all, entries(2, 8));
    assertThat(read(store, 0, 7)).isEqualTo(all);
  }

  @Test
  void aLargestBatchGoesIn() {
    List<Entry> all = new ArrayList<>();
    append(new Edge(), all, entries(Log.LARGEST_BATCH, 3));
    assertThat(read(store, 0, Log.LARGEST_BATCH)).isEqualTo(all);
  }

  @Test
  void readersSeeWholeBatchesWhileOthersAppend() throws Exception {
    List<Entry> all = new ArrayList<>();
    Edge edge = new Edge();
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<Boolean> reader =
          pool.submit(() -> {
            long size = 0;
            while (size < 1000) {
              Head head = store.head();
              assertThat(head.size() % 10).isZero();
              assertThat(head.size()).isGreaterThanOrEqualTo(size);
              assertThat(root(read(store, 0, (int) head.size()))).isEqualTo(head.root());
              size = head.size();
            }
            return true;
          });
      for (int i = 0; i < 100; i++) {
        append(edge, all, entries(10, i));
      }
      assertThat(reader.get()).isTrue();
    }
  }

  private void append(Edge edge, List<Entry> all, List<Entry> batch) {
    batch.forEach(entry -> edge.add(entry, (_, _) -> {}));
    store.append(store.head(), batch, new Head(edge.size(), edge.root()));
    all.addAll(batch);
  }

  private static Hash root(List<Entry> entries) {
    var edge = new Edge();
    entries.forEach(entry -> edge.add(entry, (_, _) -> {}));
    return edge.root();
  }

  /** Entries that differ by their seed. */
  public static List<Entry> entries(int count, long seed) {
    var random = new Random(seed);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(
          new Entry(
              new Hash(
                  random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong())));
    }
    return entries;
  }

  public static List<Entry> read(Store store, long from, int count) {
    byte[] bytes = store.read(from, count);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new Entry(Hash.at(bytes, i * Hash.BYTES)));
    }
    return entries;
  }

  public static void refuses(LedgerProblem problem, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
