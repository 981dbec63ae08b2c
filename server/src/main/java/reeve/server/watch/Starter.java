package reeve.server.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.rules.source.RuleReader;
import reeve.rules.source.RuleSource;
import reeve.rules.source.Sources;
import reeve.server.platform.ServerSettings;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * Puts the rules that come with the program into the draft of a fresh database. A sample town
 * watches with them from the start, but for those that act.
 */
@Component
final class Starter {
  private static final String FOLDER = "/server/watch/starter/";

  private final RuleStore store;
  private final RuleRecords records;
  private final ServerSettings settings;

  Starter(
      RuleStore store,
      RuleRecords records,
      ServerSettings settings,
      TransactionOperations transactions) {
    this.store = store;
    this.records = records;
    this.settings = settings;
    transactions.executeWithoutResult(_ -> begin());
  }

  private void begin() {
    if (!store.begin()) {
      return;
    }
    SortedMap<String, String> texts = files();
    SortedMap<String, String> digests = new TreeMap<>();
    texts.forEach((path, text) -> {
      digests.put(path, store.keep(text));
      store.draft(path, digests.get(path), null);
    });
    if (settings.sample()) {
      texts.entrySet().removeIf(file -> acts(file.getKey(), file.getValue()));
      digests.keySet().retainAll(texts.keySet());
      String digest = Sources.files(texts).digest();
      String why = "The rules that come with Reeve, but for those that act.";
      RecordId record =
          records.append(
              RuleRecords.What.WENT_LIVE,
              new Actor.Worker("watch"),
              null,
              Map.of("digest", digest, "why", why, "rules", rules(texts)));
      store.makeLive(digests, digest, null, null, why, record);
    }
  }

  private static List<String> rules(Map<String, String> files) {
    return files.keySet().stream().filter(path -> RuleFile.of(path).isRule()).toList();
  }

  private static boolean acts(String path, String text) {
    return RuleFile.of(path).isRule()
        && RuleReader.read(path, text, new ArrayList<>())
            .filter(rule -> rule.then() instanceof RuleSource.Then.Act)
            .isPresent();
  }

  /** All files, as {@code files.txt} beside them names them: a jar may not list its folders. */
  static SortedMap<String, String> files() {
    SortedMap<String, String> files = new TreeMap<>();
    text("files.txt")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(path -> files.put(path, RuleFile.clean(text(path))));
    return files;
  }

  private static String text(String path) {
    try (InputStream in = Starter.class.getResourceAsStream(FOLDER + path)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its rule file " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's rule file " + path + " cannot be read", e);
    }
  }
}
