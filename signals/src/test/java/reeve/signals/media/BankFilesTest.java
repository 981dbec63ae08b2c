package reeve.signals.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import reeve.signals.media.BankEntry.Severity;
import reeve.signals.media.BankImport.Defaults;
import reeve.signals.media.BankImport.Note;
import reeve.signals.media.BankImport.Problem;

/** Banks come in and go out as files, and nothing of them is lost or guessed. */
final class BankFilesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Defaults DEFAULTS = new Defaults("A partner", NOW);
  private static final String PDQ = "0123456789abcdef".repeat(4);
  private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";

  @Test
  void aBankOfTwoColumnsIsEnough() throws IOException {
    BankImport read = csv("hash,kind\n" + PDQ + ",PDQ\n" + MD5.toUpperCase(Locale.ROOT) + ",md5\n");
    assertThat(read.notes()).isEmpty();
    assertThat(read.entries())
        .containsExactly(
            entry(Pdq.of(PDQ), Severity.UNKNOWN, "A partner", null, 0, 0),
            entry(Md5.of(MD5), Severity.UNKNOWN, "A partner", null, 0, 0));
  }

  @Test
  void duplicatesBecomeOneAndWhatIsBadIsNotedWithItsLine() throws IOException {
    BankImport read =
        csv(
            """
            kind,hash,labels,severity,expires,agreed
            PDQ,%1$s,flag,INFO,,
            PDQ,xyz,flag,INFO,,
            PDQ,%1$s,"banner;""old"" flag",SEVERE,2027-01-01T00:00:00Z,3

            TMK,%1$s,,,,
            MD5,%2$s,,TERRIBLE,,
            MD5,%2$s,,,tomorrow,
            MD5,%2$s,,,,-1
            MD5,%2$s,"a
            b",,,
            MD5,%2$s
            MD5,%2$s,fine,WARNING,,
            """
                .formatted(PDQ, MD5));
    assertThat(read.entries())
        .containsExactly(
            entry(
                Pdq.of(PDQ),
                Severity.SEVERE,
                "A partner",
                null,
                3,
                0,
                "\"old\" flag",
                "banner",
                "flag"),
            entry(Md5.of(MD5), Severity.WARNING, "A partner", null, 0, 0, "fine"));
    assertThat(read.refused()).isEqualTo(7);
    assertThat(read.merged()).isEqualTo(1);
    assertThat(read.notes())
        .extracting(Note::line, Note::problem)
        .containsExactly(
            tuple(3, Problem.HASH),
            tuple(4, Problem.DUPLICATE),
            tuple(6, Problem.KIND),
            tuple(7, Problem.SEVERITY),
            tuple(8, Problem.TIME),
            tuple(9, Problem.VOTES),
            tuple(10, Problem.LABELS),
            tuple(12, Problem.FIELDS));
    assertThat(read.notes().getFirst().detail()).contains("64 hexadecimal digits", "3 characters");
  }

  @Test
  void aFileThatIsNoBankSaysWhatOneIs() throws IOException {
    for (String text : List.of("", "a,b\n1,2", "\u0000\u0001")) {
      assertThat(csv(text).notes()).extracting(Note::problem).containsExactly(Problem.NOT_READABLE);
      assertThat(csv(text).notes().getFirst().detail()).contains("kind,hash,labels");
    }
    BankImport open = csv("kind,hash\nPDQ," + PDQ + "\nMD5,\"" + MD5);
    assertThat(open.entries()).hasSize(1);
    assertThat(open.notes()).extracting(Note::line).containsExactly(3);
    assertThat(csv("kind,hash\n" + "x".repeat(1_000_000)).notes().getFirst().problem())
        .isEqualTo(Problem.NOT_READABLE);
    for (String text : List.of("", "{}", "\"x\"", "{\"data\": 1}", "[", "[1, 2", "{\"a\": [")) {
      assertThat(json(text).notes()).as(text).isNotEmpty();
      assertThat(json(text).entries()).isEmpty();
    }
    assertThat(json("[".repeat(10_000)).notes()).isNotEmpty();
  }

  @Test
  void descriptorsOfThreatExchangeAreRead() {
    BankImport read =
        json(
            """
            {"paging": {"next": "x"}, "data": [
              {"id": "1", "raw_indicator": "%1$s", "type": "HASH_PDQ", "severity": "SEVERE",
               "status": "MALICIOUS", "tags": ["flag", {"text": "banner"}],
               "owner": {"id": "7", "name": "Another town"},
               "added_on": "2026-01-02T03:04:05+0000", "expired_on": 1900000000,
               "feedback": {"agree": 2, "disagree": 1}},
              {"indicator": {"indicator": "%2$s", "type": "HASH_MD5"}, "type": "HASH_MD5",
               "tags": {"data": [{"text": "song"}]}},
              {"raw_indicator": "%2$s", "type": "HASH_MD5", "status": "NON_MALICIOUS"},
              {"raw_indicator": "town.example", "type": "DOMAIN"},
              {"raw_indicator": "12", "type": "HASH_SHA256"},
              17
            ]}
            """
                .formatted(PDQ, MD5));
    assertThat(read.entries())
        .containsExactly(
            new BankEntry(
                Pdq.of(PDQ),
                new TreeSet<>(List.of("banner", "flag")),
                Severity.SEVERE,
                "Another town",
                Instant.parse("2026-01-02T03:04:05Z"),
                Instant.ofEpochSecond(1_900_000_000),
                2,
                1),
            entry(Md5.of(MD5), Severity.UNKNOWN, "A partner", null, 0, 0, "song"));
    assertThat(read.notes())
        .extracting(Note::problem)
        .containsExactly(Problem.HARMLESS, Problem.KIND, Problem.HASH, Problem.KIND);
    assertThat(read.notes()).extracting(Note::line).startsWith(9);
  }

  @Test
  void whatGoesOutComesInAgain() throws IOException {
    List<BankEntry> entries =
        List.of(
            entry(Pdq.of(PDQ), Severity.APOCALYPSE, "He said \"no\", twice", NOW, 5, 6, "a,b", "c"),
            entry(Md5.of(MD5), Severity.INFO, "Crimson Dawn watch", null, 0, 0),
            entry(Sha256.of(PDQ), Severity.UNKNOWN, "\u00e9\u4e2d", null, 1, 0, "\ud83d\ude80"));
    var csv = new StringBuilder();
    BankCsv.write(entries.stream(), csv);
    assertThat(csv(csv.toString()).entries()).isEqualTo(entries);
    var json = new ByteArrayOutputStream();
    BankJson.write(entries.stream(), json);
    assertThat(json(json.toString(StandardCharsets.UTF_8)).entries()).isEqualTo(entries);
  }

  @Test
  void bentFilesGetAnAnswer() throws IOException {
    String good = "kind,hash,labels\r\nPDQ," + PDQ + ",\"a;b\"\r\nMD5," + MD5 + ",c\r\n";
    String descriptor = "{\"data\":[{\"raw_indicator\":\"" + PDQ + "\",\"type\":\"HASH_PDQ\"}]}";
    for (long seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      assertThat(csv(bent(good, random)).entries()).hasSizeLessThanOrEqualTo(3);
      assertThat(json(bent(descriptor, random)).entries()).hasSizeLessThanOrEqualTo(1);
    }
  }

  private static String bent(String text, Random random) {
    var bent = new StringBuilder(text);
    for (int i = random.nextInt(5); i >= 0 && !bent.isEmpty(); i--) {
      int at = random.nextInt(bent.length());
      switch (random.nextInt(3)) {
        case 0 -> bent.setCharAt(at, "\",\n\r{}[]:;\u0000x".charAt(random.nextInt(12)));
        case 1 -> bent.deleteCharAt(at);
        default -> bent.setLength(Math.max(1, at));
      }
    }
    return bent.toString();
  }

  private static BankEntry entry(
      Hash hash,
      Severity severity,
      String source,
      Instant expires,
      int agreed,
      int disagreed,
      String... labels) {
    return new BankEntry(
        hash, new TreeSet<>(List.of(labels)), severity, source, NOW, expires, agreed, disagreed);
  }

  private static BankImport csv(String text) throws IOException {
    return BankCsv.read(new StringReader(text), DEFAULTS);
  }

  private static BankImport json(String text) {
    return BankJson.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), DEFAULTS);
  }
}
