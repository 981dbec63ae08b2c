package reeve.signals.likeness;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/**
 * How many accounts have a feature, closely: a count-min sketch (Cormode and Muthukrishnan, 2005)
 * of two rows, which never says too few. Rarity is measured among those who write the same
 * language: what half of them share weighs nothing, so that a language by itself makes nobody
 * alike.
 *
 * <p>One writer; readers may see a count a moment late.
 */
final class Rarity {
  /** A language of fewer accounts is measured as if it had so many. */
  static final int FEWEST = 200;

  private static final int LEAST = 1 << 20;

  /** Two rows of so many take 128 MiB. */
  private static final int MOST = 1 << 24;

  /** Cells in a row for each account, which has some hundred features, half of them its alone. */
  private static final int CELLS = 64;

  private final int[] first;
  private final int[] second;
  private final int mask;
  private final Map<String, Integer> languages = new HashMap<>();
  private volatile Map<String, Integer> told = Map.of();
  private volatile int accounts;

  private Rarity(int cells) {
    first = new int[cells];
    second = new int[cells];
    mask = cells - 1;
  }

  static Rarity empty() {
    return new Rarity(LEAST);
  }

  /** Counts what is in an index. */
  static Rarity of(IndexReader reader, String features, String languages) throws IOException {
    int cells = LEAST;
    while (cells < MOST && cells < (long) reader.numDocs() * CELLS) {
      cells *= 2;
    }
    Rarity rarity = new Rarity(cells);
    Terms terms = MultiTerms.getTerms(reader, features);
    if (terms != null) {
      TermsEnum each = terms.iterator();
      for (BytesRef term = each.next(); term != null; term = each.next()) {
        rarity.add(Feature.of(term), each.docFreq());
      }
    }
    Terms spoken = MultiTerms.getTerms(reader, languages);
    if (spoken != null) {
      TermsEnum each = spoken.iterator();
      for (BytesRef term = each.next(); term != null; term = each.next()) {
        rarity.languages.put(term.utf8ToString(), each.docFreq());
      }
    }
    rarity.accounts = reader.numDocs();
    rarity.told = Map.copyOf(rarity.languages);
    return rarity;
  }

  /** Whether there are so many accounts by now that cells are shared too much. */
  boolean crowded() {
    return mask + 1 < MOST && (long) accounts * CELLS / 2 > mask + 1;
  }

  void add(long feature, int times) {
    long hash = Feature.mix(feature, 1);
    first[(int) hash & mask] += times;
    second[(int) (hash >>> 28) & mask] += times;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void account(String language) {
    accounts++;
    speaks(language, 1);
  }

  void speaks(String language, int times) {
    if (!language.isEmpty()) {
      languages.merge(language, times, Integer::sum);
      told = Map.copyOf(languages);
    }
  }

  /** At least so many accounts have it. */
  int count(long feature) {
    long hash = Feature.mix(feature, 1);
    return Math.min(first[(int) hash & mask], second[(int) (hash >>> 28) & mask]);
  }

  /**
   * Among how many accounts rarity is measured for somebody who writes that language.
   *
   * @param language empty where none is known
   */
  int among(String language) {
    int all = accounts;
    Integer speakers = language.isEmpty() ? null : told.get(language);
    int among = speakers == null ? all : speakers;
    return Math.max(Math.min(all, FEWEST), Math.min(all, among));
  }

  /** What sharing the feature weighs, in nats: 0 where half of them have it. */
  float weight(long feature, int among) {
    int count = Math.max(1, count(feature));
    double part = (double) among / (2.0 * count);
    return part <= 1 ? 0 : (float) Math.log(part);
  }
}
