package reeve.server.watch.backtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A backtest that runs in its process. Safe for several threads. */
public final class BacktestJob implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What {@code -XX:+ExitOnOutOfMemoryError} ends with. */
  private static final int NO_MEMORY = 3;

  /** So much of what the process complains of is kept. */
  private static final int COMPLAINTS = 4_000;

  private final Process process;
  private final Order order;
  private final CompletableFuture<BacktestResult> result = new CompletableFuture<>();
  private volatile String complaints = "";
  private volatile Progress progress = Progress.NONE;
  private volatile boolean cancelled;

  BacktestJob(Process process, Order order) {
    this.process = process;
    this.order = order;
    Thread errors =
        Thread.ofPlatform().daemon().name("backtest-errors").start(this::readComplaints);
    Thread.ofPlatform().daemon().name("backtest-output").start(() -> read(errors));
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
    process.destroyForcibly();
  }

  /** As {@link #cancel}. */
  @Override
  public void close() {
    cancel();
  }

  private void read(Thread errors) {
    BacktestMain.@Nullable Line last = null;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      // Left open: its end would end the process.
      OutputStream to = process.getOutputStream();
      to.write((JSON.writeValueAsString(order) + "\n").getBytes(StandardCharsets.UTF_8));
      to.flush();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = JSON.readValue(line, BacktestMain.Line.class);
        Progress made = last.progress();
        progress = made == null ? progress : made;
      }
    } catch (IOException | JacksonException e) {
      // A process that was ended may leave half a line: how it ended says more.
      last = null;
      process.destroyForcibly();
    }
    end(last, errors);
  }

  private void end(BacktestMain.@Nullable Line last, Thread errors) {
    try {
      int status = process.waitFor();
      errors.join();
      BacktestResult found = last == null ? null : last.result();
      if (found != null) {
        progress = new Progress(1, progress.events(), progress.perSecond());
        result.complete(found);
      } else {
        result.completeExceptionally(failure(last, status));
      }
    } catch (InterruptedException e) {
      result.completeExceptionally(stopped(-1));
    }
  }

  private BacktestException failure(BacktestMain.@Nullable Line last, int status) {
    if (cancelled) {
      return new BacktestException(BacktestProblem.CANCELLED, "The backtest was cancelled.");
    }
    if (last != null && last.problem() != null) {
      return new BacktestException(last.problem(), "" + last.sentence());
    }
    if (status == NO_MEMORY) {
      return new BacktestException(
          BacktestProblem.MEMORY,
          "The backtest's %d MB of memory did not suffice. Give it more, or try a shorter period."
              .formatted(order.memoryMb()));
    }
    return stopped(status);
  }

  private BacktestException stopped(int status) {
    String said = complaints.strip();
    return new BacktestException(
        BacktestProblem.STOPPED,
        "The backtest's process ended before its result, with status %d. Start it again.%s"
            .formatted(status, said.isEmpty() ? "" : " It said: " + said));
  }

  private void readComplaints() {
    StringBuilder said = new StringBuilder();
    char[] some = new char[1_024];
    try (Reader from = new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)) {
      for (int n = from.read(some); n >= 0; n = from.read(some)) {
        said.append(some, 0, n);
        if (said.length() > COMPLAINTS) {
          said.delete(0, said.length() - COMPLAINTS);
        }
      }
    } catch (IOException e) {
      said.append(e.getMessage());
    }
    complaints = said.toString();
  }
}
