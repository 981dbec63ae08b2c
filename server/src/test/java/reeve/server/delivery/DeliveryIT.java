package reeve.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.delivery.DeliverySettings.Tls;
import reeve.server.record.Records;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Vault;

/** Messages from the hand that writes them to somebody else's server. */
@ServerTest
final class DeliveryIT {
  /** One of the tests' own, see TestParts. */
  private static final Channel TRIAL = new Channel("trial", "Trial", "Nothing real.", false, null);

  @TempDir static Path dir;
  private static SSLContext tls;

  @Autowired private Outbox outbox;
  @Autowired private MessageRows rows;
  @Autowired private Switchboard channels;
  @Autowired private Vault vault;
  @Autowired private Records records;
  @Autowired private Leases leases;
  @Autowired private TestClock clock;
  @Autowired private TestDesk desk;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;
  @Autowired private MockMvc mvc;

  private final AtomicReference<String> answer = new AtomicReference<>("200 OK");
  private FakeSite site;
  private FakeSmtp smtp;
  private Calls calls;
  private Hooks hooks;
  private Sending sending;
  private Member administrator;

  @BeforeAll
  static void keys() throws Exception {
    tls = FakeSite.keys(dir);
  }

  @BeforeEach
  void set() throws Exception {
    site = FakeSite.trusted(tls, out -> FakeSite.says(answer.get()).answer(out));
    smtp = new FakeSmtp(tls);
    Gate gate =
        new Gate(
            List.of(),
            List.of("127.0.0.1"),
            _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
    calls = new Calls(gate, tls);
    var mail =
        new DeliverySettings.Mail(
            FakeSite.NAME, smtp.port(), "reeve@town.example", "", "", Tls.STARTTLS);
    var settings =
        new DeliverySettings(
            List.of(),
            List.of(),
            Duration.ofDays(3),
            new DeliverySettings.Alarms(List.of(), List.of()),
            mail);
    hooks = new Hooks(calls, jdbc, vault, clock);
    sending =
        new Sending(
            rows,
            channels,
            new Mailer(mail, gate, tls, Duration.ofSeconds(20)),
            hooks,
            vault,
            records,
            settings,
            clock,
            transaction);
    administrator = desk.newMember(Role.ADMINISTRATOR);
    channels.set("trial", true, administrator);
  }

  @AfterEach
  void end() throws Exception {
    channels.set("trial", false, administrator);
    // Nothing of this test is due in another.
    jdbc.sql("DELETE FROM delivery_message").update();
    calls.destroy();
    smtp.close();
    site.close();
  }

  @Test
  void aMessageLeavesOnceWhatItTellsOfIsTrueAndOnlyOnce() throws Exception {
    String key = UUID.randomUUID().toString();
    assertThatThrownBy(() -> outbox.hand(mail(key))).hasMessageContaining("transaction");
    transaction.executeWithoutResult(t -> {
      outbox.hand(mail(key));
      t.setRollbackOnly();
    });
    send();
    assertThat(smtp.mails()).isEmpty();

    UUID id = hand(mail(key));
    assertThat(hand(mail(key))).isEqualTo(id);
    assertThat(
            jdbc.sql("SELECT content FROM delivery_message WHERE id = ?")
                .param(id)
                .query(String.class)
                .single())
        .as("sealed")
        .doesNotContain("Crimson");
    send();
    assertThat(smtp.mails()).singleElement().asString().contains("The Crimson Dawn");
    send();
    assertThat(smtp.mails()).hasSize(1);
    assertThat(outbox.find(id))
        .hasValueSatisfying(it -> assertThat(it.state()).isEqualTo(Outbox.State.SENT));
    assertThat(
            jdbc.sql("SELECT content IS NULL FROM delivery_message WHERE id = ?")
                .param(id)
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(kinds(id)).containsExactly("delivery.handed-in", "delivery.sent");
  }

  @Test
  void aChannelThatIsOffLetsNothingOutAndOnceOnLetsOutWhatWaited() throws Exception {
    channels.set("trial", false, administrator);
    UUID id = hand(hook("/a"));
    send();
    assertThat(site.heads()).isEmpty();
    mvc.perform(
            post("/deliveries/channels/trial")
                .param("on", "true")
                .with(csrf())
                .session(desk.session(Role.LEAD)))
        .andExpect(status().isForbidden());
    mvc.perform(
            post("/deliveries/channels/trial")
                .param("on", "true")
                .with(csrf())
                .session(desk.session(administrator)))
        .andExpect(redirectedUrl("/deliveries"));
    send();
    assertThat(site.heads()).hasSize(1);
    assertThat(outbox.find(id).orElseThrow().state()).isEqualTo(Outbox.State.SENT);
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM record WHERE kind = 'delivery.channel-switched' AND actor = ?")
                .param(administrator.id().actor().text())
                .query(Long.class)
                .single())
        .isEqualTo(3);
    mvc.perform(
            post("/deliveries/channels/alarms")
                .param("on", "false")
                .with(csrf())
                .session(desk.session(administrator)))
        .andExpect(status().isConflict());
  }

  @Test
  void aWebhookIsSignedAndComesAgainUnderItsIdUntilItIsTaken() throws Exception {
    URI to = address("/in?key=guarded");
    String secret = hooks.renew(to);
    answer.set("503 Later\r\nRetry-After: 7");
    UUID id = hand(hook("/in?key=guarded"));
    send();
    clock.forward(Duration.ofMillis(6_900));
    send();
    assertThat(site.heads()).as("it asked for seven seconds").hasSize(1);
    answer.set("204 No Content");
    clock.forward(Duration.ofMillis(100));
    send();
    assertThat(site.heads()).hasSize(2).allMatch(it -> it.contains("webhook-id: " + id + "\n"));
    String head = site.heads().getLast();
    String body = head.substring(head.indexOf("\n\n") + 2);
    assertThat(body).contains("\"type\":\"trial.made\"", "\"number\":7");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    String seconds =
        head.lines()
            .filter(it -> it.startsWith("webhook-timestamp: "))
            .findFirst()
            .orElseThrow()
            .substring(19);
    String signature =
        Base64.getEncoder()
            .encodeToString(
                mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
    assertThat(head).contains("webhook-signature: v1," + signature);
    assertThat(outbox.find(id).orElseThrow().tries()).isEqualTo(2);
    mvc.perform(get("/deliveries?list=sent").session(desk.session(Role.LEAD)))
        .andExpect(content().string(containsString(FakeSite.NAME)))
        .andExpect(content().string(not(containsString("guarded"))));
  }

  @Test
  void whatCannotArriveIsKeptAndShownAndSentAgainByHand() throws Exception {
    answer.set("404 Not Found");
    UUID id = hand(hook("/gone"));
    send();
    answer.set("302 Found\r\nLocation: https://127.0.0.1/");
    UUID led = hand(hook("/moved"));
    send();
    assertThat(site.heads()).hasSize(2);
    var lead = desk.session(Role.LEAD);
    mvc.perform(get("/deliveries/alarm").session(lead))
        .andExpect(content().string(containsString("2 messages were given up")));
    mvc.perform(get("/deliveries").session(lead))
        .andExpect(content().string(containsString("hooks.example answered 404.")))
        .andExpect(content().string(containsString("A redirect is not followed")))
        .andExpect(content().string(not(containsString("Send again"))));
    answer.set("200 OK");
    mvc.perform(
            post("/deliveries/{id}/again", id).with(csrf()).session(desk.session(administrator)))
        .andExpect(redirectedUrl("/deliveries?list=waiting"));
    mvc.perform(
            post("/deliveries/{id}/drop", led)
                .param("why", " ")
                .with(csrf())
                .session(desk.session(administrator)))
        .andExpect(status().isUnprocessableContent());
    mvc.perform(
            post("/deliveries/{id}/drop", led)
                .param("why", "The service is gone.")
                .with(csrf())
                .session(desk.session(administrator)))
        .andExpect(redirectedUrl("/deliveries"));
    send();
    assertThat(outbox.find(id).orElseThrow().state()).isEqualTo(Outbox.State.SENT);
    assertThat(outbox.find(led).orElseThrow().state()).isEqualTo(Outbox.State.DROPPED);
    assertThat(kinds(id))
        .containsExactly(
            "delivery.handed-in", "delivery.failed", "delivery.sent-again", "delivery.sent");
    assertThat(kinds(led))
        .containsExactly("delivery.handed-in", "delivery.failed", "delivery.dropped");
  }

  @Test
  void whatDoesNotArriveForThreeDaysIsGivenUp() throws Exception {
    answer.set("500 Oh");
    UUID id = hand(hook("/down"));
    for (int i = 0; i < 3; i++) {
      clock.forward(Duration.ofHours(30));
      send();
    }
    assertThat(outbox.find(id))
        .hasValueSatisfying(it -> {
          assertThat(it.state()).isEqualTo(Outbox.State.FAILED);
          assertThat(it.tries()).isEqualTo(3);
        });
  }

  @Test
  void aMessageThatWasSentWhenTheProcessDiedComesOnceMoreUnderTheSameId() throws Exception {
    UUID id = hand(hook("/twice"));
    try (Lease lease = leases.take("deliveries", Duration.ofMinutes(1)).orElseThrow()) {
      assertThatThrownBy(() -> sending.round(new Dying(lease), false)).hasMessage("killed");
    }
    assertThat(site.heads()).hasSize(1);
    send();
    assertThat(site.heads()).as("not before a minute").hasSize(1);
    clock.forward(Duration.ofMinutes(1));
    send();
    assertThat(site.heads()).hasSize(2).allMatch(it -> it.contains("webhook-id: " + id + "\n"));
    assertThat(outbox.find(id).orElseThrow().state()).isEqualTo(Outbox.State.SENT);
  }

  @Test
  void anAlarmReachesEveryAddressOnceHoweverOftenItIsRaised() throws Exception {
    var alarms =
        new StaffAlarms(
            outbox,
            new DeliverySettings(
                List.of(),
                List.of(),
                Duration.ofDays(3),
                new DeliverySettings.Alarms(
                    List.of("duty@town.example", "lead@town.example"), List.of(address("/alarm"))),
                new DeliverySettings.Mail(
                    "mail.example", 587, "reeve@town.example", "", "", Tls.STARTTLS)));
    String key = "order/" + UUID.randomUUID();
    for (int i = 0; i < 3; i++) {
      transaction.executeWithoutResult(
          t -> alarms.raise(key, "An order waits", "Open the desk.\n", Map.of("minute", 15), null));
      send();
    }
    assertThat(smtp.mails()).hasSize(2).allMatch(it -> it.contains("Subject: An order waits"));
    assertThat(site.heads())
        .singleElement()
        .asString()
        .contains("\"type\":\"alarm.raised\"", "\"data\":{\"minute\":15}");
  }

  @Test
  void whatWaitsIsReadWithTheNewKeyOnceTheKeysWereRotated() throws Exception {
    String first = "7e".repeat(32);
    String fresh = "1b".repeat(32);
    hooks.renew(address("/in"));
    UUID id = hand(hook("/in"));
    assertThat(new SealedContents(jdbc, List.of(fresh, first)).sealAnew()).isGreaterThan(1);
    assertThat(new SealedContents(jdbc, List.of(first)).sealAnew()).isZero();
    String sealed =
        jdbc.sql("SELECT content FROM delivery_message WHERE id = ?")
            .param(id)
            .query(String.class)
            .single();
    assertThat(new Vault(List.of(fresh)).open(sealed, Handing.seal(id))).isNotEmpty();
    new SealedContents(jdbc, List.of(first, fresh)).sealAnew();
    send();
    assertThat(site.heads()).hasSize(1);
  }

  @Test
  void aTestOfTheAlarmsGoesToWhereverTheSettingsSay() throws Exception {
    mvc.perform(post("/deliveries/test").with(csrf()).session(desk.session(Role.LEAD)))
        .andExpect(redirectedUrl("/deliveries?list=waiting"));
    assertThat(rows.in(Outbox.State.WAITING))
        .filteredOn(it -> it.title().startsWith("Test of the alarms"))
        .extracting(Kept::target)
        .containsExactlyInAnyOrder("duty@staff.example", "hooks.staff.example");
  }

  @Test
  void theSigningSecretIsShownOnceToAnAdministrator() throws Exception {
    mvc.perform(
            post("/deliveries/secret")
                .param("place", "0")
                .with(csrf())
                .session(desk.session(administrator)))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("whsec_")));
    assertThat(jdbc.sql("SELECT sealed FROM delivery_secret").query(String.class).list())
        .isNotEmpty()
        .noneMatch(it -> it.contains("whsec_"));
  }

