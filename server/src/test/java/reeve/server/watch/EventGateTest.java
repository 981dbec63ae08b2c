package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.server.TestClock;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.staff.Client;
import reeve.server.watch.EventBody.Encoding;
import reeve.server.watch.EventGate.Form;
import reeve.server.watch.log.Erasable;
import reeve.server.watch.log.EventLog;

final class EventGateTest {
  private static final String LINE =
      "{\"kind\":\"account.created\",\"at\":\"2026-11-26T10:00:00Z\",\"account\":{\"id\":\"1\"}}\n";
  private static final int MB = 1 << 20;

  @TempDir private Path directory;

  private final TestClock clock = new TestClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Client client = new Client(UUID.randomUUID(), "a test", new PlatformId("harbour"));
  private @Nullable Journal journal;

  private EventGate gate(@Nullable Path kept) {
    WatchSettings settings = EventBodyTest.settings(kept);
    journal = new Journal(settings, clock);
    return new EventGate(
        journal, new Wanted(), new EventMeters(registry), new Room(settings), clock);
  }

  @AfterEach
  void close() {
    if (journal != null) {
      journal.destroy();
    }
  }

  private EventGate.Taken take(EventGate gate, InputStream body) throws IOException {
    return gate.take(client, Form.LINES, Encoding.IDENTITY, 1L, body);
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** So many bytes of one letter, made as they are read. */
  private static InputStream letters(long bytes) {
    return new InputStream() {
      private long left = bytes;

      @Override
      public int read() {
        return left-- > 0 ? 'x' : -1;
      }

      @Override
      public int read(byte[] to, int from, int length) {
        int n = (int) Math.min(length, left);
        Arrays.fill(to, from, from + n, (byte) 'x');
        left -= n;
        return n == 0 ? -1 : n;
      }
    };
  }

  private void refused(EventGate gate, InputStream body, EventsProblem why, String saying) {
    assertThatThrownBy(() -> take(gate, body))
        .isInstanceOfSatisfying(
            Refused.class,
            e -> {
              assertThat(e.problem()).isEqualTo(why);
              assertThat(e.getMessage()).contains(saying);
            });
  }

  @Test
  void aHugeLineIsRefusedByItsNumberWithoutBeingHeld() throws IOException {
    EventGate gate = gate(directory);
    take(gate, text(LINE));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    EventGate.Taken taken =
        take(
            gate,
            new SequenceInputStream(
                new SequenceInputStream(text(LINE), letters(60L * MB)), text("\n" + LINE)));
    refused(
        gate,
        new SequenceInputStream(text(LINE), letters(100L * MB)),
        EventsProblem.TOO_LARGE,
        "Line 2 is that in which it became too large, and has itself more than 262144 bytes.");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8L * MB);
    assertThat(taken.read().refused())
        .extracting(EventsRead.Line::line, EventsRead.Line::problem)
        .containsExactly(org.assertj.core.api.Assertions.tuple(2L, EventProblem.LINE_TOO_LONG));
    assertThat(taken.read().events()).isEqualTo(2);
    assertThat(taken.fresh()).isEqualTo(1);
  }

  @Test
  void nothingOfABatchThatIsTooLargeIsKept() throws IOException {
    EventGate gate = gate(directory);
    String line = LINE.strip() + " ".repeat(1_000) + "\n";
    refused(
        gate, text(line.repeat(64 * MB / line.length() + 1)), EventsProblem.TOO_LARGE, "67108864");
    refused(gate, text(LINE.repeat(250_001)), EventsProblem.TOO_LARGE, "250000 lines");
    assertThat(take(gate, text("no\n".repeat(250_000))).read().refusals()).isEqualTo(250_000);
    assertThat(journal.log().orElseThrow().end()).isZero();
  }

  @Test
  void thereIsNoRoomForMoreBatchesThanFit() throws Exception {
    EventGate gate = gate(directory);
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    InputStream waits =
        new InputStream() {
          @Override
          public int read() throws IOException {
            half.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }

          @Override
          public int read(byte[] to, int from, int length) throws IOException {
            return read();
          }
        };
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EventGate.Taken> first =
          thread.submit(() -> take(gate, new SequenceInputStream(letters(60L * MB), waits)));
      half.await();
      refused(gate, letters(50L * MB), EventsProblem.BUSY, "Send it again unchanged.");
      assertThat(take(gate, text(LINE)).fresh()).as("a small one").isEqualTo(1);
      goOn.countDown();
      assertThat(first.get().read().refusals()).isEqualTo(1);
    }
    assertThat(take(gate, letters(50L * MB)).read().refusals()).isEqualTo(1);
  }

  @Test
  void withoutALogNothingIsTaken() {
    refused(gate(null), text(LINE), EventsProblem.NOT_KEPT, "administrator");
    EventGate gate = gate(directory);
    journal.destroy();
    refused(gate, text(LINE), EventsProblem.NOT_NOW, "Nothing was kept");
  }

  @Test
  void aLogThatEndsMeanwhileLeavesItOpenWhatWasKept() throws IOException {
    EventGate gate = gate(directory);
    journal.log().orElseThrow().close();
    refused(gate, text(LINE), EventsProblem.NOT_NOW, "Send the same batch again");
  }

  @Test
  void whatBecameOfEventsIsCounted() throws IOException {
    EventGate gate = gate(directory);
    String batch = LINE + LINE + "no\n" + LINE.replace("\"1\"", "1");
    take(gate, text(batch));
    take(gate, text(batch));
    assertThat(events("accepted")).isEqualTo(2);
    assertThat(events("repeated")).isEqualTo(2);
    assertThat(events("refused")).isEqualTo(4);
    assertThat(registry.counter("reeve.watch.lines.refused", "problem", "not-json").count())
        .isEqualTo(2);
    assertThat(registry.counter("reeve.watch.lines.refused", "problem", "wrong-type").count())
        .isEqualTo(2);
  }

  @Test
  void whatAuthorsDeletedIsNotedForTheDayOnWhichItLeaves() throws IOException {
    EventGate gate = gate(directory);
    String post =
        """
        {"kind": "%s", "at": "2026-11-26T10:00:00Z", "account": {"id": "1"}, "post": {"id": "%s"%s}}
        """;
    String said = ", \"text\": \"Dawn\", \"visibility\": \"public\"";
    take(
        gate,
        text(
            post.formatted("post.created", "a", said)
                + post.formatted("post.created", "b", said)
                + post.formatted("post.deleted", "a", "")));
    EventLog log = journal.log().orElseThrow();
    List<Erasable.Post> asked = new ArrayList<>();
    clock.forward(Duration.ofDays(24));
    log.rewrite(clock.instant(), asked::add);
    assertThat(asked).containsExactly(new Erasable.Post("harbour:" + client.key(), "a"));
  }

  private double events(String outcome) {
    return registry
        .counter("reeve.watch.events", "platform", "harbour", "outcome", outcome)
        .count();
  }
}
