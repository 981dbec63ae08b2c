package reeve.square.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.reports.GroupCommit.Outcome;

class GroupCommitTest {
  private static final int BAD = 13;
  private static final int MOST_AT_ONCE = 3;
  private static final int MOST_WAITING = 4;

  private final Semaphore started = new Semaphore(0);
  private final Semaphore go = new Semaphore(0);
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorCompletionService<String> done = new ExecutorCompletionService<>(senders);
  private final GroupCommit<Integer, String> commits =
      new GroupCommit<>("test", MOST_AT_ONCE, MOST_WAITING, this::commit);

  private List<Outcome<String>> commit(List<Integer> batch) {
    started.release();
    go.acquireUninterruptibly();
    batches.add(batch);
    if (batch.contains(BAD)) {
      throw new DataAccessResourceFailureException("no room");
    }
    return batch.stream().map(n -> Outcome.of("kept " + n)).toList();
  }

  @AfterEach
  void close() {
    go.release(1_000);
    commits.close();
    senders.close();
  }

  /** While a commit of this one runs, everything else waits. */
  private void hold(int request) throws InterruptedException {
    done.submit(() -> commits.submit(request));
    started.acquire();
  }

  @Test
  void whatComesDuringACommitSharesTheNextAndWhatIsTooMuchIsTurnedAway() throws Exception {
    hold(0);
    for (int i = 1; i <= 10; i++) {
      int request = i;
      done.submit(() -> commits.submit(request));
    }
    for (int i = 0; i < 10 - MOST_WAITING; i++) {
      assertThat(failure(done.take()))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> {
                assertThat(refusal.fault()).isEqualTo(Fault.BUSY);
                assertThat(refusal.retryAfter()).hasSeconds(2);
              });
    }
    go.release(10);
    var answers = new ArrayList<String>();
    for (int i = 0; i <= MOST_WAITING; i++) {
      answers.add(done.take().get());
    }
    assertThat(answers).doesNotHaveDuplicates().contains("kept 0");
    assertThat(batches).extracting(List::size).containsExactly(1, 3, 1);
    assertThat(commits.submit(99)).isEqualTo("kept 99");
  }

  @Test
  void oneThatCannotBeKeptHarmsNobodyElse() throws Exception {
    hold(0);
    var bad = senders.submit(() -> commits.submit(BAD));
    var good =
        List.of(senders.submit(() -> commits.submit(1)), senders.submit(() -> commits.submit(2)));
    go.release(1_000);
    assertThat(good.get(0).get()).isEqualTo("kept 1");
    assertThat(good.get(1).get()).isEqualTo("kept 2");
    assertThat(failure(bad)).isInstanceOf(DataAccessResourceFailureException.class);
  }

  @Test
  void whatWaitsAtTheEndIsStillKept() throws Exception {
    hold(0);
    for (int i = 1; i <= 10; i++) {
      int request = i;
      done.submit(() -> commits.submit(request));
    }
    for (int i = 0; i < 10 - MOST_WAITING; i++) {
      failure(done.take());
    }
    go.release(1_000);
    commits.close();
    for (int i = 0; i <= MOST_WAITING; i++) {
      assertThat(done.take().get()).startsWith("kept");
    }
    assertThat(catchThrowable(() -> commits.submit(7))).isInstanceOf(Refusal.class);
  }

  private static Throwable failure(Future<String> answer) {
    Throwable thrown = catchThrowable(answer::get);
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }
}
