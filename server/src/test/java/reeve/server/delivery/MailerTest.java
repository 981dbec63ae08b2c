package reeve.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.server.delivery.DeliverySettings.Tls;
import reeve.server.record.RecordId;

final class MailerTest {
  @TempDir static Path dir;
  private static SSLContext tls;

  @BeforeAll
  static void keys() throws Exception {
    tls = FakeSite.keys(dir);
  }

  private static final Content.Mail MAIL =
      new Content.Mail("duty@vale.example", "Zwei Stück", "Grüße,\n\n.one dot\n", List.of());

  @Test
  void aMailGoesOverAClosedLineAndNothingIsSaidBefore() throws Exception {
    Path password = Files.writeString(dir.resolve("password"), "hidden-one\n");
    try (var server = new FakeSmtp(tls)) {
      Kept kept = kept();
      var mail =
          new DeliverySettings.Mail(
              FakeSite.NAME,
              server.port(),
              "reeve@town.example",
              "reeve",
              password.toString(),
              Tls.STARTTLS);
      assertThat(new Mailer(mail, gate(), tls, Duration.ofSeconds(20)).send(kept, MAIL))
          .isEqualTo(new Outcome.Sent("hooks.example took it."));
      assertThat(server.said())
          .filteredOn(it -> it.startsWith("!"))
          .allMatch(it -> it.startsWith("!EHLO") || it.equals("!STARTTLS"));
      assertThat(server.said())
          .contains("MAIL FROM:<reeve@town.example>", "RCPT TO:<duty@vale.example>")
          .anyMatch(it ->
              it.startsWith("AUTH PLAIN ")
                  && new String(
                          Base64.getDecoder().decode(it.substring(11)), StandardCharsets.UTF_8)
                      .endsWith("hidden-one"));
      assertThat(server.mails())
          .singleElement()
          .asString()
          .contains(
              "Message-ID: <" + kept.id() + "@town.example>",
              "Subject: =?UTF-8?Q?Zwei_St=C3=BCck?=",
              "Auto-Submitted: auto-generated");
    }
  }

  @Test
  void aServerThatCannotCloseTheLineOrIsAnotherGetsNoMail() throws Exception {
    try (var open = new FakeSmtp(null);
        var other = new FakeSmtp(tls)) {
      assertThat(send(open, FakeSite.NAME, gate(), tls)).isInstanceOf(Outcome.Again.class);
      assertThat(send(other, "other.example", gate(), tls)).isInstanceOf(Outcome.Again.class);
      assertThat(send(other, FakeSite.NAME, gate(), SSLContext.getDefault()))
          .isInstanceOf(Outcome.Again.class);
      assertThat(open.said()).noneMatch(it -> it.contains("MAIL FROM"));
      assertThat(other.said()).noneMatch(it -> it.contains("MAIL FROM"));
    }
  }

  @Test
  void whatIsRefusedForGoodIsGivenUpAndWhatIsRefusedNowIsNot() throws Exception {
    try (var server = new FakeSmtp(tls)) {
      server.answers("550 nobody here");
      assertThat(send(server, FakeSite.NAME, gate(), tls))
          .isEqualTo(new Outcome.Failed("hooks.example refused it for good (550)."));
      server.answers("451 later");
      assertThat(send(server, FakeSite.NAME, gate(), tls))
          .isEqualTo(new Outcome.Again("hooks.example did not take it now (451).", null));
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void aMailServerInsideIsUsedOnlyWhereItIsListed() throws Exception {
    try (var server = new FakeSmtp(tls)) {
      Gate closed =
          new Gate(
              List.of(), List.of(), _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
      assertThat(send(server, FakeSite.NAME, closed, tls))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, it -> assertThat(it.words()).contains("allowed-hosts"));
      assertThat(server.said()).isEmpty();
    }
  }

  @Test
  void aMailServerThatSaysNothingIsLeftInTime() throws Exception {
    try (var server = new FakeSmtp(tls)) {
      server.falls(true);
      long start = System.nanoTime();
      Outcome outcome =
          new Mailer(settings(server, FakeSite.NAME), gate(), tls, Duration.ofMillis(300))
              .send(kept(), MAIL);
      assertThat(outcome).isInstanceOf(Outcome.Again.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  private static Outcome send(FakeSmtp server, String host, Gate gate, SSLContext trust)
      throws IOException {
    return new Mailer(settings(server, host), gate, trust, Duration.ofSeconds(20))
        .send(kept(), MAIL);
  }

  private static DeliverySettings.Mail settings(FakeSmtp server, String host) {
    return new DeliverySettings.Mail(
        host, server.port(), "reeve@town.example", "", "", Tls.STARTTLS);
  }

  private static Gate gate() {
    return new Gate(
        List.of(),
        List.of("127.0.0.1"),
        _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
  }

  static Kept kept() {
    Instant now = Instant.parse("2027-03-01T09:30:00Z");
    return new Kept(
        UUID.randomUUID(),
        "alarms",
        "mail",
        "duty@vale.example",
        "An alarm",
        new RecordId(UUID.randomUUID()),
        now,
        now,
        Outbox.State.WAITING,
        1,
        now,
        "",
        null);
  }
}
