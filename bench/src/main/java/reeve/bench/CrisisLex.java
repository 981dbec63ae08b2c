package reeve.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The posts of CrisisLex T6 and T26: CSV files in a tar file, the id and the text first. */
final class CrisisLex {
  /** The ids of posts hold their time, in milliseconds since this one. */
  private static final long EPOCH = 1_288_834_974_657L;

  private CrisisLex() {}

  /** Hears of a post. */
  interface Hearer {
    void post(String id, String text, Instant at);
  }

  static void posts(Path archive, Hearer hearer) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().endsWith(".csv")) {
          file(new String(tar.readAllBytes(), StandardCharsets.UTF_8), hearer);
        }
      }
    }
  }

  private static void file(String text, Hearer hearer) {
    List<String> row = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      at = Csv.row(text, at, row);
      String id = row.isEmpty() ? "" : row.getFirst().replaceAll("\\D", "");
      if (row.size() >= 2 && !id.isEmpty()) {
        long number = Long.parseLong(id);
        hearer.post(id, row.get(1), Instant.ofEpochMilli((number >> 22) + EPOCH));
      }
    }
  }
}
