package reeve.server.watch;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reeve.rules.check.Checking;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.source.Issue;
import reeve.server.watch.RuleTexts.Loaded;
import reeve.server.watch.RuleTexts.Source;
import reeve.server.watch.RuleTexts.Words;

/**
 * Reads what stands out of the database whenever it changed there, also by another process, and
 * checks of it what was not checked before.
 */
@Component
final class RuleShelf implements Rulebook {
  private static final Logger LOG = LoggerFactory.getLogger(RuleShelf.class);

  /** Whole sets whose checking is remembered. */
  private static final int REMEMBERED = 4;

  private final RuleStore store;
  private final RuleTexts texts;
  private final RuleChecks checks;
  private final Map<Key, Known> known = new HashMap<>();
  private final Map<SortedMap<String, String>, Checking> sets =
      new LinkedHashMap<>(8, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SortedMap<String, String>, Checking> eldest) {
          return size() > REMEMBERED;
        }
      };
  private @Nullable Stand stand;
  private long shadowOf = -1;
  private Optional<RuleSet> shadow = Optional.empty();

  RuleShelf(RuleStore store, RuleTexts texts, RuleChecks checks) {
    this.store = store;
    this.texts = texts;
    this.checks = checks;
  }

  private record Key(String path, String digest) {}

  /**
   * A check, and what it was made beside.
   *
   * @param beside digests of the lists that the rule reads, or of all where that is not known
   */
  private record Known(FileCheck check, Map<String, String> beside) {}

  /** What stands now. Safe for several threads; one of them checks what is new. */
  synchronized Stand stand() {
    Stand last = stand;
    long revision = store.revision();
    while (last == null || last.revision() != revision) {
      last = read(revision);
      revision = store.revision();
    }
    stand = last;
    return last;
  }

  private Stand read(long revision) {
    RuleStore.Live live = store.live().orElse(null);
    SortedMap<String, String> liveFiles = live == null ? new TreeMap<>() : store.files(live.set());
    SortedMap<String, RuleStore.Drafted> draft = store.draft();
    SortedMap<String, String> draftFiles = new TreeMap<>();
    draft.forEach((path, drafted) -> draftFiles.put(path, drafted.text()));
    texts.keepOnly(List.of(liveFiles, draftFiles));
    SortedMap<String, Loaded> liveTexts = texts.load(liveFiles);
    SortedMap<String, Loaded> draftTexts = texts.load(draftFiles);
    Set<Key> used = keys(draftFiles);
    used.addAll(keys(liveFiles));
    known.keySet().retainAll(used);
    return new Stand(
        revision,
        live,
        liveFiles,
        liveTexts,
        checked(liveFiles, liveTexts),
        draft,
        draftTexts,
        checked(draftFiles, draftTexts));
  }

  private static Set<Key> keys(Map<String, String> files) {
    Set<Key> keys = new HashSet<>();
    files.forEach((path, digest) -> keys.add(new Key(path, digest)));
    return keys;
  }

  /** Each file of a set by itself. */
  synchronized SortedMap<String, FileCheck> checked(
      Map<String, String> files, Map<String, Loaded> loaded) {
    Map<String, String> lists = new HashMap<>(files);
    lists.keySet().removeIf(path -> RuleFile.of(path).isRule());
    SortedMap<String, FileCheck> checked = new TreeMap<>();
    files.forEach((path, digest) -> {
      switch (loaded.get(path)) {
        case Source source -> checked.put(path, rule(path, digest, source, loaded, lists));
        case Words words ->
            checked.put(
                path, new FileCheck(null, null, words.issues(), 0, words.list().entries().size()));
        case null -> throw new IllegalStateException(path + " was not read");
      }
    });
    return checked;
  }

  private FileCheck rule(
      String path,
      String digest,
      Source source,
      Map<String, Loaded> loaded,
      Map<String, String> lists) {
    Key key = new Key(path, digest);
    Known before = known.get(key);
    if (before != null
        && before.beside().entrySet().stream()
            .allMatch(file -> file.getValue().equals(lists.get(file.getKey())))) {
      return before.check();
    }
    FileCheck check = checks.rule(RuleFile.of(path), source.text(), loaded);
    Rule rule = check.rule();
    Map<String, String> beside = new HashMap<>(lists);
    if (rule != null) {
      beside.keySet().retainAll(rule.files());
    }
    known.put(key, new Known(check, beside));
    return check;
  }

  /** A whole set, checked; asked again it is remembered for a while. */
  synchronized Checking whole(SortedMap<String, String> files) {
    Checking checking = sets.get(files);
    if (checking == null) {
      checking = checks.set(RuleTexts.sources(texts.load(files)));
      sets.put(new TreeMap<>(files), checking);
    }
    return checking;
  }

  @Override
  public Optional<RuleSet> live() {
    Stand now = stand();
    return now.live() == null ? Optional.empty() : sound(whole(now.liveFiles()), "live");
  }

  private static Optional<RuleSet> sound(Checking checking, String what) {
    return switch (checking) {
      case Checking.Checked checked -> Optional.of(checked.set());
      case Checking.Rejected rejected -> {
        LOG.error("the {} rules cannot be loaded: {}", what, firstError(rejected));
        yield Optional.empty();
      }
    };
  }

  /** The first error of a set, in one line. */
  static String firstError(Checking checking) {
    return checking.issues().stream()
        .filter(issue -> issue.severity() == Issue.Severity.ERROR)
        .findFirst()
        .map(issue -> issue.place() + ": " + issue.message())
        .orElse("");
  }

  /** Why what is live cannot be loaded; empty where it can, or nothing is live. */
  Optional<String> trouble() {
    Stand now = stand();
    return now.live() == null
        ? Optional.empty()
        : Optional.of(firstError(whole(now.liveFiles()))).filter(error -> !error.isEmpty());
  }

  @Override
  public synchronized Optional<RuleSet> shadow() {
    Stand now = stand();
    if (shadowOf != now.revision()) {
      SortedMap<String, Loaded> files = files(now, shadowed(now));
      shadow =
          files.isEmpty()
              ? Optional.empty()
              : sound(checks.set(RuleTexts.sources(files)), "shadow");
      shadowOf = now.revision();
    }
    return shadow;
  }

  /** The rules of the draft that run in shadow, by path: they differ from live and are sound. */
  static Set<String> shadowed(Stand now) {
    Set<String> rules = new HashSet<>();
    now.draftChecks()
        .forEach((path, check) -> {
          if (check.rule() != null && now.differs(check, path, now.draftTexts())) {
            rules.add(path);
          }
        });
    return rules;
  }

  private static SortedMap<String, Loaded> files(Stand now, Collection<String> rules) {
    SortedMap<String, Loaded> files = new TreeMap<>();
    for (String path : rules) {
      files.put(path, now.draftTexts().get(path));
      FileCheck check = now.draftChecks().get(path);
      if (check != null && check.rule() != null) {
        check.rule().files().forEach(file -> files.put(file, now.draftTexts().get(file)));
      }
    }
    return files;
  }
}
