package reeve.server.watch.log;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reeve.rules.schema.Schema;
import reeve.server.watch.log.Disk.Stored;

/**
 * The thread beside the writer's: seals closed segments, saves what has been appended, drops what
 * is too old or too much, and takes erased events out. What fails is counted and done with the next
 * segment or job.
 */
final class Sealer implements Background, Closeable {
  private final Disk disk;
  private final Schema schema;
  private final Segments segments;
  private final Marks marks;
  private final Progress snapshots;
  private final LogSettings settings;
  private final InstantSource clock;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("event-log-sealer").factory());
  private volatile boolean closing;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong erased = new AtomicLong();
  private final AtomicLong droppedByAge = new AtomicLong();
  private final AtomicLong droppedBySize = new AtomicLong();

  Sealer(
      Disk disk,
      Schema schema,
      Segments segments,
      Marks marks,
      Progress snapshots,
      LogSettings settings,
      InstantSource clock) {
    this.disk = disk;
    this.schema = schema;
    this.segments = segments;
    this.marks = marks;
    this.snapshots = snapshots;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void closed(Segment segment, byte[] known) {
    thread.execute(() -> {
      try {
        try (Draft draft = snapshots.begin(segment.end(), Long.MAX_VALUE)) {
          draft.write(known);
          draft.commit();
        }
        tidy();
      } catch (IOException | RuntimeException e) {
        failures.incrementAndGet();
      }
    });
  }

  /** Does work on the thread and waits for it. */
  <T> T run(Callable<T> work) throws IOException {
    CompletableFuture<T> done = new CompletableFuture<>();
    thread.execute(() -> {
      try {
        done.complete(work.call());
      } catch (Exception e) {
        failures.incrementAndGet();
        done.completeExceptionally(e);
      }
    });
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LogException problem) {
        throw problem;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Seals what waits and drops what is too old or too much. */
  void tidy() throws IOException {
    for (Segment segment : segments.closed()) {
      if (!segment.sealed() && !closing) {
        seal(segment);
      }
    }
    retain();
  }

  private void seal(Segment segment) throws IOException {
    String name = segment.name();
    RawFrames frames = new RawFrames(disk.open(name), name);
    try (frames) {
      replace(segment, frames);
    }
    disk.delete(name);
  }

  /** Takes marked events out of a sealed segment, if it has any. */
  void erase(Segment segment) throws IOException {
    if (any(segment)) {
      try (SealedFrames frames = sealed(segment)) {
        replace(segment, frames);
      }
    }
  }

  private SealedFrames sealed(Segment segment) throws IOException {
    return new SealedFrames(disk.open(segment.name()), segment.name(), segment.first());
  }

  private boolean any(Segment segment) throws IOException {
    try (SealedFrames frames = sealed(segment)) {
      Eraser eraser = new Eraser(marks, frames.header().table(), schema);
      Frame frame = new Frame();
      while (frames.next(frame, Long.MAX_VALUE)) {
        while (frame.next()) {
          if (eraser.test(frame)) {
            return true;
          }
        }
      }
      return false;
    }
  }

  private void replace(Segment segment, Frames from) throws IOException {
    String name = Segment.name(segment.first(), true);
    String draft = name + Segment.TEMPORARY;
    disk.delete(draft);
    Segment becomes;
    long gone;
    try (Stored file = disk.create(draft)) {
      SealedWriter writer =
          new SealedWriter(
              file, segment, from.header(), new Eraser(marks, from.header().table(), schema));
      Index index = writer.write(from, segment.bytes());
      gone = writer.newlyErased();
      becomes = new Segment(segment.first(), segment.end(), true, file.size(), index.newest());
    }
    prove(becomes, draft);
    disk.rename(draft, name);
    disk.sync();
    segments.put(becomes);
    erased.addAndGet(gone);
    if (gone > 0) {
      segments.countReplaced();
    }
  }

  /** Reads it all: what it replaces is the only other copy. */
  private void prove(Segment segment, String name) throws IOException {
    long next = segment.first();
    try (SealedFrames frames = new SealedFrames(disk.open(name), name, segment.first())) {
      Frame frame = new Frame();
      while (frames.next(frame, Long.MAX_VALUE)) {
        if (frame.first() != next) {
          break;
        }
        next = frame.end();
      }
    }
    if (next != segment.end()) {
      throw RawFrames.damaged(name, 0);
    }
  }

  /** Drops the oldest segments that are too old or too much. */
  private void retain() throws IOException {
    List<Segment> closed = segments.closed();
    long bytes = bytes();
    // A start replays what came after the older of the two snapshots of what was appended.
    List<Long> kept = snapshots.offsets();
    long needed = kept.isEmpty() ? 0 : kept.getLast();
    for (Segment segment : closed) {
      boolean old = segment.newest() < clock.millis() - settings.keep().toMillis();
      if (segment.end() > needed || (!old && bytes <= settings.keepBytes())) {
        break;
      }
      segments.remove(segment);
      disk.delete(segment.name());
      bytes -= segment.bytes();
      (old ? droppedByAge : droppedBySize).addAndGet(segment.count());
    }
    disk.sync();
  }

  long bytes() {
    return segments.tail().position() + segments.closed().stream().mapToLong(Segment::bytes).sum();
  }

  long failures() {
    return failures.get();
  }

  long erased() {
    return erased.get();
  }

  long droppedByAge() {
    return droppedByAge.get();
  }

  long droppedBySize() {
    return droppedBySize.get();
  }

  /** Ends after the file at hand. */
  @Override
  public void close() {
    closing = true;
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
