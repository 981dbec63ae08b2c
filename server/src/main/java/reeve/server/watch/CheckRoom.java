package reeve.server.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;
import reeve.server.watch.RuleTexts.Loaded;

/**
 * Checks what somebody types, one text at a time in the whole process, so that it never takes more
 * than one core from those who watch; a few wait for their turn, for a while.
 */
@Component
final class CheckRoom {
  private static final int WAITING = 8;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final RuleShelf shelf;
  private final RuleChecks checks;
  private final Semaphore turn = new Semaphore(1, true);

  CheckRoom(RuleShelf shelf, RuleChecks checks) {
    this.shelf = shelf;
    this.checks = checks;
  }

  /** A file beside the lists and rules of the draft. */
  FileCheck check(RuleFile file, String text) {
    Stand now = shelf.stand();
    enter();
    try {
      return file.isRule()
          ? checks.rule(file, text, now.draftTexts())
          : checks.words(file, text, readers(now, file), now.draftTexts());
    } finally {
      turn.release();
    }
  }

  private void enter() {
    try {
      if (turn.getQueueLength() < WAITING
          && turn.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Refused(
        WatchProblem.BUSY, "The server checks other rules now; it will be tried again.");
  }

  /** The sound rules of the draft that read a list. */
  private static Map<String, Loaded> readers(Stand now, RuleFile file) {
    SortedMap<String, Loaded> readers = new TreeMap<>();
    now.draftChecks()
        .forEach((path, check) -> {
          Loaded text = now.draftTexts().get(path);
          if (text != null && check.rule() != null && check.rule().files().contains(file.path())) {
            readers.put(path, text);
          }
        });
    return readers;
  }

  /** Reads a request's body, so far as a file may go. */
  static String text(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(RuleFile.MOST + 1);
    if (bytes.length > RuleFile.MOST) {
      throw new Refused(
          WatchProblem.TOO_LARGE,
          "Through this page a file has at most 8 MiB. Nothing was saved; your text is still here.");
    }
    try {
      return RuleFile.clean(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new Refused(WatchProblem.BAD_INPUT, "This text is not UTF-8.");
    }
  }
}
