package reeve.server.watch.backtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reeve.server.job.ChildJvm;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A backtest that runs in its process. Safe for several threads. */
public final class BacktestJob implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ChildJvm process;
  private final Order order;
  private final CompletableFuture<BacktestResult> result = new CompletableFuture<>();
  private volatile Progress progress = Progress.NONE;
  private volatile boolean cancelled;

  BacktestJob(ChildJvm process, Order order) {
    this.process = process;
    this.order = order;
    Thread.ofPlatform().daemon().name("backtest-output").start(this::read);
  }

  /** How far it is. */
  public Progress progress() {
    return progress;
  }

  /** The number of its process. */
  public long pid() {
    return process.pid();
  }

  /**
   * What it found, once it has.
   *
   * @return fails with {@link BacktestException}
   */
  public CompletableFuture<BacktestResult> result() {
    return result.copy();
  }

  /** Ends it; its result then fails with {@link BacktestProblem#CANCELLED} unless it is there. */
  public void cancel() {
    cancelled = true;
    process.close();
  }

  /** As {@link #cancel}. */
  @Override
  public void close() {
    cancel();
  }

  private void read() {
    BacktestMain.@Nullable Line last = null;
    try (BufferedReader lines = process.lines()) {
      process.say(JSON.writeValueAsString(order));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = JSON.readValue(line, BacktestMain.Line.class);
        Progress made = last.progress();
        progress = made == null ? progress : made;
      }
    } catch (IOException | JacksonException e) {
      // A process that was ended may leave half a line: how it ended says more.
      last = null;
      process.close();
    }
    end(last);
  }

  private void end(BacktestMain.@Nullable Line last) {
    try {
      ChildJvm.Ended ended = process.end();
      BacktestResult found = last == null ? null : last.result();
      if (found != null) {
        progress = new Progress(1, progress.events(), progress.perSecond());
        result.complete(found);
      } else {
        result.completeExceptionally(failure(last, ended));
      }
    } catch (InterruptedException e) {
      result.completeExceptionally(stopped(-1, ""));
    }
  }

  private BacktestException failure(BacktestMain.@Nullable Line last, ChildJvm.Ended ended) {
    if (cancelled) {
      return new BacktestException(BacktestProblem.CANCELLED, "The backtest was cancelled.");
    }
    if (last != null && last.problem() != null) {
      return new BacktestException(last.problem(), "" + last.sentence());
    }
    if (ended.outOfMemory()) {
      return new BacktestException(
          BacktestProblem.MEMORY,
          "The backtest's %d MB of memory did not suffice. Give it more, or try a shorter period."
              .formatted(order.memoryMb()));
    }
    return stopped(ended.status(), ended.said());
  }

  private static BacktestException stopped(int status, String said) {
    return new BacktestException(
        BacktestProblem.STOPPED,
        "The backtest's process ended before its result, with status %d. Start it again.%s"
            .formatted(status, said.isEmpty() ? "" : " It said: " + said));
  }
}
