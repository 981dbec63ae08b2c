package reeve.signals.likeness;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Finds documents of accounts, and reads what they hold. */
final class Documents {
  static final int NONE = -1;
  private static final int KEY_BYTES = 8;

  private Documents() {}

  static BytesRef key(String account) {
    long hash = Feature.hash(account);
    byte[] bytes = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      bytes[i] = (byte) (hash >>> (8 * i));
    }
    return new BytesRef(bytes);
  }

  /** The document of an account, or {@link #NONE}. */
  static int of(IndexReader reader, String account) throws IOException {
    BytesRef key = key(account);
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(LikenessIndex.KEY);
      TermsEnum each = terms == null ? null : terms.iterator();
      if (each != null && each.seekExact(key)) {
        Bits live = leaf.reader().getLiveDocs();
        PostingsEnum found = each.postings(null, PostingsEnum.NONE);
        for (int document = found.nextDoc();
            document != DocIdSetIterator.NO_MORE_DOCS;
            document = found.nextDoc()) {
          if (live == null || live.get(document)) {
            return leaf.docBase + document;
          }
        }
      }
    }
    return NONE;
  }

  static @Nullable BytesRef profile(IndexReader reader, String account) throws IOException {
    int document = of(reader, account);
    BytesRef bytes = document == NONE ? null : profile(reader, document);
    return bytes != null && Vector.read(bytes).account.equals(account) ? bytes : null;
  }

  private static @Nullable BytesRef profile(IndexReader reader, int document) throws IOException {
    LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
    BinaryDocValues values = leaf.reader().getBinaryDocValues(LikenessIndex.PROFILE);
    return values != null && values.advanceExact(document - leaf.docBase)
        ? BytesRef.deepCopyOf(values.binaryValue())
        : null;
  }

  /** The profiles of documents, in their order. */
  static BytesRef[] profiles(IndexReader reader, int[] documents) throws IOException {
    int[] sorted = documents.clone();
    Arrays.sort(sorted);
    BytesRef[] found = new BytesRef[documents.length];
    LeafReaderContext leaf = null;
    BinaryDocValues values = null;
    BytesRef[] inOrder = new BytesRef[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      int document = sorted[i];
      if (leaf == null || document >= leaf.docBase + leaf.reader().maxDoc()) {
        leaf = reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
        values = leaf.reader().getBinaryDocValues(LikenessIndex.PROFILE);
      }
      if (values == null || !values.advanceExact(document - leaf.docBase)) {
        throw new IllegalStateException("an account without a profile");
      }
      inOrder[i] = BytesRef.deepCopyOf(values.binaryValue());
    }
    for (int i = 0; i < documents.length; i++) {
      found[i] = inOrder[Arrays.binarySearch(sorted, documents[i])];
    }
    return found;
  }
}