  private void send() throws InterruptedException {
    try (Lease lease = leases.take("deliveries", Duration.ofMinutes(1)).orElseThrow()) {
      for (boolean toStaff : new boolean[] {true, false}) {
        while (sending.round(lease, toStaff).isZero()) {
          // Until nothing is due.
        }
      }
    }
  }

  private UUID hand(Message message) {
    return transaction.execute(t -> outbox.hand(message));
  }

  private static Message mail(String key) {
    return new Message(
        TRIAL,
        key,
        "A letter",
        null,
        new Content.Mail(
            "office@vale.example",
            "Reference 7",
            "The Crimson Dawn is named here.\n",
            List.of(
                new Content.Attachment(
                    "form.txt", "text/plain", "form".getBytes(StandardCharsets.UTF_8)))));
  }

  private URI address(String path) {
    return URI.create("https://" + FakeSite.NAME + ":" + site.port() + path);
  }

  private Message hook(String path) {
    return new Message(
        TRIAL,
        UUID.randomUUID().toString(),
        "A trial",
        null,
        new Content.Webhook(address(path), "trial.made", Map.of("number", 7)));
  }

  /** The kinds of the records of a message, in their order. */
  private List<String> kinds(UUID id) {
    return jdbc.sql(
            """
            SELECT kind FROM record WHERE kind LIKE 'delivery.%'
               AND convert_from(private_bytes, 'UTF8') LIKE '%' || :id || '%' ORDER BY at, seq
            """)
        .param("id", id.toString())
        .query(String.class)
        .list();
  }

  /** A lease that ends with its process, after what it was taken for and before the note of it. */
  private static final class Dying implements Lease {
    private final Lease lease;
    private int confirmed;

    Dying(Lease lease) {
      this.lease = lease;
    }

    @Override
    public String name() {
      return lease.name();
    }

    @Override
    public long number() {
      return lease.number();
    }

    @Override
    public boolean beat() {
      return lease.beat();
    }

    @Override
    public void confirm() {
      if (confirmed++ > 0) {
        throw new IllegalStateException("killed");
      }
      lease.confirm();
    }

    @Override
    public void close() {}
  }
}
