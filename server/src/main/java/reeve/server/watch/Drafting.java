package reeve.server.watch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.rules.source.Sha256;
import reeve.rules.source.Sources;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.watch.RuleRecords.What;
import reeve.server.watch.RuleStore.Drafted;

/**
 * Changes the draft, which several leads edit at once. A file is saved over the text that its
 * editor began with, and over no other.
 */
@Component
final class Drafting {
  private final RuleStore store;
  private final RuleShelf shelf;
  private final ShadowRows shadow;
  private final RuleRecords records;
  private final TransactionTemplate transaction;
  private final RuleNews news;

  Drafting(
      RuleStore store,
      RuleShelf shelf,
      ShadowRows shadow,
      RuleRecords records,
      TransactionTemplate transaction,
      RuleNews news) {
    this.store = store;
    this.shelf = shelf;
    this.shadow = shadow;
    this.records = records;
    this.transaction = transaction;
    this.news = news;
  }

  /** What became of saving. */
  sealed interface Saving {}

  /**
   * It is in the draft.
   *
   * @param digest what the editor begins with from now on
   */
  record Saved(String digest) implements Saving {}

  /**
   * Somebody else changed the file; nothing was kept.
   *
   * @param before what the editor began with; null where there was nothing, or it is kept no more
   * @param now what stands there; null where it was deleted
   */
  record Stale(
      @Nullable String before,
      @Nullable String now,
      String digest,
      @Nullable UUID by,
      @Nullable Instant at)
      implements Saving {}

  /**
   * Saves a file, also one with errors.
   *
   * @param base digest of the text that the editor began with; empty for a new file
   */
  Saving save(RuleFile file, String base, String typed, Member by) {
    String text = RuleFile.clean(typed);
    if (text.getBytes(StandardCharsets.UTF_8).length > RuleFile.MOST) {
      throw new Refused(
          WatchProblem.TOO_LARGE,
          "Through this page a file has at most 8 MiB. Nothing was saved; your text is still here.");
    }
    Set<String> readers = readers(file);
    return changing(() -> {
      Drafted current = store.draft().get(file.path());
      String digest = Sha256.hex(text);
      if (current != null && current.text().equals(digest)) {
        return new Saved(digest);
      }
      if (!base.equals(current == null ? "" : current.text())) {
        return stale(base, current);
      }
      requireRoom(file, text, current == null);
      store.keep(text);
      store.draft(file.path(), digest, by.id().value());
      forgetShadow(file, digest, readers);
      store.sweep();
      store.changed();
      records.append(
          What.DRAFT_SAVED, by.id().actor(), null, Map.of("file", file.path(), "text", digest));
      return new Saved(digest);
    });
  }

  private Stale stale(String base, @Nullable Drafted current) {
    List<String> digests = new ArrayList<>(List.of(base));
    if (current != null) {
      digests.add(current.text());
    }
    digests.removeIf(String::isEmpty);
    Map<String, String> texts = store.texts(digests);
    return new Stale(
        texts.get(base),
        current == null ? null : texts.get(current.text()),
        current == null ? "" : current.text(),
        current == null ? null : current.by(),
        current == null ? null : current.at());
  }

  private void requireRoom(RuleFile file, String text, boolean fresh) {
    RuleStore.Size size = store.size(file.path());
    if (fresh && file.isRule() && size.rules() >= Sources.RULES) {
      throw new Refused(
          WatchProblem.TOO_LARGE,
          "A rule set has at most " + Sources.RULES + " rules. Delete one first.");
    }
    if (fresh && !file.isRule() && size.lists() >= Sources.LISTS) {
      throw new Refused(
          WatchProblem.TOO_LARGE,
          "A rule set has at most " + Sources.LISTS + " lists and phrase banks. Delete one first.");
    }
    if (size.bytes() + text.getBytes(StandardCharsets.UTF_8).length > Sources.SET) {
      throw new Refused(WatchProblem.TOO_LARGE, "A rule set has at most 64 MiB in all.");
    }
  }

  /** Takes a file out of the draft; what is live stays. */
  void delete(RuleFile file, String base, Member by) {
    Set<String> readers = readers(file);
    changing(() -> {
      Drafted current = store.draft().get(file.path());
      if (current == null || !current.text().equals(base)) {
        throw stale(file);
      }
      store.dropDraft(file.path());
      forgetShadow(file, "", readers);
      store.changed();
      records.append(
          What.DRAFT_DELETED, by.id().actor(), null, Map.of("file", file.path(), "text", base));
      return true;
    });
  }

  private static Refused stale(RuleFile file) {
    return new Refused(
        WatchProblem.STALE,
        file.title() + " was changed meanwhile. Look at it again; nothing was done.");
  }

  /** Puts the live text of a file, or that there is none, back into the draft. */
  void discard(RuleFile file, String base, Member by) {
    Set<String> readers = readers(file);
    changing(() -> {
      Drafted current = store.draft().get(file.path());
      if (!base.equals(current == null ? "" : current.text())) {
        throw stale(file);
      }
      SortedMap<String, String> live =
          store.live().map(now -> store.files(now.set())).orElseGet(java.util.TreeMap::new);
      String text = live.get(file.path());
      if (text == null) {
        store.dropDraft(file.path());
      } else {
        store.draft(file.path(), text, by.id().value());
      }
      forgetShadow(file, text == null ? "" : text, readers);
      store.changed();
      records.append(
          What.DRAFT_DISCARDED, by.id().actor(), null, Map.of("file", file.path(), "text", base));
      return true;
    });
  }

  /** One change at a time; the watchers hear of it once it stands. */
  private <T> T changing(Supplier<T> work) {
    long[] revisions = new long[2];
    T result =
        Objects.requireNonNull(
            transaction.execute(_ -> {
              revisions[0] = store.lock();
              T done = work.get();
              revisions[1] = store.revision();
              return done;
            }));
    if (revisions[0] != revisions[1]) {
      news.changed();
    }
    return result;
  }

  /** The names of the draft's rules that read a list. */
  private Set<String> readers(RuleFile file) {
    Set<String> names = new HashSet<>();
    if (!file.isRule()) {
      new HashMap<>(shelf.stand().draftChecks())
          .forEach((path, check) -> {
            if (check.rule() != null && check.rule().files().contains(file.path())) {
              names.add(RuleFile.of(path).name());
            }
          });
    }
    return names;
  }

  /** What another text would have surfaced says nothing of this one. */
  private void forgetShadow(RuleFile file, String digest, Set<String> readers) {
    if (file.isRule()) {
      shadow.forgetOthers(file.name(), digest.isEmpty() ? "" : digest.substring(0, 16));
    } else {
      readers.forEach(rule -> shadow.forgetOthers(rule, ""));
    }
  }
}
