package reeve.rules.source;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import reeve.rules.source.Issue.Code;

/**
 * The files of a rule set.
 *
 * @param rules file name to content, for example {@code rules/burst.yaml}
 * @param lists by name
 * @param banks phrase banks by name
 * @param issues found while reading
 */
public record Sources(
    Map<String, String> rules,
    Map<String, WordList> lists,
    Map<String, WordList> banks,
    List<Issue> issues) {
  /** A rule set has so many rules at the most. */
  public static final int RULES = 2_000;

  private static final long FILE = 32L << 20;

  public Sources {
    rules = new TreeMap<>(rules);
    lists = Map.copyOf(lists);
    banks = Map.copyOf(banks);
    issues = List.copyOf(issues);
  }

  /** Rules alone, without files. */
  public static Sources of(Map<String, String> rules) {
    return new Sources(rules, Map.of(), Map.of(), List.of());
  }

  /**
   * Reads a folder: {@code rules/*.yaml}, {@code lists/*.txt} and {@code phrases/*.txt}.
   *
   * @throws IOException when a file cannot be read
   */
  public static Sources read(Path folder) throws IOException {
    Map<String, String> rules = new TreeMap<>();
    Map<String, WordList> lists = new TreeMap<>();
    Map<String, WordList> banks = new TreeMap<>();
    List<Issue> issues = new ArrayList<>();
    files(folder, "rules", ".yaml", issues, rules::put);
    files(
        folder,
        "lists",
        ".txt",
        issues,
        (file, content) ->
            lists.put(
                name(file), WordList.read(file, name(file), content, WordList.ENTRIES, issues)));
    files(
        folder,
        "phrases",
        ".txt",
        issues,
        (file, content) ->
            banks.put(
                name(file), WordList.read(file, name(file), content, WordList.PHRASES, issues)));
    if (rules.isEmpty() && issues.isEmpty()) {
      issues.add(
          new Issue(
              Code.MISSING_KEY,
              Place.whole("rules"),
              "There is no rule file.",
              "Rules are read from rules/*.yaml within the folder."));
    }
    return new Sources(rules, lists, banks, issues);
  }

  private static String name(String file) {
    return file.substring(file.indexOf('/') + 1, file.lastIndexOf('.'));
  }

  private static void files(
      Path folder, String part, String ending, List<Issue> issues, BiConsumer<String, String> into)
      throws IOException {
    Path inside = folder.resolve(part);
    if (!Files.isDirectory(inside)) {
      return;
    }
    List<Path> found;
    try (Stream<Path> all = Files.list(inside)) {
      found = all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
    for (Path path : found) {
      String file = part + "/" + path.getFileName();
      if (Files.size(path) > FILE) {
        issues.add(new Issue(Code.TOO_LARGE, Place.whole(file), "A file has at most 32 MiB."));
        continue;
      }
      try {
        into.accept(file, Files.readString(path));
      } catch (MalformedInputException e) {
        issues.add(new Issue(Code.NOT_YAML, Place.whole(file), "This file is not UTF-8."));
      }
    }
  }
}
