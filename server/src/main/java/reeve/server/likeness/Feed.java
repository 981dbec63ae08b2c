package reeve.server.likeness;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.server.record.Place;
import reeve.server.watch.Journal;
import reeve.server.watch.Replay;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;
import reeve.signals.likeness.Standing;

/**
 * Feeds the index from the event log, with one thread of its own: no fault here holds up reports or
 * the watch. A start goes on from the last commit; where the log no longer reaches back so far, or
 * is another one, the index is filled anew from the log's beginning.
 */
@Component
final class Feed implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final int BATCH = 500;
  private static final int WAITING_MOST = 5_000;
  private static final Duration NEWS = Duration.ofMillis(100);

  /** What came is shown after so long at the latest, unless more than a batch is still to come. */
  private static final Duration SHOWN = Duration.ofMillis(300);

  private static final Duration SHOWN_BEHIND = Duration.ofSeconds(2);
  private static final Duration KEPT = Duration.ofSeconds(30);
  private static final Duration NEWS_OF_RECORD = Duration.ofSeconds(2);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);

  private final LikenessSettings settings;
  private final Journal journal;
  private final Standings standings;
  private final Leaned leaned;
  private final Evasion evasion;
  private final RecordNews recordNews;
  private final KnownPictures known;
  private final TransactionOperations transaction;
  private final Storing storing = new Storing();

  private @Nullable Thread thread;
  private volatile @Nullable LikenessIndex index;
  private volatile @Nullable String filling;
  private volatile boolean running;
  private volatile long shown;

  Feed(
      LikenessSettings settings,
      Journal journal,
      Standings standings,
      Leaned leaned,
      Evasion evasion,
      RecordNews recordNews,
      KnownPictures known,
      TransactionOperations transaction) {
    this.settings = settings;
    this.journal = journal;
    this.standings = standings;
    this.leaned = leaned;
    this.evasion = evasion;
    this.recordNews = recordNews;
    this.known = known;
    this.transaction = transaction;
  }

  /** Whether this server has a place for the index, and events to fill it. */
  boolean kept() {
    return settings.dir() != null && journal.kept();
  }

  /** The index; empty while it cannot be used. */
  Optional<LikenessIndex> index() {
    return Optional.ofNullable(index);
  }

  /** Events of the log that searches do not see yet. */
  long behind() {
    return index == null && filling == null
        ? 0
        : journal.stretch().map(log -> Math.max(0, log.end() - shown)).orElse(0L);
  }

  /** Why it does not go on now, or what it passed over; null where all is well. */
  @Nullable String trouble() {
    return storing.trouble();
  }

  /** What whoever asks is told of the index: that it is being filled, or its trouble, or null. */
  @Nullable String notice() {
    String now = filling;
    return now == null ? trouble() : now;
  }

  @Override
  public void start() {
    running = true;
    if (kept()) {
      storing.begin();
      thread = Thread.ofPlatform().daemon().name("likeness").start(this::keepOn);
    }
  }

  @Override
  public void stop() {
    running = false;
    storing.end();
    Thread on = thread;
    if (on != null) {
      try {
        // Never interrupted: that would close the files under the index.
        on.join(Duration.ofSeconds(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void keepOn() {
    while (!storing.ends()) {
      Journal.Kept log = journal.stretch().orElse(null);
      if (log != null) {
        try {
          feed(log);
        } catch (IOException | RuntimeException | Error e) {
          failed(e);
        }
      }
      if (!storing.ends()) {
        storing.pause(AFTER_FAULT.toMillis());
      }
    }
  }

  private void failed(Throwable e) {
    if (storing.ends()) {
      LOG.info("the index of likenesses was broken off: {}", e.getMessage());
      return;
    }
    storing.troubled(
        "The index of accounts stopped (" + e.getMessage() + ") and is started again.");
    LOG.error("the index of likenesses stopped and will be started again", e);
  }

  private void feed(Journal.Kept log) throws IOException {
    Path dir = java.util.Objects.requireNonNull(settings.dir()).resolve("index");
    Files.createDirectories(dir);
    LikenessIndex opened = opened(dir);
    Position from = from(opened, log);
    if (from == null) {
      LOG.info("the index of likenesses is filled anew from the event log");
      opened.close();
      clear(dir);
      opened = LikenessIndex.open(dir);
    }
    try (LikenessIndex on = opened) {
      shown = from == null ? log.begin() : from.offset();
      Tidings tidings = new Tidings(standings, leaned, evasion, transaction, storing);
      Position start = from == null ? begun(on, log, tidings) : from;
      shown = start.offset();
      index = on;
      new Run(on, start, tidings).run();
    } finally {
      index = null;
      filling = null;
    }
  }

  /** Where a new index goes on: behind the archive where that is long, and was taken in at once. */
  private Position begun(LikenessIndex on, Journal.Kept log, Tidings tidings) throws IOException {
    Position begin = new Position(journal.id(), log.begin(), Place.START);
    if (log.end() - log.begin() < settings.fillFrom()) {
      return begin;
    }
    filling = "The index of accounts is filled from the archive of events.";
    long end = new Fill(journal, log, known, storing, words -> filling = words).run(on, tidings);
    Position filled = new Position(begin.log(), end, begin.record());
    on.commit(filled.text());
    filling = null;
    return filled;
  }

  /** The index as it lies there; a damaged one is thrown away, since the log fills it again. */
  private static LikenessIndex opened(Path dir) throws IOException {
    try {
      return LikenessIndex.open(dir);
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | EOFException
        | NoSuchFileException e) {
      LOG.warn("the index of likenesses is damaged, and begun anew: {}", e.toString());
      clear(dir);
      return LikenessIndex.open(dir);
    }
  }

  /** Where the index goes on; null where it is to be begun anew. */
  private @Nullable Position from(LikenessIndex opened, Journal.Kept log) throws IOException {
    Position from = opened.position().flatMap(Position::of).orElse(null);
    return from != null
            && from.log().equals(journal.id())
            && from.offset() >= log.begin()
            && from.offset() <= log.end()
        ? from
        : null;
  }

  private static void clear(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** One stretch of following, from an opening of the index to its end. */
  private final class Run {
    private final LikenessIndex on;
    private final Facts facts = new Facts(TownEvents.SCHEMA);
    private final FactsReading event = new FactsReading(facts);
    private final Tidings tidings;
    private final PicturesHeard pictures;
    private Position at;
    private boolean changed;
    private long refreshed = System.nanoTime();
    private long kept = System.nanoTime();
    private long newsRead;
    private RecordNews.@Nullable Some news;

    /**
     * The log held so many events when the news were read, and is taken in so far before they are.
     */
    private long newsAfter;

    Run(LikenessIndex on, Position from, Tidings tidings) {
      this.on = on;
      this.at = from;
      this.tidings = tidings;
      pictures = new PicturesHeard(known, from.log(), storing);
    }

    void run() throws IOException {
      newsRead = System.nanoTime() - NEWS_OF_RECORD.toNanos();
      try (Replay reader =
          journal
              .replay(at.offset())
              .orElseThrow(() -> new IllegalStateException("the event log is opened anew"))) {
        while (!storing.ends()) {
          int some = take(reader);
          tell();
          at = new Position(at.log(), reader.position(), at.record());
          news();
          show(some == BATCH);
          keep();
          storing.troubled(null);
          if (some == 0) {
            reader.await(NEWS);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (changed) {
        on.commit(at.text());
        pictures.kept();
      }
    }

    private int take(Replay reader) throws IOException {
      int some = 0;
      while (some < BATCH && on.waiting() < WAITING_MOST && reader.next(facts)) {
        some++;
        try {
          take(reader.arrival());
        } catch (RuntimeException e) {
          storing.passOver("event at " + (reader.position() - 1), e);
        }
      }
      changed |= some > 0;
      return some;
    }

    private void take(long arrival) throws IOException {
      Observed observed = event.observed().orElse(null);
      if (observed != null) {
        on.take(observed);
      }
      Standings.Word word = tidings.hear(event, arrival).orElse(null);
      if (word != null) {
        on.take(new Observed.Judged(Named.of(word.account()), word.standing()));
      }
      pictures.hear(event);
    }

    /** Hands on what a batch told of decisions, and who resembles the suspended. */
    private void tell() throws IOException {
      pictures.meet(on::take);
      if (tidings.words() > 0) {
        // Whoever is suspended from now on is to be found from now on.
        on.refresh();
        tidings.store();
      }
      tidings.surface(on);
    }

    /** What the record tells goes after all that the log held by then: a post, then its sealing. */
    private void news() throws IOException {
      if (news == null && System.nanoTime() - newsRead >= NEWS_OF_RECORD.toNanos()) {
        newsRead = System.nanoTime();
        storing.persist("names of pictures", () -> changed |= pictures.news(on::take, tidings));
        news = recordNews.after(at.record());
        newsAfter = journal.stretch().map(Journal.Kept::end).orElse(at.offset());
      }
      RecordNews.Some some = news;
      if (some == null || at.offset() < newsAfter) {
        return;
      }
      news = null;
      for (RecordNews.One one : some.all()) {
        switch (one) {
          case RecordNews.Sealed sealed -> on.take(sealed.gone());
          case RecordNews.Lapsed lapsed -> lapse(lapsed);
        }
      }
      if (!some.to().equals(at.record())) {
        at = new Position(at.log(), at.offset(), some.to());
        changed = true;
      }
    }

    /** A suspension ran out, and no other holds: what people decided later stands. */
    private void lapse(RecordNews.Lapsed lapsed) throws IOException {
      storing.persist(
          "the end of a suspension",
          () -> {
            Standing left = standings.lapse(lapsed.account(), lapsed.at());
            on.take(new Observed.Judged(Named.of(lapsed.account()), left));
          });
    }

    private void show(boolean more) throws IOException {
      long after = more ? SHOWN_BEHIND.toNanos() : SHOWN.toNanos();
      if (on.waiting() >= WAITING_MOST
          || (on.waiting() > 0 && System.nanoTime() - refreshed >= after)) {
        on.refresh();
        refreshed = System.nanoTime();
      }
      if (on.waiting() == 0) {
        shown = at.offset();
      }
    }

    private void keep() throws IOException {
      long after = pictures.full() ? NEWS_OF_RECORD.toNanos() : KEPT.toNanos();
      if (changed && System.nanoTime() - kept >= after) {
        on.commit(at.text());
        pictures.kept();
        kept = System.nanoTime();
        changed = false;
      }
    }
  }
}
