package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.legal.Attachment.Danger;
import reeve.server.legal.MailCheck.Verdict;
import reeve.server.platform.Refused;
import reeve.server.record.Records;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Safe;

/** What the signature of a mail proves, and that nobody is let in by one that proves nothing. */
@ServerTest
final class MailsIT {
  private static final byte[] ZIP_WITH_MACROS =
      "PK\u0003\u0004....word/vbaProject.bin....".getBytes(StandardCharsets.ISO_8859_1);

  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private FakePlatform platform;
  @Autowired private Registry registry;
  @Autowired private AuthorityRows authorities;
  @Autowired private Mails mails;
  @Autowired private Messages messages;
  @Autowired private MessageRows rows;
  @Autowired private MessageAlarms messageAlarms;
  @Autowired private Receiving receiving;
  @Autowired private Working working;
  @Autowired private Settling settling;
  @Autowired private Leases leases;
  @Autowired private Safe safe;
  @Autowired private Records records;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;

  private Member legal;
  private TestSigner signer;

  @BeforeEach
  void someone() throws Exception {
    legal = desk.newMember(Role.LEGAL);
    signer = TestSigner.around(clock.instant());
  }

  private UUID authority(TestSigner of) throws Exception {
    return registry.add(
        new Registry.Written(
            "Office of the Vale", "DE", EnumSet.of(Demand.REMOVAL), of.pem(), null),
        legal);
  }

  private UUID verified(TestSigner of) throws Exception {
    UUID id = authority(of);
    registry.addContact(
        id, "+49 30 " + platform.newId() + "55", "the printed register", false, legal);
    registry.verify(
        id,
        authorities.find(id).orElseThrow().contacts().getLast().id(),
        "Called the duty desk, which read out the digest of its certificate.",
        desk.newMember(Role.ADMINISTRATOR));
    return id;
  }

  private String order(String reference) {
    return """
    To whom it may concern

    Order: removal
    Reference: %s
    Ground: Article 2(7), point (a)
    Account: %s
    Post: p1
    Post: p2
    Contact: +49 30 5550
    """
        .formatted(reference, platform.newAccount().nativeId());
  }

  private Message take(byte[] mail) {
    return mails
        .take(new ByteArrayInputStream(mail), mail.length, null, Entrant.of(legal))
        .message();
  }

  private Verdict verdict(byte[] mail) {
    return take(mail).mail().verdict();
  }

  private String recorded(String kind) {
    return jdbc.sql(
            """
            SELECT convert_from(private_bytes, 'UTF8') FROM record
             WHERE kind = ? ORDER BY seq DESC LIMIT 1
            """)
        .param(kind)
        .query(String.class)
        .single();
  }

  @Test
  void aSignedMailFillsTheOrderInAndAPersonConfirmsIt() throws Exception {
    UUID authority = verified(signer);
    String reference = "VALE-" + platform.newId();
    Message message = take(signer.detached(TestSigner.part(order(reference)), clock.instant()));
    assertThat(message.mail().verdict()).isEqualTo(Verdict.GENUINE);
    assertThat(message.mail().signer()).isEqualTo(authority);
    assertThat(message.said().posts()).containsExactly("p1", "p2");
    assertThat(
            jdbc.sql("SELECT count(*) FROM legal_order WHERE reference = ?")
                .param(reference)
                .query(Long.class)
                .single())
        .as("nothing happens by itself")
        .isZero();
    var session = desk.session(legal);
    mvc.perform(get("/legal/messages/" + message.id()).session(session))
        .andExpect(content().string(containsString(reference)))
        .andExpect(content().string(containsString("p1\np2</textarea>")))
        .andExpect(content().string(containsString("with the certificate of the registry")));
    mvc.perform(
            post("/legal/messages/" + message.id() + "/take")
                .param("reference", reference)
                .param("ground", message.said().ground())
                .param("account", message.said().account())
                .param("posts", "p1\r\np2")
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrlPattern("/legal/orders/*"));
    RemovalOrder order = taken(message);
    assertThat(order.source()).isEqualTo(RemovalOrder.Source.MAIL);
    assertThat(order.authority()).isEqualTo(authority);
    assertThat(order.receivedAt()).isEqualTo(message.receivedAt());
    working.carryOut(order.id(), legal);
  }

