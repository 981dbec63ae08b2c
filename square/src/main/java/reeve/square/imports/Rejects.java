package reeve.square.imports;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes down which lines were no good and why: {@code <name>.rejects.ndjson} for each file, made
 * with its first such line. Nothing of the line itself is written.
 */
final class Rejects implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path dir;
  private final Map<String, Writer> writers = new LinkedHashMap<>();
  private long count;

  Rejects(Path dir) {
    this.dir = dir;
  }

  private record Writer(Path path, BufferedWriter out) {}

  /** Removes what an earlier import of the file left. */
  void begin(String file) throws IOException {
    if (!writers.containsKey(file)) {
      Files.deleteIfExists(path(file));
    }
  }

  /**
   * @param line from 1; 0 where the line came from no one line
   */
  synchronized void add(String file, long line, Refused why) throws IOException {
    count++;
    @Nullable Writer writer = writers.get(file);
    if (writer == null) {
      Path path = path(file);
      writer = new Writer(path, Files.newBufferedWriter(path));
      writers.put(file, writer);
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("line", line);
    entry.put("reason", why.reason().text());
    if (!why.field().isEmpty()) {
      entry.put("field", why.field());
    }
    writer.out.write(JSON.writeValueAsString(entry));
    writer.out.write('\n');
  }

  synchronized long count() {
    return count;
  }

  List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    writers.values().forEach(writer -> paths.add(writer.path));
    return paths;
  }

  private Path path(String file) {
    return dir.resolve(file + ".rejects.ndjson");
  }

  @Override
  public void close() throws IOException {
    for (Writer writer : writers.values()) {
      writer.out.close();
    }
  }
}
