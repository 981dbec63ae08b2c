package reeve.server.legal;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
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

  /** So many are read at once. */
  private static final int AT_ONCE = 2;

  private final MessageRows rows;
  private final Safe safe;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private final Semaphore readers = new Semaphore(AT_ONCE);

  Mails(
      MessageRows rows,
      Safe safe,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
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
   * @throws Refused where it is too large, which is recorded, or where others are being read
   */
  Taken take(InputStream in, long declared, Entrant by) {
    if (declared > MOST) {
      throw tooLarge(declared, by);
    }
    if (!readers.tryAcquire()) {
      throw new Refused(
          LegalProblem.BUSY, "Other mails are being read. Send this one again in a moment.");
    }
    try {
      byte[] file = in.readNBytes(MOST + 1);
      if (file.length > MOST) {
        throw tooLarge(file.length, by);
      }
      if (file.length == 0) {
        throw Registry.bad("The file is empty. Send the mail as it came, as an .eml file.");
      }
      return take(file, by);
    } catch (IOException e) {
      throw Registry.bad("The file did not arrive as a whole. Send it again.");
    } finally {
      readers.release();
    }
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

  private Taken take(byte[] file, Entrant by) {
    String sha256 = sha256(file);
    Message before = rows.withFile(sha256).orElse(null);
    if (before != null) {
      return new Taken(before, true);
    }
    Instant now = clock.instant();
    Found found = found(file, now);
    MailText text = found.text();
    OrderText said = OrderText.read(text.text());
    UUID id = UUID.randomUUID();
    String sealed = safe.seal(file, what(id));
    return transaction.execute(_ -> {
      Message message =
          new Message(
              id,
              "M-" + sha256.substring(0, 10),
              PlatformId.SQUARE,
              now,
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
                  true),
              record(id, found, text, sha256, file.length, by),
              null,
              null,
              "");
      if (!rows.add(message, sealed, MailText.senders(file))) {
        throw new IllegalStateException("the same file came twice at once");
      }
      return new Taken(message, false);
    });
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
      UUID id, Found found, MailText text, String sha256, int bytes, Entrant by) {
    Map<String, Object> told = new LinkedHashMap<>();
    UUID signer = found.authority();
    told.put("message", id.toString());
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
