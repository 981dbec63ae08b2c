package reeve.server.likeness;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.server.platform.AccountRef;
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
  private static final Duration SEALS = Duration.ofSeconds(2);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
  private static final long PAUSE_MS = 250;
  private static final long LONGEST_PAUSE_MS = 30_000;

  private final LikenessSettings settings;
  private final Journal journal;
  private final Standings standings;
  private final Leaned leaned;
  private final Evasion evasion;
  private final SealedPosts seals;
  private final TransactionOperations transaction;

  private volatile CountDownLatch ending = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile @Nullable LikenessIndex index;
  private volatile @Nullable String trouble;
  private volatile boolean running;
  private volatile long shown;
  private volatile long passedOver;

  Feed(
      LikenessSettings settings,
      Journal journal,
      Standings standings,
      Leaned leaned,
      Evasion evasion,
      SealedPosts seals,
      TransactionOperations transaction) {
    this.settings = settings;
    this.journal = journal;
    this.standings = standings;
    this.leaned = leaned;
    this.evasion = evasion;
    this.seals = seals;
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
    return index == null
        ? 0
        : journal.stretch().map(log -> Math.max(0, log.end() - shown)).orElse(0L);
  }

  /** Why it does not go on now, or what it passed over; null where all is well. */
  @Nullable String trouble() {
    return trouble == null && passedOver > 0
        ? "%,d events could not be taken into the index; the log of the server has the reasons."
            .formatted(passedOver)
        : trouble;
  }

  @Override
  public void start() {
    running = true;
    if (kept()) {
      var end = new CountDownLatch(1);
      ending = end;
      thread = Thread.ofPlatform().daemon().name("likeness").start(this::keepOn);
    }
  }

  @Override
  public void stop() {
    running = false;
    ending.countDown();
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

  private boolean ends() {
    return ending.getCount() == 0;
  }

  private void pause(long millis) {
    try {
      ending.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepOn() {
    while (!ends()) {
      Journal.Kept log = journal.stretch().orElse(null);
      if (log != null) {
        try {
          feed(log);
        } catch (IOException | RuntimeException e) {
          failed(e);
        }
      }
      if (!ends()) {
        pause(AFTER_FAULT.toMillis());
      }
    }
  }

  private void failed(Exception e) {
    if (ends()) {
      LOG.info("the index of likenesses was broken off: {}", e.getMessage());
      return;
    }
    trouble = "The index of accounts stopped (" + e.getMessage() + ") and is started again.";
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
      from = new Position(journal.id(), log.begin(), Place.START);
    }
    try (LikenessIndex on = opened) {
      shown = from.offset();
      index = on;
      new Run(on, from).run();
    } finally {
      index = null;
    }
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
    private final List<Standings.Word> words = new ArrayList<>();
    private final Map<AccountRef, Evasion.Suspect> suspects = new LinkedHashMap<>();
    private Position at;
    private boolean changed;
    private long refreshed = System.nanoTime();
    private long kept = System.nanoTime();
    private long sealsRead;

    Run(LikenessIndex on, Position from) {
      this.on = on;
      this.at = from;
    }

    void run() throws IOException {
      sealsRead = System.nanoTime() - SEALS.toNanos();
      try (Replay reader =
          journal
              .replay(at.offset())
              .orElseThrow(() -> new IllegalStateException("the event log is opened anew"))) {
        while (!ends()) {
          int some = take(reader);
          tell();
          at = new Position(at.log(), reader.position(), at.seals());
          seals();
          show(some == BATCH);
          keep();
          trouble = null;
          if (some == 0) {
            reader.await(NEWS);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (changed) {
        on.commit(at.text());
      }
    }

    private int take(Replay reader) throws IOException {
      int some = 0;
      while (some < BATCH && on.waiting() < WAITING_MOST && reader.next(facts)) {
        some++;
        try {
          take(reader.arrival());
        } catch (RuntimeException e) {
          passOver("event at " + (reader.position() - 1), e);
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
      Standings.Word word = event.word().orElse(null);
      if (word != null) {
        words.add(word);
        on.take(new Observed.Judged(Named.of(word.account()), word.standing()));
      }
      AccountRef account = event.account();
      if (account != null && evasion.asks(event, arrival)) {
        var suspect = new Evasion.Suspect(account, event.origin(), event.at(), arrival);
        evasion.remember(suspect);
        suspects.put(account, suspect);
      }
    }

    /** Hands on what a batch told of decisions, and who resembles the suspended. */
    private void tell() throws IOException {
      if (!words.isEmpty()) {
        // Whoever is suspended from now on is to be found from now on.
        on.refresh();
        persist(
            "decisions",
            () ->
                transaction.executeWithoutResult(_ -> {
                  standings.take(words);
                  words.stream()
                      .filter(Standings.Word::overturned)
                      .forEach(word -> leaned.list(word.account(), word.at()));
                }));
        words.stream()
            .filter(word -> word.standing() == Standing.SUSPENDED)
            .map(Standings.Word::at)
            .min(Comparator.naturalOrder())
            .ifPresent(first ->
                evasion.since(first).forEach(one -> suspects.putIfAbsent(one.account(), one)));
        words.clear();
      }
      if (!suspects.isEmpty()) {
        persist("likenesses to the suspended", () -> evasion.surface(suspects.values(), on));
        suspects.clear();
      }
    }

    private void seals() throws IOException {
      if (System.nanoTime() - sealsRead < SEALS.toNanos()) {
        return;
      }
      sealsRead = System.nanoTime();
      SealedPosts.Some some = seals.after(at.seals());
      for (Observed gone : some.gone()) {
        on.take(gone);
      }
      if (!some.to().equals(at.seals())) {
        at = new Position(at.log(), at.offset(), some.to());
        changed = true;
      }
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
      if (changed && System.nanoTime() - kept >= KEPT.toNanos()) {
        on.commit(at.text());
        kept = System.nanoTime();
        changed = false;
      }
    }
  }

  /** Something that is written to the database. */
  @FunctionalInterface
  private interface Writing {
    void write() throws IOException;
  }

  /**
   * Writes, again and again where that fails for a reason that passes: until it is in the database
   * no commit of the index moves past it. What the database will never take is passed over.
   */
  private void persist(String what, Writing writing) throws IOException {
    for (int tries = 0; ; tries++) {
      try {
        writing.write();
        return;
      } catch (NonTransientDataAccessException | IllegalArgumentException e) {
        passOver(what, e);
        return;
      } catch (RuntimeException e) {
        if (ends()) {
          throw e;
        }
        if (tries == 0) {
          LOG.error("{} wait, and are tried again", what, e);
        }
        trouble =
            "What the index finds does not reach the cases now ("
                + e.getClass().getSimpleName()
                + ").";
        pause(Math.min(LONGEST_PAUSE_MS, PAUSE_MS << Math.min(tries, 10)));
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
  private void passOver(String what, RuntimeException why) {
    if (passedOver++ == 0) {
      LOG.error("{} is passed over", what, why);
    } else {
      LOG.warn("{} is passed over: {}", what, why.toString());
    }
  }
}
