package reeve.server.banks;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.signals.media.BankEntry;
import reeve.signals.media.BankImport;
import reeve.signals.media.Hash;

/** What people do with banks: entries and record in one transaction. */
@Component
final class Banking {
  private static final Kind IMPORTED = new Kind("banks.imported", 1);
  private static final Kind JUDGED = new Kind("banks.judged", 1);
  private static final Kind ENDED = new Kind("banks.ended", 1);
  private static final int CHUNK = 5_000;

  private final Entries entries;
  private final Records records;
  private final BankSettings settings;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Banking(
      Entries entries,
      Records records,
      BankSettings settings,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.entries = entries;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * What an import did with the usable entries of a file.
   *
   * @param added new hashes
   * @param merged into entries that were known
   * @param tooMany not taken, since the entry would have too many labels
   */
  record Taken(int added, int merged, int tooMany) {}

  /** Takes a file's entries in, all or none. */
  Taken take(BankImport read, String source, Member by) {
    return transaction.execute(_ -> {
      long before = entries.lock();
      int added = 0;
      int merged = 0;
      int tooMany = 0;
      for (int from = 0; from < read.entries().size(); from += CHUNK) {
        List<BankEntry> chunk =
            read.entries().subList(from, Math.min(from + CHUNK, read.entries().size()));
        Map<Hash, BankEntry> known = known(chunk);
        List<BankEntry> written = new ArrayList<>();
        int fresh = 0;
        for (BankEntry entry : chunk) {
          BankEntry old = known.get(entry.hash());
          @Nullable BankEntry both = old == null ? entry : old.merge(entry);
          if (both == null) {
            tooMany++;
          } else {
            written.add(both);
            fresh += old == null ? 1 : 0;
          }
        }
        added += fresh;
        merged += written.size() - fresh;
        if (before + added > settings.entriesMost()) {
          throw new Refused(
              BankProblem.BANK_FULL,
              "With these there were more than %,d entries (server.banks.entries-most)."
                  .formatted(settings.entriesMost()));
        }
        entries.put(written, fresh);
      }
      records.append(
          new Entry(
              IMPORTED,
              null,
              by.id().actor(),
              null,
              Map.of("added", added, "merged", merged, "refused", read.refused() + tooMany),
              Map.of("source", source)));
      return new Taken(added, merged, tooMany);
    });
  }

  private Map<Hash, BankEntry> known(List<BankEntry> chunk) {
    Map<Hash, BankEntry> known = new HashMap<>();
    entries
        .of(chunk.stream().map(BankEntry::hash).toList())
        .forEach(it -> known.put(it.entry().hash(), it.entry()));
    return known;
  }

  /** A person found a match of this entry right, or wrong. */
  void judge(long id, boolean agree, Member by) {
    transaction.executeWithoutResult(_ -> {
      if (!entries.vote(id, agree)) {
        throw missing();
      }
      records.append(
          new Entry(
              JUDGED, null, by.id().actor(), null, Map.of(), Map.of("entry", id, "agree", agree)));
    });
  }

  /** Ends an entry: from now on it matches nothing. Ending it again changes nothing. */
  void end(long id, Member by) {
    transaction.executeWithoutResult(_ -> {
      if (entries.find(id).isEmpty()) {
        throw missing();
      }
      if (entries.end(id, clock.instant())) {
        records.append(ended(List.of(id), by.id().actor()));
      }
    });
  }

  /** Records those whose end has come by itself; whether there may be more. */
  boolean sweep() {
    return Boolean.TRUE.equals(
        transaction.execute(_ -> {
          Instant now = clock.instant();
          List<Long> ids = entries.ended(now, CHUNK);
          if (!ids.isEmpty()) {
            records.append(ended(ids, new Actor.Worker("banks")));
          }
          return ids.size() == CHUNK;
        }));
  }

  private static Entry ended(List<Long> ids, Actor by) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("entries", ids);
    return new Entry(ENDED, null, by, null, Map.of("count", ids.size()), words);
  }

  private static Refused missing() {
    return new Refused(BankProblem.NO_SUCH_ENTRY, "Nobody knows this entry. Reload the page.");
  }
}
