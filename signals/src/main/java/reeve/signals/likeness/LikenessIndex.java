package reeve.signals.likeness;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * An index of accounts by what they share, on disk, one directory and one process (Apache Lucene).
 * It takes what happens in its order, shows it after {@link #refresh}, and keeps it after {@link
 * #commit}, with the position up to which it was told; a start goes on from there. What is told
 * twice counts twice, and makes no tie that was not there.
 *
 * <p>{@link #take}, {@link #refresh} and {@link #commit} are called by one thread, {@link #find}
 * and {@link #between} by any.
 */
public final class LikenessIndex implements AutoCloseable {
  static final String KEY = "k";
  static final String FEATURE = "f";
  static final String LANGUAGE = "l";
  static final String STANDING = "s";
  static final String PROFILE = "p";
  static final String SIZE = "n";

  private static final String POSITION = "position";
  private static final String FORMAT = "format";
  private static final String FORMAT_NOW = "2";
  private static final int CACHED = 20_000;
  private static final double BUFFER_MB = 48;
  private static final int SEGMENTS = 4;

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Map<String, Profile> changed = new LinkedHashMap<>();
  private final Map<String, Profile> cached =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Profile> eldest) {
          return size() > CACHED;
        }
      };
  private volatile Rarity rarity;
  private final Part all = new Part(0, 1);

  private LikenessIndex(Directory directory, IndexWriter writer) throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.searchers = new SearcherManager(writer, null);
    this.rarity = counted();
  }

  /**
   * Opens the index of a directory, or begins one there. One that another version wrote is begun
   * anew: it is filled again from the archive.
   */
  public static LikenessIndex open(Path path) throws IOException {
    Directory directory = FSDirectory.open(path);
    boolean known = DirectoryReader.indexExists(directory);
    if (known) {
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        known = FORMAT_NOW.equals(reader.getIndexCommit().getUserData().get(FORMAT));
      }
    }
    IndexWriterConfig config = new IndexWriterConfig();
    config.setOpenMode(
        known ? IndexWriterConfig.OpenMode.APPEND : IndexWriterConfig.OpenMode.CREATE);
    config.setRAMBufferSizeMB(BUFFER_MB);
    TieredMergePolicy merging = new TieredMergePolicy();
    merging.setSegmentsPerTier(SEGMENTS);
    config.setMergePolicy(merging);
    config.setCommitOnClose(false);
    return new LikenessIndex(directory, new IndexWriter(directory, config));
  }

  /** The position that the last commit named; empty where there was none. */
  public Optional<String> position() {
    for (Map.Entry<String, String> each : writer.getLiveCommitData()) {
      if (each.getKey().equals(POSITION)) {
        return Optional.of(each.getValue());
      }
    }
    return Optional.empty();
  }

  /** Gives all that happened, in its order; called several times. */
  public interface Past {
    void tell(Hearer hearer) throws IOException;
  }

  /** Hears what happened. */
  public interface Hearer {
    void take(Observed event) throws IOException;

    /** Whether it takes anything of an account just now: of others nothing need be told. */
    default boolean takes(String account) {
      return true;
    }
  }

  /**
   * Takes a long past: goes over it several times, each time for a part of the accounts, so that
   * each account is held in memory until all is known of it, and written once, beside the telling
   * of the next part.
   *
   * @param parts how often, 1 or more: such that two parts of the accounts fit into memory, about
   *     10 kB each
   */
  public void fill(int parts, Past past) throws IOException {
    try (ExecutorService writing =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("likeness-fill").factory())) {
      Future<?> written = writing.submit(() -> {});
      for (int part = 0; part < parts; part++) {
        Part hearer = new Part(part, parts);
        past.tell(hearer);
        await(written);
        List<Profile> told = List.copyOf(changed.values());
        changed.clear();
        cached.clear();
        written =
            writing.submit(() -> {
              for (Profile profile : told) {
                write(profile, profile.features());
              }
              return null;
            });
      }
      await(written);
    }
    searchers.maybeRefreshBlocking();
    rarity = counted();
  }

  private static void await(Future<?> written) throws IOException {
    try {
      written.get();
    } catch (ExecutionException e) {
      throw new IOException("a part of the accounts could not be written", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while the index was filled");
    }
  }

  /** Takes what is of one part of the accounts. */
  private final class Part implements Hearer {
    private final int part;
    private final int parts;

    private Part(int part, int parts) {
      this.part = part;
      this.parts = parts;
    }

    @Override
    public void take(Observed event) throws IOException {
      LikenessIndex.this.take(event, this);
    }

    @Override
    public boolean takes(String account) {
      return parts == 1 || Long.remainderUnsigned(Feature.hash(account), parts) == part;
    }
  }

  /** Takes what happened. It is shown after {@link #refresh}. */
  public void take(Observed event) throws IOException {
    take(event, all);
  }

  private void take(Observed event, Part of) throws IOException {
    if (event instanceof Observed.Followed follow) {
      if (of.takes(follow.account())) {
        change(follow.account()).hold(Feature.of(Kind.FOLLOWS, follow.target()), 0, null, null);
      }
      if (of.takes(follow.target())) {
        change(follow.target()).hold(Feature.of(Kind.FOLLOWER, follow.account()), 0, null, null);
      }
    } else if (of.takes(event.account())) {
      tell(event);
    }
  }

  private void tell(Observed event) throws IOException {
    switch (event) {
      case Observed.Posted e -> new Reader(change(e.account())).posted(e);
      case Observed.Deleted e -> change(e.account()).forget(e.post());
      case Observed.Boosted e -> new Reader(change(e.account())).boosted(e);
      case Observed.Described e -> new Reader(change(e.account())).described(e);
      case Observed.Renamed e -> new Reader(change(e.account())).renamed(e);
      case Observed.Judged e -> change(e.account()).standing = e.standing();
      case Observed.Followed _ -> {}
    }
  }

  private Profile change(String account) throws IOException {
    Profile profile = changed.get(account);
    if (profile == null) {
      profile = cached.get(account);
      profile = profile == null ? load(account) : profile;
      cached.put(account, profile);
      changed.put(account, profile);
    }
    return profile;
  }

  private Profile load(String account) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      BytesRef bytes = Documents.profile(searcher.getIndexReader(), account);
      return bytes == null ? new Profile(account) : ProfileBytes.read(bytes);
    } finally {
      searchers.release(searcher);
    }
  }

  /** How many accounts wait to be shown. */
  public int waiting() {
    return changed.size();
  }

  /** Shows all that was taken. */
  public void refresh() throws IOException {
    for (Profile profile : changed.values()) {
      long[] now = profile.features();
      count(profile, now);
      write(profile, now);
    }
    changed.clear();
    searchers.maybeRefreshBlocking();
    if (rarity.crowded()) {
      rarity = counted();
    }
  }

  private void write(Profile profile, long[] now) throws IOException {
    Document document = new Document();
    BytesRef key = Documents.key(profile.account);
    document.add(new StringField(KEY, key, Field.Store.NO));
    for (long feature : now) {
      document.add(new StringField(FEATURE, Feature.term(feature), Field.Store.NO));
    }
    if (!profile.language().isEmpty()) {
      document.add(new StringField(LANGUAGE, profile.language(), Field.Store.NO));
    }
    if (profile.standing != Standing.NONE) {
      document.add(new StringField(STANDING, profile.standing.name(), Field.Store.NO));
    }
    document.add(new BinaryDocValuesField(PROFILE, ProfileBytes.write(profile, now)));
    document.add(new NumericDocValuesField(SIZE, now.length));
    writer.updateDocument(new Term(KEY, key), document);
  }

  /** Moves the counts of rarity from what was written of the account to what is now. */
  private void count(Profile profile, long[] now) {
    Rarity counts = rarity;
    long[] before = profile.written;
    if (before == null) {
      counts.account(profile.language());
    } else if (!profile.language().equals(profile.writtenLanguage)) {
      counts.speaks(profile.writtenLanguage, -1);
      counts.speaks(profile.language(), 1);
    }
    long[] old = before == null ? new long[0] : before;
    int i = 0;
    int j = 0;
    while (i < old.length || j < now.length) {
      if (j == now.length || (i < old.length && old[i] < now[j])) {
        counts.add(old[i++], -1);
      } else if (i == old.length || now[j] < old[i]) {
        counts.add(now[j++], 1);
      } else {
        i++;
        j++;
      }
    }
    profile.written = now;
    profile.writtenLanguage = profile.language();
  }

  private Rarity counted() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return Rarity.of(searcher.getIndexReader(), FEATURE, LANGUAGE);
    } finally {
      searchers.release(searcher);
    }
  }

  /**
   * Makes all that was taken outlive a stop, with the position up to which it was told.
   *
   * @param position at most 100 characters
   */
  public void commit(String position) throws IOException {
    refresh();
    writer.setLiveCommitData(Map.of(FORMAT, FORMAT_NOW, POSITION, position).entrySet());
    writer.commit();
  }

  /** Who is like the seeds, best first; empty where no seed is known. */
  public List<Alike> find(Query query) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return new Search(searcher.getIndexReader(), rarity).find(query);
    } finally {
      searchers.release(searcher);
    }
  }

  /**
   * Which suspended accounts one is like, the likest first: each by itself, or, where it is like
   * none alone, the nearest of some that it is like together ({@link Alike#direct} is false then).
   * By all that was taken of it, also what is not shown yet; of the suspended by what is shown.
   * Called by the thread that takes.
   *
   * @param limit at most 20
   */
  public List<Alike> suspendedLike(String account, int limit) throws IOException {
    Profile profile = changed.get(account);
    profile = profile == null ? load(account) : profile;
    IndexSearcher searcher = searchers.acquire();
    try {
      return new Search(searcher.getIndexReader(), rarity).suspended(profile, limit);
    } finally {
      searchers.release(searcher);
    }
  }

  /**
   * What stands between some accounts, two by two, the strongest first; a pair that shares too
   * little is not given, and accounts that are not shown are passed over.
   *
   * @param accounts at most {@link Between#MOST}
   * @throws IllegalArgumentException where they are more
   */
  public List<Between> between(List<String> accounts) throws IOException {
    if (accounts.size() > Between.MOST) {
      throw new IllegalArgumentException(
          "ties are given between %,d accounts at the most, and here are %,d"
              .formatted(Between.MOST, accounts.size()));
    }
    IndexSearcher searcher = searchers.acquire();
    try {
      return Pairs.of(searcher.getIndexReader(), rarity, accounts).between();
    } finally {
      searchers.release(searcher);
    }
  }

  /** Whether anything of an account is shown. */
  public boolean knows(String account) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return Documents.profile(searcher.getIndexReader(), account) != null;
    } finally {
      searchers.release(searcher);
    }
  }

  /** How many accounts are shown. */
  public int accounts() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return searcher.getIndexReader().numDocs();
    } finally {
      searchers.release(searcher);
    }
  }

  /** Bytes on disk. */
  public long bytes() throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    return bytes;
  }

  /** Merges the parts of the index into one, which makes it smaller and queries faster. */
  public void merge() throws IOException {
    writer.forceMerge(1);
    searchers.maybeRefreshBlocking();
  }

  @Override
  public void close() throws IOException {
    List<AutoCloseable> all = new ArrayList<>(List.of(searchers, writer, directory));
    IOException failed = null;
    for (AutoCloseable each : all) {
      try {
        each.close();
      } catch (Exception e) {
        failed = failed == null ? new IOException("the index could not be closed", e) : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
