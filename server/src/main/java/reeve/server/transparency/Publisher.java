package reeve.server.transparency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reeve.server.record.RecordStream;

/**
 * Writes the files when the figures changed. Every process writes its own directory: the same
 * record gives the same figures, so no lease is needed. The record is folded from its beginning
 * once after each start and read on from there.
 */
@Component
final class Publisher implements Transparency, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final Duration TO_THE_END = Duration.ofSeconds(2);
  private static final List<String> BESIDE =
      List.of("figures.css", "icon.svg", "check.html", "check.js");

  private final RecordStream records;
  private final FiguresPage page;
  private final TransparencySettings settings;
  private final InstantSource clock;
  private Fold fold;
  private boolean written;
  private volatile CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable Thread thread;

  Publisher(
      RecordStream records, FiguresPage page, TransparencySettings settings, InstantSource clock) {
    this.records = records;
    this.fold = new Fold(records);
    this.page = page;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public synchronized void publish() {
    readOn();
    write();
  }

  private synchronized void publishIfChanged() {
    if (readOn() || !written) {
      write();
    }
  }

  /** After a failure in the middle of a page it begins anew: nothing may count twice. */
  private boolean readOn() {
    try {
      return fold.readOn();
    } catch (RuntimeException e) {
      fold = new Fold(records);
      throw e;
    }
  }

  private void write() {
    Path dir = settings.dir();
    if (dir == null) {
      return;
    }
    Figures figures = fold.figures();
    try {
      Files.createDirectories(dir);
      replace(dir.resolve("figures.json"), FiguresJson.bytes(figures, clock.instant()));
      for (String name : BESIDE) {
        replace(dir.resolve(name), shipped(name));
      }
      replace(
          dir.resolve("index.html"),
          page.html(figures, clock.instant()).getBytes(StandardCharsets.UTF_8));
      written = true;
    } catch (IOException e) {
      throw new UncheckedIOException("the figures could not be written to " + dir, e);
    }
  }

  private static byte[] shipped(String name) throws IOException {
    try (var in = Publisher.class.getResourceAsStream("/server/transparency/" + name)) {
      if (in == null) {
        throw new IOException(name + " is missing");
      }
      return in.readAllBytes();
    }
  }

  /** Nobody ever reads half a file. */
  private static void replace(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, bytes);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void start() {
    if (settings.dir() != null) {
      var end = new CountDownLatch(1);
      ending = end;
      thread = Thread.ofVirtual().name("transparency").start(() -> keepOn(end));
    }
  }

  private void keepOn(CountDownLatch end) {
    try {
      do {
        try {
          publishIfChanged();
        } catch (RuntimeException e) {
          if (end.getCount() == 0) {
            LOG.info("publishing the figures was broken off: {}", e.getMessage());
          } else {
            LOG.error("the figures were not published and will be tried again", e);
          }
        }
      } while (!end.await(settings.every().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // Stopped in the middle of something long: the next start reads the record anew.
    }
  }

  @Override
  public void stop() {
    Thread running = thread;
    if (running != null) {
      ending.countDown();
      try {
        // To be interrupted costs a connection: what is nearly done may come to its end.
        if (!running.join(TO_THE_END)) {
          running.interrupt();
          running.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
