package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import reeve.server.legal.MailCheck.Found;
import reeve.server.legal.MailCheck.Verdict;

/** Mails that are made to break what reads them: each is answered, and costs little memory. */
final class MailBombsTest {
  private static final long MOST = 150L << 20;
  private static final Instant NOW = Instant.parse("2027-03-01T09:00:00Z");

  private static Found check(String what, byte[] mail) {
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    Found found = MailCheck.check(mail, List.of(), NOW);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(MOST);
    return found;
  }

  /** Begins with {@code head} and goes on with {@code again} to the largest size. */
  private static byte[] filled(String head, String again) {
    byte[] mail = new byte[Mails.MOST];
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    byte[] next = again.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(first, 0, mail, 0, first.length);
    for (int at = first.length; at < mail.length; at++) {
      mail[at] = next[(at - first.length) % next.length];
    }
    return mail;
  }

  @Test
  void millionsOfPartsAreCountedAndNotBuilt() {
    String mixed = "From: a@vale.example\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n";
    Found found = check("parts", filled(mixed, "--a\n\n"));
    assertThat(found.verdict()).isEqualTo(Verdict.NOT_SIGNED);
    assertThat(found.text().attachments())
        .hasSizeLessThanOrEqualTo(MailEntity.PARTS + 1)
        .last()
        .extracting(Attachment::name)
        .isEqualTo("(more, which is not listed)");
    Found signed =
        check(
            "signed parts",
            filled("Content-Type: multipart/signed; boundary=a\r\n\r\n", "--a\n\n"));
    assertThat(signed.verdict()).isEqualTo(Verdict.NOT_SIGNED);
    assertThat(signed.why()).contains("more than 100 parts");
  }

  @Test
  void millionsOfHeaderLinesAreNoHeader() {
    for (String line : List.of("a:\n", "a: b\r\n", "x")) {
      Found found = check(line, filled("From: a@vale.example\r\n", line));
      assertThat(found.verdict()).as(line).isEqualTo(Verdict.NOT_SIGNED);
      assertThat(found.why()).as(line).contains("a header is longer");
    }
    Found within =
        check(
            "within a part",
            filled(
                "Content-Type: multipart/signed; boundary=a\r\n\r\n--a\r\n\r\n\r\n--a\r\n",
                "a:\r\n"));
    assertThat(within.verdict()).isEqualTo(Verdict.NOT_SIGNED);
  }

  @Test
  void partsWithinPartsEndAtALevel() {
    StringBuilder mail = new StringBuilder("From: a@vale.example\r\n");
    for (int level = 0; level < 2_000; level++) {
      mail.append("Content-Type: multipart/mixed; boundary=b").append(level).append("\r\n\r\n--b");
      mail.append(level).append("\r\n");
    }
    Found found = check("levels", filled(mail.toString(), "x\r\n"));
    assertThat(found.verdict()).isEqualTo(Verdict.NOT_SIGNED);
    assertThat(found.text().attachments()).hasSize(1);
  }

  @Test
  void aSignatureOfMillionsOfElementsOrLevelsIsNotRead() {
    List<byte[]> bombs = new ArrayList<>();
    byte[] empty = new byte[15 << 20];
    empty[0] = 0x31;
    empty[1] = (byte) 0x80;
    for (int at = 2; at < empty.length; at += 2) {
      empty[at] = 0x30;
    }
    bombs.add(empty);
    byte[] levels = new byte[1 << 20];
    for (int at = 0; at < levels.length; at += 2) {
      levels[at] = 0x30;
      levels[at + 1] = (byte) 0x80;
    }
    bombs.add(levels);
    for (byte[] bomb : bombs) {
      String mail =
          "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n"
              + "Content-Transfer-Encoding: base64\r\n\r\n"
              + Base64.getMimeEncoder().encodeToString(bomb);
      Found found = check("elements", mail.getBytes(StandardCharsets.US_ASCII));
      assertThat(found.verdict()).isEqualTo(Verdict.NOT_SIGNED);
      assertThat(found.why()).contains("made of too much");
    }
  }

  @Test
  void anAttachmentIsReadWithoutBeingKept() {
    String mail =
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\n"
            + "Order: removal\r\n--ab is no boundary\r\n--a  \r\n"
            + "Content-Type: application/octet-stream; name=a.bin\r\n\r\n"
            + "x".repeat((64 << 10) - 10)
            + "word/vbaProject.bin"
            + "x".repeat(20 << 20)
            + "\r\n--a--\r\n";
    Found found = check("attachment", mail.getBytes(StandardCharsets.US_ASCII));
    assertThat(found.text().text()).isEqualTo("Order: removal\n--ab is no boundary");
    assertThat(found.text().attachments())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.danger()).as("across two blocks").isEqualTo(Attachment.Danger.MACROS);
          assertThat(it.bytes()).isEqualTo((64 << 10) - 10 + 19 + (20 << 20));
        });
  }
}
