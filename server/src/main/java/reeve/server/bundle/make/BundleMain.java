package reeve.server.bundle.make;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The process of one bundle. It reads the {@link Order} as a line of JSON from standard input,
 * writes lines of JSON, each a {@link Line}, to standard output, and once it has asked for the
 * signature waits for one more line. It ends with 0 once the bundle is whole, else with 1, and at
 * once where its standard input does: nobody waits for it then.
 */
public final class BundleMain {
  private static final int ABANDONED = 4;
  private static final long BETWEEN_NANOS = 200_000_000;

  private BundleMain() {}

  /**
   * A line of output; one of them is set.
   *
   * @param seal true once the manifest lies in the folder and waits for its signature
   * @param problem why there is no bundle, with the sentence that says it
   */
  record Line(
      @Nullable Progress progress,
      boolean seal,
      @Nullable Made made,
      @Nullable MakeProblem problem,
      @Nullable String sentence) {
    static Line of(Progress progress) {
      return new Line(progress, false, null, null, null);
    }
  }

  /** Makes a bundle; takes no arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    PrintStream out = System.out;
    // What a library prints must not stand among the lines.
    System.setOut(System.err);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().name("parent").start(() -> read(lines));
    Line last = run(lines, out);
    print(last, out);
    System.exit(last.made() == null ? 1 : 0);
  }

  private static void read(BlockingQueue<String> lines) {
    int status = ABANDONED;
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      status = ABANDONED + 1;
    }
    Runtime.getRuntime().halt(status);
  }

  private static synchronized void print(Line line, PrintStream out) {
    out.println(Spool.JSON.writeValueAsString(line));
    out.flush();
  }

  private static Line run(BlockingQueue<String> lines, PrintStream out)
      throws InterruptedException {
    try {
      Order order = Spool.JSON.readValue(lines.take(), Order.class);
      long[] told = {System.nanoTime()};
      Made made =
          new Maker(
                  order,
                  () -> {
                    print(new Line(null, true, null, null, null), out);
                    lines.take();
                  },
                  progress -> {
                    if (System.nanoTime() - told[0] > BETWEEN_NANOS) {
                      told[0] = System.nanoTime();
                      print(Line.of(progress), out);
                    }
                  })
              .make();
      return new Line(null, false, made, null, null);
    } catch (IOException | UncheckedIOException e) {
      return failed(MakeProblem.FILES, "A file could not be read or written: " + e.getMessage());
    } catch (JacksonException | IllegalArgumentException e) {
      return failed(MakeProblem.CONTENTS, "What goes in has a wrong form: " + e.getMessage());
    } catch (RuntimeException e) {
      e.printStackTrace();
      return failed(MakeProblem.BROKEN, "It met what nobody foresaw: " + e);
    }
  }

  private static Line failed(MakeProblem problem, String sentence) {
    return new Line(null, false, null, problem, sentence);
  }
}
