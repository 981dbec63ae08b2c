package reeve.ledger.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Resource;

/** A store and a shelf of which one call, counted over both, fails. */
final class Faulty {
  /** What of that call took effect. */
  enum Persisted {
    NOTHING,
    HALF,
    ALL
  }

  private final int failing;
  private final Persisted persisted;
  private int calls;

  Faulty(int failing, Persisted persisted) {
    this.failing = failing;
    this.persisted = persisted;
  }

  int calls() {
    return calls;
  }

  private boolean now() {
    return calls++ == failing;
  }

  private static LedgerException failure(LedgerProblem problem) {
    return new LedgerException(problem, "made to fail");
  }

  Store store(Store real) {
    return new Store() {
      @Override
      public Head head() {
        if (now()) {
          throw failure(LedgerProblem.UNAVAILABLE);
        }
        return real.head();
      }

      @Override
      public void append(Head from, List<Entry> entries, Head to) {
        boolean fails = now();
        if (!fails || persisted == Persisted.ALL) {
          real.append(from, entries, to);
        }
        if (fails) {
          throw failure(
              persisted == Persisted.HALF
                  ? LedgerProblem.UNAVAILABLE
                  : LedgerProblem.STATE_UNKNOWN);
        }
      }

      @Override
      public byte[] read(long from, int count) {
        if (now()) {
          throw failure(LedgerProblem.UNAVAILABLE);
        }
        return real.read(from, count);
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  Shelf shelf(Shelf real) {
    return new Shelf() {
      @Override
      public Optional<byte[]> read(Resource resource) {
        if (now()) {
          throw failure(LedgerProblem.UNAVAILABLE);
        }
        return real.read(resource);
      }

      @Override
      public void put(Map<Resource, byte[]> files) {
        boolean fails = now();
        Map<Resource, byte[]> there = new LinkedHashMap<>();
        files.forEach((resource, bytes) -> {
          if (!fails
              || persisted == Persisted.ALL
              || (persisted == Persisted.HALF && there.size() < files.size() / 2)) {
            there.put(resource, bytes);
          }
        });
        real.put(there);
        if (fails) {
          throw failure(LedgerProblem.UNAVAILABLE);
        }
      }

      @Override
      public void drop(Resource partial) {
        boolean fails = now();
        if (!fails || persisted != Persisted.NOTHING) {
          real.drop(partial);
        }
        if (fails) {
          throw failure(LedgerProblem.UNAVAILABLE);
        }
      }
    };
  }
}
