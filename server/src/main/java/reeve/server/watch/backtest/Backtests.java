package reeve.server.watch.backtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import reeve.server.job.ChildJvm;

/**
 * Starts backtests, each in a process of its own. Safe for several threads; how many run at once is
 * for the caller to bound.
 *
 * @param java the program
 * @param classPath on which {@link BacktestMain} and what it needs are found
 */
public record Backtests(Path java, String classPath) {

  /** With the JVM and the classes of this process. */
  public static Backtests here() {
    return new Backtests(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"));
  }

  /**
   * Starts one. Its process ends with this one, whatever happens.
   *
   * @throws UncheckedIOException where no process can be started
   */
  public BacktestJob start(Order order) {
    try {
      return new BacktestJob(
          ChildJvm.start(
              java,
              classPath,
              BacktestMain.class,
              order.heapMb(),
              "-XX:+UseParallelGC",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow"),
          order);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
