package reeve.server.bundle.make;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reeve.server.job.ChildJvm;
import tools.jackson.core.JacksonException;

/** A bundle that is made in its own process. Safe for several threads. */
public final class BundleJob {
  private final Order order;
  private final ChildJvm process;
  private volatile boolean cancelled;

  /** Puts the signature, and the time stamp where there is one, beside a manifest. */
  @FunctionalInterface
  public interface Signing {
    /**
     * Signs.
     *
     * @param folder holds {@link Spool#MANIFEST}
     */
    void sign(Path folder) throws MakeException;
  }

  private BundleJob(Order order, ChildJvm process) {
    this.order = order;
    this.process = process;
  }

  /** Starts the process, which ends with this one, whatever happens. */
  public static BundleJob start(Order order) throws MakeException {
    try {
      return new BundleJob(
          order, ChildJvm.start(BundleMain.class, order.heapMb(), "-XX:+UseSerialGC"));
    } catch (IOException e) {
      throw new MakeException(
          MakeProblem.STOPPED, "Its process could not be started: " + e.getMessage());
    }
  }

  /** Ends it; {@link #run} then fails with {@link MakeProblem#CANCELLED} unless it is over. */
  public void cancel() {
    cancelled = true;
    process.close();
  }

  /** Waits until the bundle is whole; the process is over then, also where this throws. */
  public Made run(Consumer<Progress> told, Signing signing) throws MakeException {
    BundleMain.@Nullable Line last = null;
    try (BufferedReader lines = process.lines()) {
      process.say(Spool.JSON.writeValueAsString(order));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Spool.JSON.readValue(line, BundleMain.Line.class);
        if (last.progress() != null) {
          told.accept(last.progress());
        }
        if (last.seal()) {
          signing.sign(order.folder());
          process.say("signed");
        }
        if (last.made() != null) {
          return last.made();
        }
      }
    } catch (IOException | JacksonException e) {
      // A process that was ended may leave half a line: how it ended says more.
      last = null;
    } finally {
      process.close();
    }
    throw failure(last);
  }

  private MakeException failure(BundleMain.@Nullable Line last) {
    try {
      ChildJvm.Ended ended = process.end();
      if (cancelled) {
        return new MakeException(MakeProblem.CANCELLED, "It was cancelled.");
      }
      if (last != null && last.problem() != null) {
        return new MakeException(last.problem(), "" + last.sentence());
      }
      if (ended.outOfMemory()) {
        return new MakeException(
            MakeProblem.MEMORY,
            "Its %d MB of memory did not suffice (server.bundle.memory)."
                .formatted(order.memoryMb()));
      }
      String said = ended.said();
      return new MakeException(
          MakeProblem.STOPPED,
          "Its process ended before the bundle was whole, with status %d. Start it again.%s"
              .formatted(ended.status(), said.isEmpty() ? "" : " It said: " + said));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new MakeException(MakeProblem.STOPPED, "Nobody waited for it any more.");
    }
  }
}