  @Autowired private OrderRows orders;

  private RemovalOrder taken(Message message) {
    return orders.find(rows.find(message.id()).orElseThrow().became().order()).orElseThrow();
  }

  @Test
  void whomAMailSaysToAnswerIsNoSecondChannelWhereverItStands() {
    UUID authority =
        registry.add(new Registry.Written("Office of the Vale", "DE", Set.of(), "", null), legal);
    String own = platform.newId();
    String mail =
        """
        Reply-To: Insp. Smith <reply%1$s@fake.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=between

        --between
        Content-Type: text/plain; charset=utf-8

        %2$s
        Or write to desk%1$s@fake.example.
        --between
        Content-Type: text/html; charset=utf-8

        <p>Or to pa<b>ge%1$s&#64;fake</b>.example, or <a href="mailto:link%1$s%%40fake.example">us</a>.
        --between
        Content-Type: text/plain; charset=utf-8

        Or, at night, to night%1$s@fake.example.
        --between--
        """
            .formatted(own, order("VALE-" + own))
            .replaceAll("\\r?\\n", "\r\n");
    take(mail.getBytes(StandardCharsets.UTF_8));
    for (String named : List.of("reply", "desk", "page", "link", "night")) {
      clock.forward(Duration.ofMillis(1));
      registry.addContact(authority, named + own + "@fake.example", "their site", false, legal);
      UUID contact = authorities.find(authority).orElseThrow().contacts().getLast().id();
      assertThatThrownBy(() ->
              registry.verify(
                  authority,
                  contact,
                  "They said that all is well.",
                  desk.newMember(Role.ADMINISTRATOR)))
          .isInstanceOfSatisfying(
              Refused.class,
              it -> assertThat(it.problem()).isEqualTo(LegalProblem.NO_SECOND_CHANNEL));
    }
  }

  @Test
  @Timeout(20)
  void whatIsMadeToBreakTheReadingOfContactsIsTakenInAtOnce() {
    for (String part :
        List.of("<".repeat(199_000), "1 ".repeat(99_000), "mailto:".repeat(28_000))) {
      String mail =
          """
          From: a%s@vale.example
          MIME-Version: 1.0
          Content-Type: text/html; charset=utf-8

          """
              .formatted(platform.newId());
      assertThat(take((mail + part).getBytes(StandardCharsets.UTF_8))).isNotNull();
    }
  }

  @Test
  void bothFormsOfSignatureHoldAlsoWhenSavedWithLineFeedsAlone() throws Exception {
    verified(signer);
    String part = TestSigner.part(order("A-" + platform.newId()));
    assertThat(verdict(signer.opaque(part, clock.instant(), "SHA256withECDSA")))
        .isEqualTo(Verdict.GENUINE);
    String saved =
        new String(signer.detached(part, clock.instant()), StandardCharsets.UTF_8)
            .replace("\r\n", "\n");
    assertThat(verdict(saved.getBytes(StandardCharsets.UTF_8))).isEqualTo(Verdict.GENUINE);
  }

