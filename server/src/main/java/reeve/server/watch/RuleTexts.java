package reeve.server.watch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reeve.rules.source.Issue;
import reeve.rules.source.Sources;
import reeve.rules.source.WordList;

/** Texts of rules, and lists and banks as they were read, each once; by path and digest. */
@Component
final class RuleTexts {
  private final RuleStore store;
  private final Map<Key, Loaded> known = new ConcurrentHashMap<>();

  RuleTexts(RuleStore store) {
    this.store = store;
  }

  private record Key(String path, String digest) {}

  /** What is kept of a file. */
  sealed interface Loaded {}

  /** A rule's text. */
  record Source(String text) implements Loaded {}

  /** A list's or a bank's entries, and what was wrong with them. */
  record Words(WordList list, List<Issue> issues) implements Loaded {}

  /** Reads a list or a bank. */
  static Words words(RuleFile file, String text) {
    List<Issue> issues = new ArrayList<>();
    WordList list = WordList.read(file.path(), file.name(), text, file.part().entries(), issues);
    return new Words(list, List.copyOf(issues));
  }

  /** Path to what is kept of it. */
  SortedMap<String, Loaded> load(Map<String, String> files) {
    SortedMap<String, Loaded> loaded = new TreeMap<>();
    Map<String, String> missing = new TreeMap<>();
    files.forEach((path, digest) -> {
      Loaded one = known.get(new Key(path, digest));
      if (one == null) {
        missing.put(path, digest);
      } else {
        loaded.put(path, one);
      }
    });
    Map<String, String> texts = store.texts(missing.values());
    missing.forEach((path, digest) -> {
      String text = texts.get(digest);
      if (text == null) {
        throw new IllegalStateException("the text of " + path + " is kept no more");
      }
      RuleFile file = RuleFile.of(path);
      Loaded one = file.isRule() ? new Source(text) : words(file, text);
      known.put(new Key(path, digest), one);
      loaded.put(path, one);
    });
    return loaded;
  }

  private static Key key(Map.Entry<String, String> file) {
    return new Key(file.getKey(), file.getValue());
  }

  /** Forgets all but these. */
  void keepOnly(Collection<Map<String, String>> sets) {
    Set<Key> kept = new HashSet<>();
    sets.forEach(files -> files.entrySet().forEach(file -> kept.add(key(file))));
    known.keySet().retainAll(kept);
  }

  static Sources sources(Map<String, Loaded> files) {
    Map<String, String> rules = new TreeMap<>();
    Map<String, WordList> lists = new TreeMap<>();
    Map<String, WordList> banks = new TreeMap<>();
    List<Issue> issues = new ArrayList<>();
    files.forEach((path, loaded) -> {
      switch (loaded) {
        case Source source -> rules.put(path, source.text());
        case Words words -> {
          RuleFile file = RuleFile.of(path);
          (file.part() == RuleFile.Part.LISTS ? lists : banks).put(file.name(), words.list());
          issues.addAll(words.issues());
        }
      }
    });
    return new Sources(rules, lists, banks, issues);
  }
}
