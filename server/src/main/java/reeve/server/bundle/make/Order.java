package reeve.server.bundle.make;

import java.nio.file.Path;

/**
 * What a process is to make; handed to it as JSON.
 *
 * @param folder with what goes in, see {@link Spool}; it MUST stay as it is until the process ends
 * @param out the file to write; MUST NOT exist
 * @param name of the folder that the file unpacks to
 * @param memoryMb for the whole process, at least {@value #MEMORY_LEAST}
 */
public record Order(Path folder, Path out, String name, About about, int memoryMb) {
  public static final int MEMORY_LEAST = 128;

  public Order {
    if (memoryMb < MEMORY_LEAST) {
      throw new IllegalArgumentException(
          "a bundle needs at least " + MEMORY_LEAST + " MB of memory, not " + memoryMb);
    }
    if (!name.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("a bundle's folder has 1 to 64 of a-z, 0-9 and '-'");
    }
  }

  /** Half of the memory is heap; the rest is code, stacks and the JVM's own. */
  int heapMb() {
    return memoryMb / 2;
  }
}
