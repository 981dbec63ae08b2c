package reeve.server.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import gov.loc.repository.bagit.reader.BagReader;
import gov.loc.repository.bagit.verify.BagVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.ledger.audit.Audit;
import reeve.ledger.audit.Proof;
import reeve.ledger.note.Policy;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.TestPictures;
import reeve.server.bundle.BundleRow.State;
import reeve.server.cases.Case;
import reeve.server.cases.Docket;
import reeve.server.cases.Holds;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Post;
import reeve.server.platform.Refused;
import reeve.server.platform.ServerSettings;
import reeve.server.record.Actor;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Recorded;
import reeve.server.record.TestLedger;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What somebody who gets an evidence bundle can do with it, and what it never tells. */
@ServerTest
final class BundleIT {
  private static final String HOSTILE =
      "</p><script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>x</a>"
          + "\"><svg/onload=alert(4)><base href=//evil.example><style>*{display:none}</style>"
          + "\u202egnp.exe\u0000\u0007<!--";

  @TempDir private Path dir;
  @Autowired private ApplicationContext context;
  @Autowired private MockMvc mvc;
  @Autowired private JdbcClient db;
  @Autowired private Bundling bundling;
  @Autowired private BundleRows rows;
  @Autowired private BundleRecords records;
  @Autowired private Material material;
  @Autowired private Proofs proofs;
  @Autowired private Signing signing;
  @Autowired private Keeping keeping;
  @Autowired private Entitled entitled;
  @Autowired private Store store;
  @Autowired private Holds holds;
  @Autowired private Docket docket;
  @Autowired private BundleSettings settings;
  @Autowired private ServerSettings server;
  @Autowired private TransactionTemplate transaction;

