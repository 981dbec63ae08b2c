package reeve.signals.likeness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.LongHeap;
import org.jspecify.annotations.Nullable;

/**
 * The first look: who shares most with some accounts, by the lists of the index, the rarest things
 * first, within a budget.
 */
final class Retrieval {
  /**
   * How far it looks.
   *
   * @param terms so many features of the seeds are looked up
   * @param entries so many entries of their lists are read
   */
  record Budget(int terms, int entries) {
    /** For an answer that somebody waits for. */
    static final Budget QUICK = new Budget(600, 150_000);

    /** For an order that is measured. */
    static final Budget WIDE = new Budget(3_000, 1_000_000);
  }

  /** Who has fewer features counts as having so many. */
  private static final double LEAST_SIZE = 8;

  private final IndexReader reader;
  private final Rarity rarity;
  private final Budget budget;

  Retrieval(IndexReader reader, Rarity rarity, Budget budget) {
    this.reader = reader;
    this.rarity = rarity;
    this.budget = budget;
  }

  /** A feature that is looked for. */
  private record Wanted(long feature, float weight, int count) {}

  /**
   * The documents that share most, best first.
   *
   * @param seeds what they share it with
   * @param among by which rarity is measured
   * @param only accounts of that standing alone; null for all
   * @param most so many
   */
  int[] best(List<Member> seeds, int among, @Nullable Standing only, int most) throws IOException {
    List<Wanted> wanted = wanted(seeds, among, only == null ? 2 : 1);
    LongHeap best = new LongHeap(most);
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(LikenessIndex.FEATURE);
      if (terms != null) {
        float[] scores = new float[leaf.reader().maxDoc()];
        add(wanted, terms.iterator(), scores);
        keep(leaf, only == null ? null : standing(leaf, only), scores, best);
      }
    }
    int[] documents = new int[best.size()];
    for (int i = documents.length - 1; i >= 0; i--) {
      documents[i] = (int) best.pop();
    }
    return documents;
  }

  /** A document below its score, as one number in the order of scores. */
  private static long scored(float score, int document) {
    return ((long) Float.floatToIntBits(score) << Integer.SIZE) | document;
  }

  /**
   * What to look for.
   *
   * @param fewest a feature of fewer accounts is nobody else's
   */
  private List<Wanted> wanted(List<Member> seeds, int among, int fewest) {
    Map<Long, Float> sum = new HashMap<>();
    for (Member seed : seeds) {
      for (int i = 0; i < seed.features.length; i++) {
        if (seed.weights[i] > 0) {
          float weight = seed.weights[i] * Feature.kind(seed.features[i]).weight();
          sum.merge(seed.features[i], weight, Float::sum);
        }
      }
    }
    List<Wanted> all = new ArrayList<>(sum.size());
    sum.forEach((feature, weight) -> {
      int count = rarity.count(feature);
      if (count >= fewest) {
        all.add(new Wanted(feature, weight * rarity.weight(feature, among), count));
      }
    });
    all.sort(Comparator.comparingDouble(one -> -one.weight()));
    List<Wanted> some = new ArrayList<>();
    long entries = 0;
    for (Wanted one : all) {
      if (some.size() == budget.terms() || entries + one.count() > budget.entries()) {
        continue;
      }
      entries += one.count();
      some.add(one);
    }
    some.sort(Comparator.comparingLong(Wanted::feature));
    return some;
  }

  private static void add(List<Wanted> wanted, TermsEnum terms, float[] scores) throws IOException {
    PostingsEnum found = null;
    for (Wanted one : wanted) {
      if (terms.seekExact(Feature.term(one.feature()))) {
        found = terms.postings(found, PostingsEnum.NONE);
        for (int document = found.nextDoc();
            document != DocIdSetIterator.NO_MORE_DOCS;
            document = found.nextDoc()) {
          scores[document] += one.weight();
        }
      }
    }
  }

  private static FixedBitSet standing(LeafReaderContext leaf, Standing standing)
      throws IOException {
    FixedBitSet found = new FixedBitSet(leaf.reader().maxDoc());
    PostingsEnum documents =
        leaf.reader().postings(new Term(LikenessIndex.STANDING, standing.name()));
    if (documents != null) {
      found.or(documents);
    }
    return found;
  }

  private static void keep(
      LeafReaderContext leaf, @Nullable FixedBitSet only, float[] scores, LongHeap best)
      throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    NumericDocValues sizes = leaf.reader().getNumericDocValues(LikenessIndex.SIZE);
    for (int document = 0; document < scores.length; document++) {
      if (scores[document] > 0
          && (live == null || live.get(document))
          && (only == null || only.get(document))) {
        double size =
            sizes != null && sizes.advanceExact(document) ? (double) sizes.longValue() : 1;
        float score = scores[document] / (float) Math.sqrt(Math.max(LEAST_SIZE, size));
        best.insertWithOverflow(scored(score, leaf.docBase + document));
      }
    }
  }
}
