package reeve.server.watch;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.server.watch.RuleStore.Drafted;
import reeve.server.watch.RuleStore.Live;
import reeve.server.watch.RuleTexts.Loaded;
import reeve.server.watch.RuleTexts.Words;

/**
 * What stands at one revision.
 *
 * @param live null before anything ever was
 * @param liveFiles path to digest
 * @param liveChecks of each file by itself, as the draft's are
 */
record Stand(
    long revision,
    @Nullable Live live,
    SortedMap<String, String> liveFiles,
    SortedMap<String, Loaded> liveTexts,
    SortedMap<String, FileCheck> liveChecks,
    SortedMap<String, Drafted> draft,
    SortedMap<String, Loaded> draftTexts,
    SortedMap<String, FileCheck> draftChecks) {

  SortedMap<String, String> draftFiles() {
    SortedMap<String, String> files = new TreeMap<>();
    draft.forEach((path, drafted) -> files.put(path, drafted.text()));
    return files;
  }

  /** Whether a file of the draft differs from the live one; a list does by its entries. */
  boolean differs(String path) {
    return differs(liveTexts.get(path), draftTexts.get(path));
  }

  private static boolean differs(@Nullable Loaded before, @Nullable Loaded after) {
    return (before instanceof Words words && after instanceof Words others)
        ? !words.list().entries().equals(others.list().entries())
        : !Objects.equals(before, after);
  }

  /**
   * Whether a rule of a set differs from the live one of its name, by its text or by a list that it
   * reads.
   *
   * @param rule checked beside that set
   */
  boolean differs(FileCheck rule, String path, Map<String, Loaded> set) {
    return differs(liveTexts.get(path), set.get(path))
        || (rule.rule() != null
            && rule.rule().files().stream()
                .anyMatch(file -> differs(liveTexts.get(file), set.get(file))));
  }
}
