package reeve.server.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import reeve.rules.check.Checking;
import reeve.server.platform.Refused;
import reeve.server.watch.Plan.Kind;
import reeve.server.watch.Plan.RuleChange;
import reeve.server.watch.Proposal.Change;
import reeve.server.watch.RuleTexts.Loaded;

/** Works out what would become live. */
@Component
final class Plans {
  private final RuleShelf shelf;
  private final RuleStore store;
  private final RuleTexts texts;

  Plans(RuleShelf shelf, RuleStore store, RuleTexts texts) {
    this.shelf = shelf;
    this.store = store;
    this.texts = texts;
  }

  /** What somebody wants to become live. */
  sealed interface Aim {
    /** The draft; without the changes to rules that act, where these stay off. */
    record Whole(boolean acting) implements Aim {}

    /** One rule of the draft, with the lists and banks that it reads. */
    record One(String rule) implements Aim {}

    /** What is live, without a rule. */
    record Retire(String rule) implements Aim {}

    /** What was live once. */
    record Again(long number) implements Aim {}
  }

  Plan of(Aim aim) {
    Stand now = shelf.stand();
    return switch (aim) {
      case Aim.Whole whole ->
          plan(
              now,
              whole.acting() ? "The whole draft" : "The draft without rules that act",
              whole(now, whole.acting()));
      case Aim.One one -> plan(now, "Rule " + one.rule(), one(now, one.rule()));
      case Aim.Retire retire ->
          plan(now, "Retire rule " + retire.rule(), retire(now, retire.rule()));
      case Aim.Again again ->
          plan(now, "Back to number " + again.number(), store.files(set(again.number())));
    };
  }

  private long set(long number) {
    return store
        .live(number)
        .orElseThrow(
            () -> new Refused(WatchProblem.NO_SUCH_SET, "There was no set number " + number + "."))
        .set();
  }

  private static SortedMap<String, String> whole(Stand now, boolean acting) {
    SortedMap<String, String> files = now.draftFiles();
    if (!acting) {
      now.draftChecks()
          .forEach((path, check) -> {
            if (check.acts()) {
              put(files, path, now.liveFiles().get(path));
            }
          });
    }
    return files;
  }

  private static void put(
      Map<String, String> files, String path, @org.jspecify.annotations.Nullable String digest) {
    if (digest == null) {
      files.remove(path);
    } else {
      files.put(path, digest);
    }
  }

  private static SortedMap<String, String> one(Stand now, String rule) {
    String path = RuleFile.rule(rule).path();
    FileCheck check = now.draftChecks().get(path);
    SortedMap<String, String> draft = now.draftFiles();
    if (check == null) {
      throw noRule("The draft has no rule '" + rule + "'.");
    }
    if (check.rule() == null) {
      throw new Refused(
          WatchProblem.NOT_SOUND,
          "Rule '" + rule + "' has errors, or its own tests fail. Mend it in the editor first.");
    }
    SortedMap<String, String> files = new TreeMap<>(now.liveFiles());
    files.put(path, Objects.requireNonNull(draft.get(path)));
    check.rule().files().forEach(file -> put(files, file, draft.get(file)));
    return files;
  }

  private static SortedMap<String, String> retire(Stand now, String rule) {
    SortedMap<String, String> files = new TreeMap<>(now.liveFiles());
    if (files.remove(RuleFile.rule(rule).path()) == null) {
      throw noRule("No rule '" + rule + "' is live.");
    }
    return files;
  }

  private static Refused noRule(String words) {
    return new Refused(WatchProblem.NO_SUCH_RULE, words);
  }

  /** What a proposal would make of what is live now. */
  Plan of(Proposal proposal) {
    Stand now = shelf.stand();
    SortedMap<String, String> files = new TreeMap<>(now.liveFiles());
    proposal.changes().forEach((path, change) -> put(files, path, change.after()));
    return plan(now, proposal.title(), files);
  }

  /** Whether what is live still is what a proposal would change. */
  boolean fits(Proposal proposal) {
    SortedMap<String, String> live = shelf.stand().liveFiles();
    return proposal.changes().entrySet().stream()
        .allMatch(change -> Objects.equals(live.get(change.getKey()), change.getValue().before()));
  }

  private Plan plan(Stand now, String title, SortedMap<String, String> files) {
    SortedMap<String, Change> changes = changes(now.liveFiles(), files);
    SortedMap<String, Loaded> loaded = texts.load(files);
    Checking checking = shelf.whole(files);
    return new Plan(
        title,
        now.live() == null ? 0 : now.live().number(),
        changes,
        files,
        checking,
        rules(now, loaded, shelf.checked(files, loaded)));
  }

  /** How one set of files becomes another. */
  static SortedMap<String, Change> changes(Map<String, String> before, Map<String, String> after) {
    SortedMap<String, Change> changes = new TreeMap<>();
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    for (String path : paths) {
      Change change = new Change(before.get(path), after.get(path));
      if (!Objects.equals(change.before(), change.after())) {
        changes.put(path, change);
      }
    }
    return changes;
  }

  private static List<RuleChange> rules(
      Stand now, Map<String, Loaded> loaded, Map<String, FileCheck> checks) {
    List<RuleChange> rules = new ArrayList<>();
    checks.forEach((path, check) -> {
      RuleFile file = RuleFile.of(path);
      if (file.isRule() && now.differs(check, path, loaded)) {
        Kind kind =
            !now.liveTexts().containsKey(path)
                ? Kind.NEW
                : Objects.equals(now.liveTexts().get(path), loaded.get(path))
                    ? Kind.LIST_CHANGED
                    : Kind.CHANGED;
        rules.add(new RuleChange(file.name(), kind, check));
      }
    });
    now.liveTexts()
        .keySet()
        .forEach(path -> {
          RuleFile file = RuleFile.of(path);
          if (file.isRule() && !loaded.containsKey(path)) {
            rules.add(new RuleChange(file.name(), Kind.RETIRED, null));
          }
        });
    return rules;
  }
}
