package reeve.server.bundle.make;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A bundle that is made in its own process. Safe for several threads. */
public final class BundleJob {
  /** What {@code -XX:+ExitOnOutOfMemoryError} ends with. */
  private static final int NO_MEMORY = 3;

  /** So much of what the process complains of is kept. */
  private static final int COMPLAINTS = 4_000;

  private final Order order;
  private final Process process;
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

  private BundleJob(Order order, Process process) {
    this.order = order;
    this.process = process;
  }

  /** Starts the process, which ends with this one, whatever happens. */
  public static BundleJob start(Order order) throws MakeException {
    try {
      return new BundleJob(order, new ProcessBuilder(command(order)).start());
    } catch (IOException e) {
      throw new MakeException(
          MakeProblem.STOPPED, "Its process could not be started: " + e.getMessage());
    }
  }

  private static List<String> command(Order order) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + order.heapMb() + "m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        "-cp",
        System.getProperty("java.class.path"),
        BundleMain.class.getName());
  }

  /** Ends it; {@link #run} then fails with {@link MakeProblem#CANCELLED} unless it is over. */
  public void cancel() {
    cancelled = true;
    process.destroyForcibly();
  }

  /** Waits until the bundle is whole; the process is over then, also where this throws. */
  public Made run(Consumer<Progress> told, Signing signing) throws MakeException {
    StringBuilder complaints = new StringBuilder();
    Thread errors =
        Thread.ofVirtual().name("bundle-errors").start(() -> readComplaints(complaints));
    BundleMain.@Nullable Line last = null;
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        OutputStream to = process.getOutputStream()) {
      say(to, Spool.JSON.writeValueAsString(order));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Spool.JSON.readValue(line, BundleMain.Line.class);
        if (last.progress() != null) {
          told.accept(last.progress());
        }
        if (last.seal()) {
          signing.sign(order.folder());
          say(to, "signed");
        }
        if (last.made() != null) {
          return last.made();
        }
      }
    } catch (IOException | JacksonException e) {
      // A process that was ended may leave half a line: how it ended says more.
      last = null;
    } finally {
      process.destroyForcibly();
    }
    throw failure(last, errors, complaints);
  }

  private static void say(OutputStream to, String line) throws IOException {
    to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  private MakeException failure(
      BundleMain.@Nullable Line last, Thread errors, StringBuilder complaints) {
    try {
      int status = process.waitFor();
      errors.join();
      if (cancelled) {
        return new MakeException(MakeProblem.CANCELLED, "It was cancelled.");
      }
      if (last != null && last.problem() != null) {
        return new MakeException(last.problem(), "" + last.sentence());
      }
      if (status == NO_MEMORY) {
        return new MakeException(
            MakeProblem.MEMORY,
            "Its %d MB of memory did not suffice (server.bundle.memory)."
                .formatted(order.memoryMb()));
      }
      String said = complaints.toString().strip();
      return new MakeException(
          MakeProblem.STOPPED,
          "Its process ended before the bundle was whole, with status %d. Start it again.%s"
              .formatted(status, said.isEmpty() ? "" : " It said: " + said));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new MakeException(MakeProblem.STOPPED, "Nobody waited for it any more.");
    }
  }

  private void readComplaints(StringBuilder said) {
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
  }
}
