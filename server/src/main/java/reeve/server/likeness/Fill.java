package reeve.server.likeness;

import java.io.IOException;
import java.util.BitSet;
import java.util.function.Consumer;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.Journal;
import reeve.server.watch.Replay;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;

/**
 * Fills a new index from a long archive in parts of its accounts, so that each account is written
 * once. It reads the archive once to count the accounts and to hear of decisions and suspects, and
 * once for each part. Nothing of it is kept before all is done: broken off, it begins anew.
 */
final class Fill {
  /**
   * So many accounts may wait to be compared with the suspended; what follows is read one by one.
   */
  static final int SUSPECTS_MOST = 20_000;

  private static final int WORDS_MOST = 500;

  /** What the memory of one account is reckoned at; {@link LikenessIndex#fill}. */
  private static final int ACCOUNT_BYTES = 10_000;

  /** So much of the heap holds one part of the accounts; the one before is written meanwhile. */
  private static final int SHARE_OF_HEAP = 4;

  private static final int PART_MOST = 60_000;
  private static final int TELL_EVERY = 10_000;

  /** The work was ended; what was filled is not to be kept. */
  static final class BrokenOff extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenOff() {
      super("the filling was broken off, and begins anew at the next start");
    }
  }

  private final Journal journal;
  private final Storing storing;
  private final Consumer<String> progress;
  private final Facts facts = new Facts(TownEvents.SCHEMA);
  private final FactsReading event = new FactsReading(facts);
  private final PicturesHeard pictures;
  private final Heads heads = new Heads();
  private final long begin;
  private long end;
  private int passes = 2;
  private int pass;

  /**
   * @param progress hears how far it is, in words
   */
  Fill(
      Journal journal,
      Journal.Kept archive,
      KnownPictures known,
      Storing storing,
      Consumer<String> progress) {
    pictures = new PicturesHeard(known, journal.id(), storing);
    this.journal = journal;
    this.storing = storing;
    this.progress = progress;
    begin = archive.begin();
    end = archive.end();
  }

  /** How many accounts of about so many one part takes, by the heap of this process. */
  static int parts(long accounts) {
    long part = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / ACCOUNT_BYTES;
    return (int) Math.max(1, Math.ceilDiv(accounts, Math.clamp(part, 1, PART_MOST)));
  }

  /**
   * Fills the index, and stores what the archive tells to the database.
   *
   * @return the first offset that was not taken
   * @throws BrokenOff where the work was ended
   */
  long run(LikenessIndex index, Tidings tidings) throws IOException {
    survey(tidings);
    int parts = parts(heads.count());
    passes = parts + 1;
    index.fill(
        parts,
        hearer -> {
          pass++;
          each(_ -> {
            Observed observed = event.observed().orElse(null);
            if (observed != null) {
              hearer.take(observed);
            }
            Standings.Word word = event.word().orElse(null);
            if (word != null) {
              hearer.take(new Observed.Judged(Named.of(word.account()), word.standing()));
            }
            pictures.hear(event);
            if (pictures.many()) {
              pictures.tell(hearer);
            }
          });
          pictures.tell(hearer);
        });
    tidings.surface(index);
    requireGoing();
    return end;
  }

  private void survey(Tidings tidings) throws IOException {
    each(reader -> {
      Observed observed = event.observed().orElse(null);
      if (observed != null) {
        heads.add(observed.account());
        if (observed instanceof Observed.Followed followed) {
          heads.add(followed.target());
        }
      }
      var _ = tidings.hear(event, reader.arrival());
      pictures.hear(event);
      if (pictures.many()) {
        pictures.meet(_ -> {});
      }
      if (tidings.words() >= WORDS_MOST) {
        tidings.store();
      }
      if (tidings.suspects() >= SUSPECTS_MOST) {
        end = reader.position();
      }
    });
    tidings.store();
    pictures.meet(_ -> {});
  }

  private interface Taking {
    void take(Replay reader) throws IOException;
  }

  /** Goes over the archive; what cannot be taken is passed over, and counted in the first pass. */
  private void each(Taking taking) throws IOException {
    try (Replay reader =
        journal
            .replay(begin)
            .orElseThrow(() -> new IllegalStateException("the event log is opened anew"))) {
      tell(begin);
      long told = begin;
      while (reader.position() < end && reader.next(facts) && reader.position() <= end) {
        try {
          taking.take(reader);
        } catch (RuntimeException e) {
          if (pass == 0) {
            storing.passOver("event at " + (reader.position() - 1), e);
          }
        }
        if (reader.position() - told >= TELL_EVERY) {
          told = reader.position();
          requireGoing();
          tell(told);
        }
      }
      requireGoing();
      if (reader.position() < end) {
        throw new IllegalStateException("the event log ends before " + end);
      }
    }
  }

  private void requireGoing() {
    if (storing.ends()) {
      throw new BrokenOff();
    }
  }

  private void tell(long at) {
    double done = (pass + (double) (at - begin) / Math.max(1, end - begin)) / passes;
    progress.accept(
        "The index of accounts is filled from an archive of %,d events: %d %% done."
            .formatted(end - begin, (int) (done * 100)));
  }

  /** About how many names there are (linear counting: Whang, Vander-Zanden and Taylor, 1990). */
  private static final class Heads {
    private static final int BITS = 1 << 24;
    private final BitSet seen = new BitSet(BITS);

    void add(String name) {
      long mixed = name.hashCode() * 0x9E3779B97F4A7C15L;
      seen.set((int) (mixed >>> 40));
    }

    /** At most some 280 million, since a place stays empty. */
    long count() {
      double empty = Math.max(1, BITS - seen.cardinality());
      return Math.round(-BITS * Math.log(empty / BITS));
    }
  }
}
