package reeve.server.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM with memory of its own over the classes of this one. It is told lines on its standard input
 * and answers in lines on its standard output; what it says on its standard error is kept. Its
 * program MUST end where its standard input does, so that it ends with this process.
 */
public final class ChildJvm implements AutoCloseable {
  /** What {@code -XX:+ExitOnOutOfMemoryError} ends with. */
  private static final int NO_MEMORY = 3;

  /**
   * Whether this JVM was told to do without the second compiler, as those are that run for seconds;
   * then its children do, too.
   */
  private static final boolean FIRST_COMPILER =
      ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:TieredStopAtLevel=1");

  /** Characters of what it complains of that are kept, the last ones. */
  private static final int COMPLAINTS = 4_000;

  private final Process process;
  private final BufferedReader lines;

  /** Written by {@link #errors} alone, read after its end. */
  private final StringBuilder complaints = new StringBuilder();

  private final Thread errors;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.errors = Thread.ofPlatform().daemon().name("child-errors").start(this::readComplaints);
  }

  /**
   * How it ended.
   *
   * @param said the last of its complaints; empty: none
   */
  public record Ended(int status, boolean outOfMemory, String said) {}

  /**
   * Starts one with the JVM and the classes of this process.
   *
   * @param options of the JVM, such as its collector
   * @throws IOException no process can be started
   */
  public static ChildJvm start(Class<?> main, int heapMb, String... options) throws IOException {
    return start(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"),
        main,
        heapMb,
        options);
  }

  /** The same with another program and other classes. */
  public static ChildJvm start(
      Path java, String classPath, Class<?> main, int heapMb, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-Xmx" + heapMb + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Djava.awt.headless=true");
    if (FIRST_COMPILER) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, main.getName()));
    return new ChildJvm(new ProcessBuilder(command).start());
  }

  public long pid() {
    return process.pid();
  }

  /** Tells it a line; its input stays open. */
  public void say(String line) throws IOException {
    OutputStream to = process.getOutputStream();
    to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  /** What it answers; for one thread. */
  public BufferedReader lines() {
    return lines;
  }

  /** Waits for its end. */
  public Ended end() throws InterruptedException {
    int status = process.waitFor();
    errors.join();
    return new Ended(status, status == NO_MEMORY, complaints.toString().strip());
  }

  /** Ends it at once, whatever it is at. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void readComplaints() {
    char[] some = new char[1_024];
    try (Reader from = new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)) {
      for (int n = from.read(some); n >= 0; n = from.read(some)) {
        complaints.append(some, 0, n);
        complaints.delete(0, Math.max(0, complaints.length() - COMPLAINTS));
      }
    } catch (IOException e) {
      // It was closed with the process, which is no complaint of its own: what it said before
      // counts.
    }
  }
}
