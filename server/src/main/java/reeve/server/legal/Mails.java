package reeve.server.legal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.decisions.PlainText;
import reeve.server.legal.MailCheck.Found;
import reeve.server.legal.MailCheck.Verdict;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Safe;

/** Takes mail files in: says what the signature proves, keeps the file sealed, lets nobody in. */
@Component
final class Mails {
  static final Kind RECEIVED = new Kind("legal.mail-received", 1);
  static final Kind TURNED_AWAY = new Kind("legal.mail-turned-away", 1);

  /** The largest file, in bytes; of a larger one nothing is read beyond that. */
  static final int MOST = 25 << 20;

  /** So many may be on their way at once, each in a file without a name, and for so long. */
  private static final int ARRIVING = 16;

  private static final Duration ARRIVAL = Duration.ofMinutes(2);

  /** One is checked at a time, since it stands in memory; the others wait their turn so long. */
  private static final Duration TURN = Duration.ofSeconds(30);

  private final MessageRows rows;
  private final MessageAlarms alarms;
  private final Safe safe;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private final Semaphore arriving = new Semaphore(ARRIVING);
  private final Semaphore checking = new Semaphore(1);

  Mails(
      MessageRows rows,
      MessageAlarms alarms,
      Safe safe,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.alarms = alarms;
    this.safe = safe;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * A file that was taken in.
   *
   * @param known whether the very same file had been taken in before
   */
  record Taken(Message message, boolean known) {}

  /**
   * Takes a file in.
   *
   * @param declared bytes that the request says it has; negative where it does not say
   * @param receivedAt when the mail came, from which its hour runs; null: just now
   * @throws Refused where it is too large, which is recorded, or where too many come at once
   */
  Taken take(InputStream in, long declared, @Nullable Instant receivedAt, Entrant by) {
    Instant now = clock.instant();
    Instant received = Registry.moment(receivedAt, now);
    if (received.isAfter(now)) {
      throw Registry.bad("The time of receipt lies ahead. The clock starts at receipt.");
    }
    if (declared > MOST) {
      throw tooLarge(declared, by);
    }
    if (!arriving.tryAcquire()) {
      throw busy();
    }
    try (FileChannel arrived = arrive(in)) {
      if (arrived.size() > MOST) {
        throw tooLarge(arrived.size(), by);
      }
      if (arrived.size() == 0) {
        throw Registry.bad("The file is empty. Send the mail as it came, as an .eml file.");
      }
      return inTurn(arrived, received, by);
    } catch (IOException e) {
      throw Registry.bad("The file did not arrive as a whole. Send it again.");
    } finally {
      arriving.release();
    }
  }

  /** However slowly it comes, it holds no memory and keeps nobody else from being read. */
  private FileChannel arrive(InputStream in) throws IOException {
    Path path = Files.createTempFile("reeve-mail", null);
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      // Without a name nothing of it stays, however this process ends.
      Files.delete(path);
      long end = System.nanoTime() + ARRIVAL.toNanos();
      byte[] block = new byte[64 << 10];
      while (file.size() <= MOST) {
        int read = in.read(block, 0, (int) Math.min(block.length, MOST + 1 - file.size()));
        if (read < 0) {
          break;
        }
        ByteBuffer left = ByteBuffer.wrap(block, 0, read);
        while (left.hasRemaining()) {
          file.write(left);
        }
        if (System.nanoTime() > end) {
          throw new IOException("too slow");
        }
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Taken inTurn(FileChannel arrived, Instant received, Entrant by) throws IOException {
    try {
      if (!checking.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      byte[] file = new byte[(int) arrived.size()];
      ByteBuffer into = ByteBuffer.wrap(file);
      while (into.hasRemaining() && arrived.read(into, into.position()) >= 0) {
        // On to its end.
      }
      return take(file, received, by);
    } finally {
      checking.release();
    }
  }

  private static Refused busy() {
    return new Refused(
        LegalProblem.BUSY, "Other mails are being read. Send this one again in a moment.");
  }

  private Refused tooLarge(long bytes, Entrant by) {
    transaction.executeWithoutResult(_ ->
        records.append(
            new Entry(
                TURNED_AWAY,
                null,
                by.actor(),
                null,
                Map.of(),
                Map.of("bytesAtLeast", bytes, "most", MOST))));
    return new Refused(
        LegalProblem.TOO_LARGE,
        "A mail file may have 25 MiB, and nothing of this one was kept. Ask the authority for the"
            + " order alone, signed and without the files that hang on it.");
  }

  private Taken take(byte[] file, Instant received, Entrant by) {
    String sha256 = sha256(file);
    Message before = rows.withFile(sha256).orElse(null);
    if (before != null) {
      return new Taken(before, true);
    }
    Found found = found(file, clock.instant());
    MailText text = found.text();
    OrderText said = OrderText.read(text.text());
    UUID id = UUID.randomUUID();
    String sealed = safe.seal(file, what(id));
    Message taken =
        transaction.execute(t -> {
          Message message =
              new Message(
                  id,
                  "M-" + sha256.substring(0, 10),
                  PlatformId.SQUARE,
                  received,
                  new Message.Said(
                      said.wish(),
                      "",
                      "",
                      line(said.reference(), 200),
                      line(said.ground(), 2_000),
                      line(said.account(), 200),
                      said.posts().stream().map(it -> line(it, 2_000)).toList(),
                      line(said.contact().isEmpty() ? MailText.from(file) : said.contact(), 300),
                      line(text.text(), MailText.MOST)),
                  new Message.Mail(
                      found.verdict(),
                      found.why(),
                      found.authority(),
                      found.signedAt(),
                      sha256,
                      file.length,
                      clean(text.attachments()),
                      true,
                      MailText.arrived(file)),
                  record(id, received, found, text, sha256, file.length, by),
                  Message.Became.nothing(""),
                  null);
          if (!rows.add(message, sealed, MailText.senders(file) + '\n' + text.beside())) {
            // Another process took the same file at the same time.
            t.setRollbackOnly();
            return null;
          }
          alarms.onReceipt(message);
          return message;
        });
    return taken == null
        ? new Taken(rows.withFile(sha256).orElseThrow(), true)
        : new Taken(taken, false);
  }

  /** A mail that is made to break what reads it proves nothing. */
  private Found found(byte[] file, Instant now) {
    try {
      return MailCheck.check(file, rows.certificates(), now);
    } catch (RuntimeException e) {
      return Found.of(Verdict.BROKEN, "Its signature cannot be checked.", file);
    }
  }

  private RecordId record(
      UUID id, Instant received, Found found, MailText text, String sha256, int bytes, Entrant by) {
    Map<String, Object> told = new LinkedHashMap<>();
    UUID signer = found.authority();
    told.put("message", id.toString());
    told.put("receivedAt", received.toString());
    told.put("verdict", found.verdict().code());
    told.put("authority", signer == null ? null : signer.toString());
    told.put("signedAt", found.signedAt() == null ? null : found.signedAt().toString());
    told.put("sha256", sha256);
    told.put("bytes", bytes);
    told.put("attachments", text.attachments().size());
    told.put(
        "dangerous",
        (int)
            text.attachments().stream()
                .filter(it -> it.danger() != Attachment.Danger.NONE)
                .count());
    return records.append(new Entry(RECEIVED, null, by.actor(), null, Map.of(), told));
  }

  private static List<Attachment> clean(List<Attachment> attachments) {
    return attachments.stream()
        .map(it ->
            new Attachment(line(it.name(), 200), line(it.type(), 100), it.bytes(), it.danger()))
        .toList();
  }

  static String what(UUID message) {
    return "mail of an authority " + message;
  }

  private static String line(String text, int most) {
    return PlainText.beginning(PlainText.of(text), most);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
