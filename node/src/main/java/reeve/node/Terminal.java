package reeve.node;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;

/** What a person sees of a start: a line a step, with the time it took. */
record Terminal(PrintStream out) {
  /** Whether somebody looks on, rather than a file or another program. */
  static boolean interactive() {
    return console().isPresent();
  }

  /** The console; since JDK 25 there is again none where nobody looks on (JDK-8351435). */
  @SuppressWarnings("SystemConsoleNull")
  static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  void title(String text) {
    out.println(text);
  }

  void line(String text) {
    out.println("  " + text);
    out.flush();
  }

  <T> T step(String name, Supplier<T> work) {
    out.printf("  %-18s", name);
    out.flush();
    long began = System.nanoTime();
    try {
      T result = work.get();
      out.printf("%5.1f s%n", (System.nanoTime() - began) / 1e9);
      return result;
    } catch (RuntimeException e) {
      out.println("failed");
      throw e;
    } finally {
      out.flush();
    }
  }
}