  private TestTown town;
  private TestEvents events;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    events = new TestEvents(town.clock);
  }

  private void enter(Event... some) {
    transaction.executeWithoutResult(_ -> docket.enter(List.of(some)));
  }

  /** An account that was reported with these posts. */
  private Case reported(AccountRef account, Post... posts) {
    enter(events.capture(account, posts), events.report(events.someone(), account, "1", posts));
    return town.cases.open(account).orElseThrow();
  }

  private Post wrote(AccountRef author, String text, Post.Visibility visibility, String... media) {
    Post plain = events.post(author, text);
    return new Post(
        plain.post(),
        author,
        plain.at(),
        text,
        "en",
        visibility,
        plain.origin(),
        null,
        List.of(),
        Stream.of(media)
            .map(sha256 -> new Post.Media(sha256, "image/png", 400, 300, "Discs on a wall"))
            .toList());
  }

  /** As if the copying had been to the platform. */
  private void copied(AccountRef account, String sha256, byte[] bytes) {
    int done =
        db.sql(
                """
                update picture set state = 'kept', type = 'image/png', bytes = ?
                where account = ? and sha256 = ?
                """)
            .params(bytes, account.nativeId(), sha256)
            .update();
    assertThat(done).isOne();
  }

  private BundleRow made(Bundling with, Case of, Member by) throws InterruptedException {
    UUID id = with.start(of.id(), Bundling.Choice.ALL_THAT_IS_PUBLIC, by);
    with.await(id);
    return rows.find(id).orElseThrow();
  }

  private Unpacked downloaded(BundleRow row, Member by) throws Exception {
    byte[] zip =
        mvc.perform(get("/bundles/" + row.id() + "/file").session(town.desk.session(by)))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsByteArray();
    assertThat(Digest.of(zip)).isEqualTo(row.sha256());
    return Unpacked.of(zip, Files.createDirectories(dir.resolve(row.id().toString())));
  }

  private Unpacked bundle(Case of) throws Exception {
    Member lead = town.member(Role.LEAD);
    BundleRow row = made(bundling, of, lead);
    assertThat(row.words()).isNull();
    assertThat(row.state()).isEqualTo(State.DONE);
    return downloaded(row, lead);
  }

  private Path certificate() {
    return Objects.requireNonNull(settings.publicDir())
        .resolve("evidence/certificate.pem")
        .toAbsolutePath();
  }

  private Bundling with(StampDoor door, Proofs proved) {
    return new Bundling(
        rows,
        records,
        material,
        proved,
        signing,
        new Stamping(door),
        store,
        entitled,
        settings,
        server,
        transaction,
        town.clock);
  }

  private static boolean bagVerifies(Path bag) {
    try (BagVerifier verifier = new BagVerifier()) {
      verifier.isValid(new BagReader().read(bag), false);
      return true;
    } catch (Exception e) {
      System.out.println("bagit: " + e);
      return false;
    }
  }

  @Test
  void itVerifiesWithToolsOfOthersAloneAndAFlippedBitInAnyFileIsFound() throws Exception {
    byte[] picture = TestPictures.of(77);
    AccountRef account = events.someone();
    Post shown = wrote(account, "Look at this wall.", Post.Visibility.PUBLIC, Digest.of(picture));
    Case of = reported(account, shown, events.post(account, "And at this street."));
    copied(account, Digest.of(picture), picture);
    var authority = new Tool.StampAuthority(Files.createDirectories(dir.resolve("authority")));
    Member lead = town.member(Role.LEAD);
    BundleRow row = made(with(authority, proofs), of, lead);
    assertThat(row.words()).isNull();
    assertThat(row.stamped()).isTrue();
    assertThat(row.items()).isEqualTo(3);
    assertThat(row.pictures()).isOne();
    Path bag = downloaded(row, lead).bag();
    Unpacked it = new Unpacked(bag);

    assertThat(bagVerifies(bag)).isTrue();
    assertThat(Tool.sums(bag)).isTrue();
    Tool.warc(it.data("warc/copies.warc.gz")).requireWell();
    Tool.signature(bag, certificate()).requireWell();
    Tool.stamp(bag, authority.certificate()).requireWell();
    for (String json : List.of("about.json", "items.json", "custody.json")) {
      assertThat(new JsonCanonicalizer(it.text(json)).getEncodedString()).isEqualTo(it.text(json));
    }
    assertThat(Files.readAllBytes(it.data("media/" + Digest.of(picture) + ".png")))
        .isEqualTo(picture);

    for (Path file : it.files()) {
      byte[] good = Files.readAllBytes(file);
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 1;
      Files.write(file, bad);
      assertThat(Tool.sums(bag)).as("coreutils, with a bit of %s flipped", file).isFalse();
      assertThat(bagVerifies(bag)).as("bagit, with a bit of %s flipped", file).isFalse();
      switch (String.valueOf(file.getFileName())) {
        case "copies.warc.gz" -> assertThat(Tool.warc(file).well()).isFalse();
        case "manifest-sha512.txt" -> {
          assertThat(Tool.signature(bag, certificate()).well()).isFalse();
          assertThat(Tool.stamp(bag, authority.certificate()).well()).isFalse();
        }
        case "signature.p7s" -> assertThat(Tool.signature(bag, certificate()).well()).isFalse();
        case "timestamp.tsr" ->
            assertThat(Tool.stamp(bag, authority.certificate()).well()).isFalse();
        default -> assertThat(file).exists();
      }
      Files.write(file, good);
    }
    assertThat(bagVerifies(bag)).isTrue();
  }

  @Test
  void aStampThatIsNotOfThisManifestIsLeftOutAndThePageSaysWhy() throws Exception {
    var authority = new Tool.StampAuthority(Files.createDirectories(dir.resolve("authority")));
    List<byte[]> kept = new ArrayList<>();
    StampDoor replaying =
        new StampDoor() {
          @Override
          public boolean configured() {
            return true;
          }

          @Override
          public byte[] ask(byte[] request) throws NotStamped {
            kept.add(authority.ask(request));
            return kept.getFirst();
          }
        };
    Bundling stamped = with(replaying, proofs);
    Member lead = town.member(Role.LEAD);
    AccountRef account = events.someone();
    Case of = reported(account, events.post(account, "One."));
    assertThat(made(stamped, of, lead).stamped()).isTrue();
    StampDoor forging =
        new StampDoor() {
          @Override
          public boolean configured() {
            return true;
          }

          @Override
          public byte[] ask(byte[] request) throws NotStamped {
            byte[] answer = authority.ask(request);
            // The signature stands at the end.
            answer[answer.length - 1] ^= 1;
            return answer;
          }
        };
    assertThat(made(with(forging, proofs), of, lead).stampWords())
        .as("right nonce and digest, and signed by nobody")
        .contains("no time stamp of it");
    BundleRow second = made(stamped, of, lead);
    assertThat(second.state()).isEqualTo(State.DONE);
    assertThat(second.stamped()).isFalse();
    assertThat(second.stampWords()).contains("no time stamp of it");
    mvc.perform(get("/bundles/" + second.id()).session(town.desk.session(lead)))
        .andExpect(content().string(containsString("not confirmed")));
    assertThat(downloaded(second, lead).bag().resolve("timestamp.tsr")).doesNotExist();
  }

  /** Suspended by a lead, on reports of three people. */
  private Reported suspended() {
    Reported reported = town.reported(3);
    town.suspended(reported, town.member(Role.LEAD));
    return reported;
  }

  /** No reporter, no report, nobody of the staff. */
  private void assertNobodyStandsIn(Reported reported, String all) {
    assertThat(all).contains(reported.postId(), reported.account().nativeId());
    for (AccountRef reporter : reported.reporters()) {
      assertThat(all).doesNotContain(reporter.nativeId());
    }
    List<String> reports =
        db.sql("select native_id from report where case_id = ?")
            .param(reported.of().id().value())
            .query(String.class)
            .list();
    assertThat(reports).hasSize(3);
    reports.forEach(id -> assertThat(all).doesNotContain(id));
    assertThat(all).doesNotContain("Please look at this", "a note of ours");
    db.sql("select name from staff_member union all select id::text from staff_member")
        .query(String.class)
        .list()
        .forEach(it -> assertThat(all).doesNotContain(it));
  }

  @Test
  void nobodyWhoReportedOrWorksStandsAnywhereInIt() throws Exception {
    Reported reported = suspended();
    changedForAReporter(reported);
    Member lead = town.member(Role.LEAD);
    UUID id = bundling.start(reported.of().id(), new Bundling.Choice(null, false, false), lead);
    bundling.await(id);
    Unpacked it = downloaded(rows.find(id).orElseThrow(), lead);
    assertNobodyStandsIn(reported, it.everything());
    assertThat(it.everything())
        .doesNotContainIgnoringCase("report")
        .doesNotContainIgnoringCase("flag");
    assertThat(it.custody())
        .extracting(step -> step.get("who") + ": " + step.get("what"))
        .contains(
            "Lead 1: Decided: suspend permanently (clause violent-extremism/recruitment).",
            "the program, by itself: The platform carried out: suspend.",
            "Lead 2: Had an evidence bundle made.")
        .as("a decision on a reporter's appeal needs none of it to be told")
        .containsSubsequence("Lead 1: Opened the case again.", "Lead 1: Decided: warn.")
        .doesNotContain("Lead 1: Appealed.");
  }

  /** The records of a decision that took another's place since a reporter appealed. */
  private void changedForAReporter(Reported reported) {
    AccountRef account = reported.account();
    Recorded decided = town.recorded(account, "decisions.decided").getFirst();
    Actor.Staff by = new Actor.Staff(UUID.fromString(decided.actor().substring("staff:".length())));
    transaction.executeWithoutResult(_ -> {
      RecordId heard =
          town.records.append(
              new reeve.server.record.Entry(
                  new Kind("appeals.decided", 2),
                  account,
                  by,
                  decided.id(),
                  Map.of("by", "reporter", "outcome", "changed"),
                  Map.of()));
      town.records.append(
          new reeve.server.record.Entry(
              new Kind("decisions.decided", 1),
              account,
              by,
              heard,
              Map.of("origin", "live", "actions", List.of("warn"), "onAppeal", false),
              Map.of("replaces", UUID.randomUUID().toString())));
    });
  }

  @Test
  void itsProofsAreCheckedWithoutTheServerAndTellNobodysName() throws Exception {
    Reported reported = suspended();
    Path log = Files.createDirectories(dir.resolve("log"));
    TestLedger ledger = TestLedger.published(context, log);
    Member lead = town.member(Role.LEAD);
    Bundling proving = with(noService(), new Proofs(ledger.openings()));
    Unpacked it = downloaded(made(proving, reported.of(), lead), lead);
    assertNobodyStandsIn(reported, it.everything());

    List<Map<String, Object>> lines = it.proofs();
    assertThat(lines)
        .extracting(line -> line.get("kind"))
        .contains("decisions.decided", "enforcement.carried-out");
    for (Map<String, Object> line : lines) {
      String entry = line.get("entry") + "";
      assertThat(recomputed(line)).as("as docs/evidence.md tells it").isEqualTo(entry);
      Path proof = it.data("ledger/" + line.get("proof"));
      Policy policy = Audit.believing(VerifierKey.of(ledger.key()));
      var holds = Proof.of(Files.readAllBytes(proof)).check(entry(entry), policy);
      assertThat(holds.told()).isEmpty();
    }
    Path first = it.data("ledger/" + lines.getFirst().get("proof"));
    String entry = lines.getFirst().get("entry") + "";
    assertThat(Tool.proof(first, ledger.key(), entry).well()).isTrue();
    assertThat(Tool.proof(first, ledger.key(), "00".repeat(32)).well()).isFalse();
  }

  private static Entry entry(String hex) {
    return new Entry(Hash.ofHex(hex));
  }

  private static String recomputed(Map<String, Object> line) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update((byte) 0);
    sha256.update(HexFormat.of().parseHex(line.get("salt") + ""));
    sha256.update((line.get("public") + "").getBytes(StandardCharsets.UTF_8));
    sha256.update(sha256.digest());
    sha256.update(HexFormat.of().parseHex(line.get("rest") + ""));
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static StampDoor noService() {
    return new StampDoor() {
      @Override
      public boolean configured() {
        return false;
      }

      @Override
      public byte[] ask(byte[] request) {
        throw new AssertionError("nobody is asked");
      }
    };
  }

  @Test
  void legalTakesPrivatePostsAndLeadsCannotDownloadThem() throws Exception {
    AccountRef account = events.someone();
    Case of =
        reported(
            account,
            events.post(account, "To everybody."),
            wrote(account, "To my circle only.", Post.Visibility.PRIVATE));
    Member legal = town.member(Role.LEGAL);
    UUID id = bundling.start(of.id(), new Bundling.Choice(null, true, true), legal);
    bundling.await(id);
    BundleRow row = rows.find(id).orElseThrow();
    assertThat(downloaded(row, legal).everything()).contains("To my circle only.");
    mvc.perform(get("/bundles/" + id + "/file").session(town.desk.session(Role.LEAD)))
        .andExpect(status().isForbidden());
  }

  @Test
  void theHourOfACopyIsToldAndNeverTheMinute() throws Exception {
    AccountRef account = events.someone();
    Unpacked it = bundle(reported(account, events.post(account, "One.")));
    Instant now = town.clock.instant();
    for (Map<String, ?> item : it.items()) {
      Map<?, ?> copied = (Map<?, ?>) item.get("copied");
      assertThat(copied.get("from")).isEqualTo(now.truncatedTo(ChronoUnit.HOURS).toString());
      assertThat(Instant.parse(copied.get("to") + "")).isBeforeOrEqualTo(now);
    }
    assertThat(it.custody().getFirst())
        .containsEntry("at", now.truncatedTo(ChronoUnit.HOURS).toString())
        .containsEntry("who", "the program, by itself");
  }

  @Test
  void privatePostsStayOutAndSoDoTheirPictures() throws Exception {
    byte[] picture = TestPictures.of(78);
    AccountRef account = events.someone();
    Post told = wrote(account, "To my circle only.", Post.Visibility.PRIVATE, Digest.of(picture));
    Case of =
        reported(
            account,
            events.post(account, "To everybody."),
            told,
            wrote(account, "To you alone.", Post.Visibility.DIRECT));
    copied(account, Digest.of(picture), picture);
    Member lead = town.member(Role.LEAD);
    assertThatThrownBy(() -> bundling.start(of.id(), new Bundling.Choice(null, true, true), lead))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.problem()).isEqualTo(BundleProblem.NOT_YOURS));
    Unpacked it = bundle(of);
    assertThat(it.everything())
        .contains("To everybody.")
        .doesNotContain("To my circle", "To you alone", told.post().nativeId())
        .doesNotContain(Digest.of(picture));
    assertThat(it.items()).hasSize(2);
  }

  @Test
  void aCaseWithoutAnyCopyGivesABundleThatSaysSo() throws Exception {
    AccountRef account = events.someone();
    enter(events.report(events.someone(), account, "1"));
    Unpacked it = bundle(town.cases.open(account).orElseThrow());
    assertThat(bagVerifies(it.bag())).isTrue();
    assertThat(it.text("items.json")).isEqualTo("[]");
    assertThat(it.text("index.html")).contains("No copy of a post");
    Tool.warc(it.data("warc/copies.warc.gz")).requireWell();
  }

  @Test
  void aLongHostilePostIsTextAndNothingElse() throws Exception {
    AccountRef account = events.someone();
    String text = HOSTILE.repeat(1 + 100_000 / HOSTILE.length());
    Unpacked it = bundle(reported(account, events.post(account, text)));
    String page = it.text("index.html");
    Set<String> tags = new TreeSet<>();
    Matcher tag = Pattern.compile("<(/?)([^\\s>/]*)([^>]*)>").matcher(page);
    while (tag.find()) {
      tags.add(tag.group(2));
      assertThat(tag.group(3)).doesNotContainPattern("(?i)\\son[a-z]+\\s*=");
      assertThat(tag.group(3))
          .doesNotContainPattern("(?i)(src|href)=(?!\"media/|\"custody.html\")");
    }
    assertThat(tags)
        .isSubsetOf(
            Set.of(
                "!DOCTYPE",
                "html",
                "head",
                "meta",
                "title",
                "style",
                "body",
                "h1",
                "h2",
                "h3",
                "p",
                "dl",
                "dt",
                "dd",
                "a",
                "article",
                "header",
                "span",
                "strong",
                "bdi"));
    assertThat(page).contains("&lt;script&gt;alert(1)").doesNotContain("\u0000", "\u0007");
    assertThat(page).contains("default-src 'none'");
    // What was written is kept as it was.
    Map<?, ?> words = (Map<?, ?>) it.items().getLast().get("words");
    assertThat(words.get("text")).isEqualTo(text);
  }

  @Test
  void whatIsSealedLeavesItsPlaceAloneAndTheFilesThatHeldItAreGone() throws Exception {
    byte[] picture = TestPictures.of(79);
    AccountRef account = events.someone();
    Post bad = wrote(account, "Not for any eye.", Post.Visibility.PUBLIC, Digest.of(picture));
    Case of = reported(account, bad, events.post(account, "Harmless."));
    copied(account, Digest.of(picture), picture);
    Member lead = town.member(Role.LEAD);
    BundleRow before = made(bundling, of, lead);
    assertThat(Files.exists(store.file(before.id()))).isTrue();

    transaction.executeWithoutResult(
        _ -> town.cases.seal(of.id(), List.of(bad.post()), TestTown.staff(lead)));
    transaction.executeWithoutResult(
        _ -> holds.hold(account, town.clock.instant().plus(Duration.ofDays(90))));
    mvc.perform(get("/bundles/" + before.id() + "/file").session(town.desk.session(lead)))
        .andExpect(status().isGone());
    assertThat(Files.exists(store.file(before.id()))).isFalse();

    Unpacked it = bundle(of);
    assertThat(it.everything())
        .contains("Harmless.", "Sealed: the contents are hidden")
        .doesNotContain("Not for any eye", Digest.of(picture));
    assertThat(it.items())
        .filteredOn(item -> Boolean.TRUE.equals(item.get("sealed")))
        .singleElement()
        .satisfies(item -> {
          assertThat(item).containsEntry("id", bad.post().nativeId()).containsEntry("words", null);
          assertThat(item).containsEntry("sha256", null);
        });
    try (Stream<Path> media = Files.walk(it.bag())) {
      assertThat(media.filter(file -> file.toString().endsWith(".png"))).isEmpty();
    }
  }

  @Test
  void anErasedCaseSaysWhenItsContentsWereErased() throws Exception {
    AccountRef account = events.someone();
    Case of = reported(account, events.post(account, "Forgotten."));
    db.sql("delete from flagged_post where case_id = ?").param(of.id().value()).update();
    db.sql("delete from capture where account = ?").param(account.nativeId()).update();
    db.sql("update cases set erased_at = '2026-05-04T03:02:01Z' where id = ?")
        .param(of.id().value())
        .update();
    Unpacked it = bundle(of);
    assertThat(it.text("index.html")).contains("erased on 2026-05-04 03:02:01 UTC");
    assertThat(it.text("about.json")).contains("\"copiesEndedAt\":\"2026-05-04T03:02:01Z\"");
  }

  @Test
  void aBundleOfOneDecisionHoldsThePostsThatItRestsOn() throws Exception {
    Reported reported = town.reported(1);
    Post other = events.post(reported.account(), "Something else.");
    enter(events.report(events.someone(), reported.account(), "1", other));
    Member lead = town.member(Role.LEAD);
    town.suspended(reported, lead);
    Recorded decided = town.recorded(reported.account(), "decisions.decided").getFirst();
    UUID id =
        bundling.start(reported.of().id(), new Bundling.Choice(decided.id(), false, false), lead);
    bundling.await(id);
    Unpacked it = downloaded(rows.find(id).orElseThrow(), lead);
    assertThat(it.items())
        .filteredOn(item -> "post".equals(item.get("kind")))
        .singleElement()
        .satisfies(item -> assertThat(item).containsEntry("id", reported.postId()));
    assertThat(it.everything()).doesNotContain("Something else.");
  }

  @Test
  void fileAndTimeArePurgedUnlessTheAccountIsHeld() throws Exception {
    AccountRef account = events.someone();
    Member lead = town.member(Role.LEAD);
    BundleRow row = made(bundling, reported(account, events.post(account, "One.")), lead);
    Path file = store.file(row.id());
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    transaction.executeWithoutResult(
        _ -> holds.hold(account, town.clock.instant().plus(Duration.ofDays(60))));
    town.clock.forward(settings.keep().plusMinutes(1));
    keeping.round();
    assertThat(Files.exists(file)).isTrue();
    downloaded(row, lead);

    town.clock.forward(Duration.ofDays(60));
    keeping.round();
    assertThat(Files.exists(file)).isFalse();
    assertThat(rows.find(row.id()).orElseThrow().state()).isEqualTo(State.GONE);
    Set<String> kinds = new HashSet<>();
    town.records.about(account, 50).forEach(it -> kinds.add(it.kind().name()));
    assertThat(kinds).contains("bundle.started", "bundle.made", "bundle.downloaded", "bundle.gone");
  }

  @Test
  void aLeadMakesOneFromTheCaseSeesItInTheListAndNobodyMakesOneAboutThemselves() throws Exception {
    AccountRef account = events.someone();
    Case of = reported(account, events.post(account, "One."));
    Member lead = town.member(Role.LEAD);
    var session = town.desk.session(lead);
    String page =
        Objects.requireNonNull(
            mvc.perform(
                    post("/bundles")
                        .session(session)
                        .with(csrf())
                        .param("case", of.id().toString()))
                .andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
    UUID id = UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
    bundling.await(id);
    BundleRow row = rows.find(id).orElseThrow();
    mvc.perform(get(page).session(session))
        .andExpect(content().string(containsString(row.sha256())))
        .andExpect(content().string(containsString("Download (recorded)")));
    mvc.perform(get("/bundles").param("case", of.id().toString()).session(session))
        .andExpect(content().string(containsString(row.sha256())));

    Member own = town.member(Role.LEAD);
    db.sql("update staff_member set account_platform = ?, account_id = ? where id = ?")
        .params(account.platform().value(), account.nativeId(), own.id().value())
        .update();
    mvc.perform(get("/bundles").param("case", of.id().toString()).session(town.desk.session(own)))
        .andExpect(status().is4xxClientError());
  }

  @Test
  void aStopInTheMiddleIsToldAndLeavesNothingBehind() throws IOException {
    AccountRef account = events.someone();
    Case of = reported(account, events.post(account, "One."));
    UUID id = UUID.randomUUID();
    Recorded any = town.records.about(account, 1).getFirst();
    rows.add(
        new BundleRow(
            id,
            store.id(),
            of.id(),
            account,
            "h",
            null,
            false,
            UUID.randomUUID(),
            town.clock.instant(),
            any.id(),
            State.RUNNING,
            0,
            0,
            0,
            null,
            0,
            0,
            false,
            null,
            null,
            null));
    Files.writeString(store.work(id).resolve("items.jsonl"), "x", StandardCharsets.UTF_8);
    Files.writeString(store.half(id), "x", StandardCharsets.UTF_8);
    Files.writeString(store.file(id), "whole, but nowhere said to be", StandardCharsets.UTF_8);
    UUID nobodys = UUID.randomUUID();
    Files.writeString(store.file(nobodys), "x", StandardCharsets.UTF_8);
    keeping.round();
    assertThat(store.file(id)).as("nothing else would ever delete it").doesNotExist();
    assertThat(store.file(nobodys)).doesNotExist();
    BundleRow row = rows.find(id).orElseThrow();
    assertThat(row.state()).isEqualTo(State.FAILED);
    assertThat(row.words()).contains("stopped");
    assertThat(store.half(id)).doesNotExist();
    try (Stream<Path> left = Files.list(Objects.requireNonNull(settings.dir()))) {
      assertThat(left.map(Path::toString)).noneMatch(it -> it.contains(id.toString()));
    }
  }
}
