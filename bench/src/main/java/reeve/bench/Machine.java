package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel (Linux, {@code /proc}) knows of the machine and of a tree of processes. */
final class Machine {
  private static final Path PROC = Path.of("/proc");

  /** {@code USER_HZ}: the unit of the times in {@code /proc/PID/stat}, 100 on every Linux. */
  private static final double TICKS = 100;

  private Machine() {}

  static void log(String format, Object... values) {
    System.err.printf("# " + format + "%n", values);
  }

  static void describe() throws IOException {
    String cpu =
        Files.readAllLines(PROC.resolve("cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .orElse("");
    log(
        "%d processors, %s, load %s, Java %s",
        Runtime.getRuntime().availableProcessors(),
        cpu.replaceAll(".*: ", ""),
        load(),
        System.getProperty("java.version"));
  }

  static String load() throws IOException {
    return Files.readString(PROC.resolve("loadavg")).strip();
  }

  /** CPU seconds of a process and everything that it started, children that have ended included. */
  static double cpuSeconds(long pid) {
    double ticks = 0;
    for (long each : tree(pid)) {
      String[] stat = stat(each);
      if (stat.length > 14) {
        // utime and stime; of the root also those of the children that it has waited for
        ticks += Double.parseDouble(stat[11]) + Double.parseDouble(stat[12]);
        if (each == pid) {
          ticks += Double.parseDouble(stat[13]) + Double.parseDouble(stat[14]);
        }
      }
    }
    return ticks / TICKS;
  }

  /** Memory in MB: what the processes hold, shared pages divided among those that share them. */
  static double residentMb(long pid) {
    double kb = 0;
    for (long each : tree(pid)) {
      try (Stream<String> lines = Files.lines(PROC.resolve(each + "/smaps_rollup"))) {
        kb +=
            lines
                .filter(line -> line.startsWith("Pss:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
                .sum();
      } catch (IOException e) {
        // It ended while we looked, and holds nothing.
        kb += 0;
      }
    }
    return kb / 1024;
  }

  private static List<Long> tree(long root) {
    List<Long> found = new ArrayList<>(List.of(root));
    ProcessHandle.of(root)
        .ifPresent(process -> process.descendants().forEach(child -> found.add(child.pid())));
    return found;
  }

  /** The fields of {@code /proc/PID/stat} after the name, from the state on. */
  private static String[] stat(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      return new String[0];
    }
  }
}
