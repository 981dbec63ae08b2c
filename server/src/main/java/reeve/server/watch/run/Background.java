package reeve.server.watch.run;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Threads beside the one that counts events. */
public final class Background {
  /** A tenth of the share of a core that others get, where they want it. */
  private static final int NICE = 10;

  private static final int PROCESS = 0;

  private static final Optional<MethodHandle> SET_PRIORITY =
      System.getProperty("os.name").equals("Linux") ? setPriority() : Optional.empty();

  private Background() {}

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> setPriority() {
    Linker linker = Linker.nativeLinker();
    var number = ValueLayout.JAVA_INT;
    return linker
        .defaultLookup()
        .find("setpriority")
        .map(found ->
            linker.downcallHandle(found, FunctionDescriptor.of(number, number, number, number)));
  }

  /**
   * Puts the calling thread behind others (setpriority(2), which on Linux is of one thread); a JVM
   * has no way to say so. Elsewhere, or where the system refuses, nothing happens.
   */
  static void giveWay() {
    if (SET_PRIORITY.isPresent()) {
      try {
        int _ = (int) SET_PRIORITY.get().invokeExact(PROCESS, 0, NICE);
      } catch (Throwable e) {
        throw new IllegalStateException("a call into the system failed", e);
      }
    }
  }

  /** Waits until a thread has ended, however often the calling one is interrupted meanwhile. */
  public static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
