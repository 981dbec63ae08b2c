package reeve.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * Looks for reports in their cases through the desk's API, from 50 ms after their acknowledgement
 * on, until they are there.
 */
final class Watch {
  private static final int CONNECTIONS = 4;
  private static final long EVERY = 50_000_000L;
  private static final long IN_TIME = 1_000_000_000L;
  private static final long GIVE_UP = 20_000_000_000L;

  private final String key;
  private final DelayQueue<Sample> due = new DelayQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Latencies seen = new Latencies();
  private volatile boolean ending;
  private int looked;
  private int late;

  Watch(int deskPort, String key) {
    this.key = key;
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(Thread.ofPlatform().daemon().start(() -> look(deskPort)));
    }
  }

  private record Sample(String subject, String report, long acknowledged, long at)
      implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  void add(String subject, String report, long acknowledged) {
    due.add(new Sample(subject, report, acknowledged, acknowledged + EVERY));
  }

  private void look(int port) {
    try {
      while (!ending || !due.isEmpty()) {
        lookOn(port);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Over one connection, until there is nothing more to look for or the connection ends. */
  private void lookOn(int port) throws InterruptedException {
    Sample sample = null;
    try (Wire wire = new Wire(port)) {
      while (!ending || !due.isEmpty()) {
        sample = due.poll(200, TimeUnit.MILLISECONDS);
        if (sample != null) {
          look(wire, sample);
        }
      }
    } catch (IOException e) {
      if (sample != null) {
        again(sample, "the desk's API does not answer: " + e);
      }
    }
  }

  private void look(Wire wire, Sample sample) throws IOException {
    String request =
        "GET /api/v1/cases?subject="
            + sample.subject()
            + "&report="
            + sample.report()
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + key
            + "\r\n\r\n";
    Wire.Answer answer = wire.exchange(request.getBytes(StandardCharsets.ISO_8859_1));
    long now = System.nanoTime();
    if (answer.status() == 200 && answer.body().contains("\"contains\":true")) {
      note(now - sample.acknowledged());
    } else {
      again(sample, answer.status() + " " + answer.body());
    }
  }

  private void again(Sample sample, String why) {
    long now = System.nanoTime();
    if (now - sample.acknowledged() > GIVE_UP) {
      Machine.log("never seen: %s (%s)", sample, why);
      note(Long.MAX_VALUE);
    } else {
      due.add(
          new Sample(sample.subject(), sample.report(), sample.acknowledged(), next(sample, now)));
    }
  }

  /** Ever more seldom, for who looks takes from what it measures; but once shortly before late. */
  private static long next(Sample sample, long now) {
    long later = now + Math.max(EVERY, (now - sample.acknowledged()) / 2);
    long last = sample.acknowledged() + IN_TIME - EVERY;
    return now < last && later > last ? last : later;
  }

  private synchronized void note(long nanos) {
    looked++;
    if (nanos > IN_TIME) {
      late++;
    }
    if (nanos != Long.MAX_VALUE) {
      seen.add(nanos);
    }
  }

  /** Returns when every report that was added is seen or given up. */
  void finish() throws InterruptedException {
    while (!due.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    ending = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  synchronized int looked() {
    return looked;
  }

  synchronized int late() {
    return late;
  }

  Latencies seen() {
    return seen;
  }
}
