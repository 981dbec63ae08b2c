package reeve.signals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the data for tests lies that is no part of the project. */
public final class RealData {
  private RealData() {}

  /** A file of it, or null, said in the output, where it is not there. */
  public static @Nullable Path file(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("../shared/data").resolve(name).normalize();
      if (Files.isReadable(file)) {
        return file;
      }
    }
    System.out.println("data absent: " + name);
    return null;
  }
}
