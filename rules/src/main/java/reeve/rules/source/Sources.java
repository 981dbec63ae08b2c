package reeve.rules.source;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  /** A file has so many bytes at the most. */
  public static final int FILE = 32 << 20;

  /** All files together have so many bytes at the most. */
  public static final int SET = 64 << 20;

  /** So many lists and phrase banks at the most. */
  public static final int LISTS = 2_000;

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
    Map<String, String> files = new TreeMap<>();
    List<Issue> issues = new ArrayList<>();
    long[] all = {0};
    for (Part part : Part.values()) {
      for (Path path : files(folder, part)) {
        String file = part.folder + path.getFileName();
        long size = Files.size(path);
        if (bounded(file, size, all, issues)) {
          try {
            files.put(file, Files.readString(path));
          } catch (MalformedInputException e) {
            issues.add(new Issue(Code.NOT_YAML, Place.whole(file), "This file is not UTF-8."));
          }
        }
      }
    }
    return sorted(files, issues);
  }

  /**
   * Reads files that stand elsewhere than in a folder.
   *
   * @param files path within the set to content, for example {@code lists/hosts.txt}
   */
  public static Sources files(Map<String, String> files) {
    List<Issue> issues = new ArrayList<>();
    Map<String, String> taken = new TreeMap<>();
    long[] all = {0};
    new TreeMap<>(files)
        .forEach((file, content) -> {
          if (Part.of(file) == null) {
            issues.add(
                new Issue(
                    Code.WRONG_VALUE,
                    Place.whole(file),
                    "A rule set holds rules/*.yaml, lists/*.txt and phrases/*.txt."));
          } else if (bounded(file, content.getBytes(StandardCharsets.UTF_8).length, all, issues)) {
            taken.put(file, content);
          }
        });
    return sorted(taken, issues);
  }

  /** What a file of a rule set may be. */
  private enum Part {
    RULES("rules/", ".yaml"),
    LISTS("lists/", ".txt"),
    PHRASES("phrases/", ".txt");

    private final String folder;
    private final String ending;

    Part(String folder, String ending) {
      this.folder = folder;
      this.ending = ending;
    }

    /** Null for a path that has no place in a set. */
    static @Nullable Part of(String file) {
      for (Part part : values()) {
        if (file.startsWith(part.folder)
            && file.endsWith(part.ending)
            && file.length() > part.folder.length() + part.ending.length()
            && file.indexOf('/', part.folder.length()) < 0) {
          return part;
        }
      }
      return null;
    }

    String name(String file) {
      return file.substring(folder.length(), file.length() - ending.length());
    }
  }

  private static boolean bounded(String file, long size, long[] all, List<Issue> issues) {
    if (size > FILE) {
      issues.add(new Issue(Code.TOO_LARGE, Place.whole(file), "A file has at most 32 MiB."));
      return false;
    }
    all[0] += size;
    if (all[0] > SET) {
      issues.add(new Issue(Code.TOO_LARGE, Place.whole(file), "A rule set has at most 64 MiB."));
      return false;
    }
    return true;
  }

  private static Sources sorted(Map<String, String> files, List<Issue> issues) {
    Map<String, String> rules = new TreeMap<>();
    Map<String, WordList> lists = new TreeMap<>();
    Map<String, WordList> banks = new TreeMap<>();
    files.forEach((file, content) -> {
      Part part = Objects.requireNonNull(Part.of(file));
      String name = part.name(file);
      switch (part) {
        case RULES -> rules.put(file, content);
        case LISTS -> lists.put(name, WordList.read(file, name, content, WordList.ENTRIES, issues));
        case PHRASES ->
            banks.put(name, WordList.read(file, name, content, WordList.PHRASES, issues));
      }
    });
    if (lists.size() + banks.size() > LISTS) {
      issues.add(
          new Issue(
              Code.TOO_LARGE,
              Place.whole("lists"),
              "A rule set has at most " + LISTS + " lists and phrase banks."));
    }
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

  private static List<Path> files(Path folder, Part part) throws IOException {
    Path inside = folder.resolve(part.folder);
    if (!Files.isDirectory(inside)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(inside)) {
      return all.filter(path -> path.toString().endsWith(part.ending)).sorted().toList();
    }
  }

  /** SHA-256 over all files, in hex; of lists and banks the entries alone count. */
  public String digest() {
    StringBuilder all = new StringBuilder();
    rules.forEach(
        (file, content) -> all.append(file).append(' ').append(Sha256.hex(content)).append('\n'));
    new TreeMap<>(lists)
        .forEach((name, list) ->
            all.append("list ").append(name).append(' ').append(list.digest()).append('\n'));
    new TreeMap<>(banks)
        .forEach((name, bank) ->
            all.append("bank ").append(name).append(' ').append(bank.digest()).append('\n'));
    return Sha256.hex(all.toString());
  }
}