  @Test
  void whatWasChangedAfterwardsIsSaidToBe() throws Exception {
    verified(signer);
    String reference = "B-" + platform.newId();
    String mail =
        new String(
            signer.detached(TestSigner.part(order(reference)), clock.instant()),
            StandardCharsets.UTF_8);
    Message changed = take(mail.replace("Post: p2", "Post: p3").getBytes(StandardCharsets.UTF_8));
    assertThat(changed.mail().verdict()).isEqualTo(Verdict.CHANGED);
    assertThatThrownBy(() -> messages.take(changed.id(), written(reference), legal))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.problem()).isEqualTo(LegalProblem.NOT_PROVEN));
    int at = mail.lastIndexOf("\r\n--=_valley--") - 24;
    String broken = mail.substring(0, at) + "AAAAAAAA" + mail.substring(at + 8);
    assertThat(verdict(broken.getBytes(StandardCharsets.UTF_8)))
        .isIn(Verdict.BROKEN, Verdict.NOT_SIGNED);
    String outside = mail.replace("This is a signed mail.", "Order: removal\r\nPost: p9");
    Message wrapped = take(outside.getBytes(StandardCharsets.UTF_8));
    assertThat(wrapped.mail().verdict()).isEqualTo(Verdict.GENUINE);
    assertThat(wrapped.said().posts())
        .as("only what is signed is read")
        .containsExactly("p1", "p2");
  }

  private static Receiving.Written written(String reference) {
    return written(reference, null);
  }

  private static Receiving.Written written(String reference, @Nullable Instant received) {
    return new Receiving.Written(
        UUID.randomUUID(),
        reference,
        "ground",
        null,
        received,
        "square",
        "",
        List.of("p1"),
        "",
        null);
  }

  @Test
  void aFlippedBitAnywhereNeverMakesAnotherOrder() throws Exception {
    UUID authority = verified(signer);
    byte[] mail =
        signer.detached(TestSigner.part(order("BIT-" + platform.newId())), clock.instant());
    var registry = rows.certificates();
    var genuine = MailCheck.check(mail, registry, clock.instant());
    for (int i = 0; i < mail.length; i += 3) {
      byte[] flipped = mail.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      MailCheck.Found found;
      try {
        found = MailCheck.check(flipped, registry, clock.instant());
      } catch (RuntimeException e) {
        continue;
      }
      if (found.verdict() == Verdict.GENUINE) {
        assertThat(found.text()).as("byte " + i).isEqualTo(genuine.text());
        assertThat(found.authority()).isEqualTo(authority);
      }
    }
  }

  @Test
  void onlyTheVeryCertificateOfTheRegistryCounts() throws Exception {
    Instant now = clock.instant();
    verified(signer);
    TestSigner foreign = TestSigner.around(now);
    assertThat(verdict(foreign.detached(TestSigner.part(order("C")), now)))
        .isEqualTo(Verdict.FOREIGN);
    TestSigner sameName =
        new TestSigner(
            "CN=Office of the Vale",
            signer.serial(),
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(1)));
    assertThat(verdict(sameName.detached(TestSigner.part(order("D")), now)))
        .as("name and number of the certificate are copied, the key is not")
        .isIn(Verdict.BROKEN, Verdict.CHANGED);
    assertThat(verdict(TestSigner.unsigned(TestSigner.part(order("E")))))
        .as("DKIM counts as nothing")
        .isEqualTo(Verdict.NOT_SIGNED);
    assertThat(verdict(signer.opaque(TestSigner.part(order("F")), now, "SHA1withECDSA")))
        .isEqualTo(Verdict.BROKEN);
  }

  @Test
  void aCertificateThatWasNotValidAtSigningAndAnAuthorityThatIsNotVerifiedLetNobodyIn()
      throws Exception {
    Instant now = clock.instant();
    TestSigner expired =
        new TestSigner(now.minus(Duration.ofDays(400)), now.minus(Duration.ofDays(1)));
    verified(expired);
    assertThat(verdict(expired.detached(TestSigner.part(order("G")), now)))
        .isEqualTo(Verdict.EXPIRED);
    verified(signer);
    assertThat(verdict(signer.detached(TestSigner.part(order("H")), now.plus(Duration.ofHours(1)))))
        .as("signed in the future")
        .isEqualTo(Verdict.EXPIRED);
    TestSigner unverified = TestSigner.around(now);
    authority(unverified);
    assertThat(verdict(unverified.detached(TestSigner.part(order("I")), now)))
        .isEqualTo(Verdict.NOT_VERIFIED);
  }

  @Test
  void aMailWithinAMailProvesNothingAndIsNotOpened() throws Exception {
    verified(signer);
    byte[] inner = signer.detached(TestSigner.part(order("J")), clock.instant());
    Message message = take(TestSigner.forwarded(inner));
    assertThat(message.mail().verdict()).isEqualTo(Verdict.NOT_SIGNED);
    assertThat(message.mail().why()).contains("upload that one");
    assertThat(message.mail().attachments())
        .singleElement()
        .satisfies(it -> assertThat(it.danger()).isEqualTo(Danger.MAIL));
    assertThat(message.said().text()).isEqualTo("See below.");
  }

  @Test
  void aMacroDocumentIsKeptSealedAndNamedAsSuch() throws Exception {
    verified(signer);
    byte[] mail =
        signer.detached(
            TestSigner.parts(
                order("K"),
                TestSigner.file("order.docx", ZIP_WITH_MACROS),
                TestSigner.file("scan.pdf", "%PDF-1.7".getBytes(StandardCharsets.US_ASCII)),
                TestSigner.file("<script>.hta", new byte[] {1})),
            clock.instant());
    Message message = take(mail);
    assertThat(message.mail().verdict()).isEqualTo(Verdict.GENUINE);
    assertThat(message.mail().attachments())
        .extracting(Attachment::danger)
        .containsExactly(Danger.MACROS, Danger.NONE, Danger.PROGRAM);
    assertThat(recorded("legal.mail-received")).contains("\"dangerous\":2");
    assertThat(rows.sealed(message.id()).orElseThrow()).doesNotContain("vbaProject", "Reference");
    var session = desk.session(legal);
    mvc.perform(get("/legal/messages/" + message.id()).session(session))
        .andExpect(content().string(containsString("may hold macros")))
        .andExpect(content().string(not(containsString("<script>.hta"))));
    mvc.perform(post("/legal/messages/" + message.id() + "/file").session(session).with(csrf()))
        .andExpect(content().bytes(mail))
        .andExpect(content().contentType("application/octet-stream"))
        .andExpect(header().string("Content-Disposition", containsString("attachment")));
    assertThat(recorded("legal.mail-opened")).contains(message.id().toString());
  }

  @Test
  void twoGigabytesAreRefusedWithWordsAndNeverRead() {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read.incrementAndGet();
            return 'x';
          }

          @Override
          public int read(byte[] into, int from, int most) {
            Arrays.fill(into, from, from + most, (byte) 'x');
            read.addAndGet(most);
            return most;
          }
        };
    for (long declared : List.of(2L << 30, -1L)) {
      assertThatThrownBy(() -> mails.take(endless, declared, null, Entrant.of(legal)))
          .isInstanceOfSatisfying(
              Refused.class, it -> assertThat(it.problem()).isEqualTo(LegalProblem.TOO_LARGE))
          .hasMessageContaining("25 MiB");
    }
    assertThat(read.get()).isLessThan(30L << 20);
    assertThat(recorded("legal.mail-turned-away")).contains("26214401");
  }

  @Test
  void whatIsNoMailIsSaidToBeNoneAndTheSameFileTwiceIsOne() throws Exception {
    assertThatThrownBy(() -> take(new byte[0])).isInstanceOf(Refused.class);
    byte[] noise = new byte[5_000];
    new java.util.Random(7).nextBytes(noise);
    assertThat(verdict(noise)).isIn(Verdict.UNREADABLE, Verdict.NOT_SIGNED);
    List<String> strange = new ArrayList<>();
    strange.add("Content-Type: multipart/signed\r\n\r\nx");
    strange.add("Content-Type: multipart/signed; boundary=a\r\n\r\n--a\r\n\r\n--a--");
    strange.add("Content-Type: application/pkcs7-mime\r\n\r\n!!!!");
    strange.add("Content-Type: ;;;\r\n\r\nx");
    strange.add("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nMII=");
    for (String mail : strange) {
      byte[] bytes = (mail + platform.newId()).getBytes(StandardCharsets.UTF_8);
      assertThat(verdict(bytes)).as(mail).isEqualTo(Verdict.NOT_SIGNED);
      assertThat(mails.take(new ByteArrayInputStream(bytes), -1, null, Entrant.of(legal)).known())
          .isTrue();
    }
  }

  @Test
  void theDeskSaysAtOnceWhatAFileProves() throws Exception {
    mvc.perform(
            post("/legal/messages/mail")
                .content(TestSigner.unsigned(TestSigner.part(order("L"))))
                .contentType("application/octet-stream")
                .session(desk.session(legal))
                .with(csrf()))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("It bears no S/MIME signature.")));
  }

  @Test
  void aMailThatIsMadeOfTooMuchIsKeptAndRecorded() {
    String mail = "From: a" + platform.newId() + "@vale.example\r\n" + "a:\r\n".repeat(1_000);
    Message message = take(mail.getBytes(StandardCharsets.UTF_8));
    assertThat(message.mail().verdict()).isEqualTo(Verdict.NOT_SIGNED);
    assertThat(message.mail().why()).contains("a header is longer");
    assertThat(rows.sealed(message.id())).isPresent();
    assertThat(recorded("legal.mail-received")).contains(message.id().toString());
  }

  @Test
  void whatTricklesInKeepsNobodyElseOut() throws Exception {
    var end = new CountDownLatch(1);
    var slow = new CountDownLatch(3);
    List<Thread> uploads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      InputStream trickle =
          new InputStream() {
            @Override
            public int read() throws IOException {
              throw new IOException("read in blocks");
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
              slow.countDown();
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              throw new IOException("broken off");
            }
          };
      uploads.add(
          Thread.ofVirtual()
              .start(() ->
                  assertThatThrownBy(() -> mails.take(trickle, -1, null, Entrant.of(legal)))
                      .isInstanceOf(Refused.class)));
    }
    slow.await();
    try {
      assertThat(verdict(TestSigner.unsigned(TestSigner.part("Hello " + platform.newId()))))
          .isEqualTo(Verdict.NOT_SIGNED);
    } finally {
      end.countDown();
      for (Thread upload : uploads) {
        upload.join();
      }
    }
  }

  @Test
  void theSameFileInTwoProcessesAtOnceIsOne() throws Exception {
    Mails other = new Mails(rows, messageAlarms, safe, records, clock, transaction);
    for (int round = 0; round < 3; round++) {
      byte[] mail = TestSigner.unsigned(TestSigner.part("Hello " + platform.newId()));
      var together = new CyclicBarrier(2);
      List<Mails.Taken> taken = Collections.synchronizedList(new ArrayList<>());
      List<Thread> processes = new ArrayList<>();
      for (Mails one : List.of(mails, other)) {
        processes.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    together.await();
                  } catch (InterruptedException | BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                  }
                  taken.add(one.take(new ByteArrayInputStream(mail), -1, null, Entrant.of(legal)));
                }));
      }
      for (Thread process : processes) {
        process.join();
      }
      assertThat(taken).extracting(Mails.Taken::known).containsExactlyInAnyOrder(false, true);
      assertThat(taken)
          .extracting(it -> it.message().id())
          .containsOnly(taken.getFirst().message().id());
    }
  }

  @Test
  void theHourOfAMailRunsFromItsReceiptAndCallsWhileItWaits() throws Exception {
    verified(signer);
    String reference = "LAY-" + platform.newId();
    Instant came = clock.instant().minus(Duration.ofMinutes(16));
    String received =
        "Received: from vale.example by square.example; Mon, 01 Mar 2027 09:10:00 +0100\r\n";
    byte[] signed = signer.detached(TestSigner.part(order(reference)), clock.instant());
    byte[] mail =
        (received + new String(signed, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() ->
            mails.take(
                new ByteArrayInputStream(mail),
                -1,
                clock.instant().plusSeconds(60),
                Entrant.of(legal)))
        .isInstanceOf(Refused.class);
    var session = desk.session(legal);
    mvc.perform(
            post("/legal/messages/mail")
                .queryParam("received", came.toString())
                .content(mail)
                .contentType("application/octet-stream")
                .session(session)
                .with(csrf()))
        .andExpect(status().isOk());
    Message message = take(mail);
    assertThat(message.receivedAt()).isEqualTo(came);
    assertThat(message.mail().arrivedAt()).isEqualTo(Instant.parse("2027-03-01T08:10:00Z"));
    assertThat(recorded("legal.mail-received")).contains(came.toString());
    mvc.perform(get("/legal/messages/" + message.id()).session(session))
        .andExpect(content().string(containsString("2027-03-01T08:10:00Z")));

    assertThat(calls("legal/mail/" + message.id())).as("by mail and by webhook").isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      try (Lease lease = leases.take("legal-clocks", Duration.ofMinutes(1)).orElseThrow()) {
        settling.round(lease);
      }
    }
    assertThat(
            jdbc.sql("SELECT minute FROM legal_message_alarm WHERE message = ?")
                .param(message.id())
                .query(Integer.class)
                .list())
        .containsExactly(15);
    assertThat(
            jdbc.sql(
                    """
                    SELECT count(*) FROM record WHERE kind = 'legal.message-alarmed'
                       AND convert_from(private_bytes, 'UTF8') LIKE ?
                    """)
                .param("%" + message.id() + "%")
                .query(Long.class)
                .single())
        .isEqualTo(1);
    assertThat(calls("legal/message/")).isPositive();

    Instant before = came.minus(Duration.ofMinutes(20));
    Receiving.Written late = written(reference, came.plusSeconds(1));
    assertThatThrownBy(() -> messages.take(message.id(), late, legal)).isInstanceOf(Refused.class);
    RemovalOrder order = messages.take(message.id(), written(reference, before), legal).order();
    assertThat(order.receivedAt()).as("it lay in the mailbox before").isEqualTo(before);
  }

  @Test
  void aMailInWhichSomebodyIsInDangerCallsToo() throws Exception {
    Message message =
        take(
            signer.detached(
                TestSigner.part("Order: emergency\nReference: E-" + platform.newId()),
                clock.instant()));
    assertThat(message.dueAt()).isEqualTo(message.receivedAt().plus(Duration.ofHours(1)));
    assertThat(calls("legal/mail/" + message.id())).isEqualTo(2);
    verified(signer);
    String silent = "Remove what we told you of on the telephone, " + platform.newId();
    Message unclear = take(signer.detached(TestSigner.part(silent), clock.instant()));
    assertThat(unclear.mail().verdict()).isEqualTo(Verdict.GENUINE);
    assertThat(calls("legal/mail/" + unclear.id())).as("nobody knows what it wants").isEqualTo(2);
    Message noise = take(TestSigner.unsigned(TestSigner.part("Hello " + platform.newId())));
    assertThat(calls("legal/mail/" + noise.id())).isZero();
  }

  private long calls(String key) {
    return jdbc.sql("SELECT count(*) FROM delivery_message WHERE key LIKE ?")
        .param(key + "%")
        .query(Long.class)
        .single();
  }

  @Test
  void whatAFormSaidNeverStandsForASignedMail() throws Exception {
    UUID authority = verified(signer);
    String reference = "TWICE-" + platform.newId();
    Message message = take(signer.detached(TestSigner.part(order(reference)), clock.instant()));
    Receiving.Written asSaid =
        new Receiving.Written(
            authority,
            reference,
            "ground",
            null,
            null,
            "square",
            "",
            List.of("p1"),
            message.said().contact(),
            null);
    RemovalOrder form = receiving.take(asSaid, RemovalOrder.Source.FORM, legal).order();
    Receiving.Taken taken = messages.take(message.id(), asSaid, legal);
    assertThat(taken.known()).isFalse();
    assertThat(taken.order().id()).isNotEqualTo(form.id());
    assertThat(taken.order().source()).isEqualTo(RemovalOrder.Source.MAIL);
  }
}
