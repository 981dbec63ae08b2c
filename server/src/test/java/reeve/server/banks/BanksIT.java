package reeve.server.banks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.TestPictures;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.record.Records;
import reeve.server.staff.Role;
import reeve.signals.media.Digests;
import reeve.signals.media.Picture.Decoded;
import reeve.signals.media.PictureHash;
import reeve.signals.media.PictureLimits;
import reeve.signals.media.PictureReader;
import reeve.signals.media.Turn;

/** Banks from a file to a mark on the account whose picture matches. */
@ServerTest
@Tag("sql")
final class BanksIT {
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private FakePlatform platform;
  @Autowired private PostPictures pictures;
  @Autowired private Comparing comparing;
  @Autowired private Banking banking;
  @Autowired private Records records;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate transaction;

  private final byte[] picture = TestPictures.of(System.nanoTime());
  private final PictureHash hash = hash(picture);

  @BeforeEach
  @AfterEach
  void nothingWaits() {
    jdbc.sql("DELETE FROM bank_picture").update();
  }

  @Test
  void aPictureThatABankKnowsMarksThePostAndItsAccountForStaffAndSurfacesNobody() throws Exception {
    long entry = take("PDQ," + hash.turns().get(Turn.MIRRORED).hex() + ",banner");
    AccountRef account = platform.newAccount();
    PostRef post = posts(account, picture);
    AccountRef other = platform.newAccount();
    posts(other, TestPictures.of(1));
    comparing.round();
    assertThat(tags(account))
        .containsExactlyInAnyOrder(
            "|picture matches bank entry %d at 0".formatted(entry),
            post.nativeId() + "|picture matches bank entry %d at 0".formatted(entry));
    assertThat(words(account))
        .allMatch(words -> words.contains("banner"))
        .allMatch(words -> words.contains("mirrored"));
    assertThat(tags(other)).isEmpty();
    assertThat(
            jdbc.sql("SELECT count(*) FROM cases WHERE account = ?")
                .param(account.nativeId())
                .query(Long.class)
                .single())
        .isZero();
    assertThat(records.about(account, 10))
        .extracting(it -> it.kind().name())
        .containsExactly("banks.matched");
    assertThat(pictures.waiting()).isZero();
  }

  @Test
  void aFileOfEntriesIsTakenInAndWhatIsBadIsNamed() throws Exception {
    String md5 = Digests.of(picture).md5().hex();
    var lead = desk.session(Role.LEAD);
    mvc.perform(
            post("/banks/import")
                .param("form", "CSV")
                .param("source", "The town of <b>Ash</b>")
                .content(
                    "kind,hash,labels\nMD5,%s,song\nMD5,xyz,song\nMD5,%1$s,tune\n".formatted(md5))
                .session(lead)
                .with(csrf()))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("<span>1</span> new")))
        .andExpect(content().string(containsString("32 hexadecimal digits")))
        .andExpect(content().string(containsString("came twice in the file")));
    mvc.perform(get("/banks").param("q", md5).session(lead))
        .andExpect(content().string(containsString("tune")))
        .andExpect(content().string(containsString("The town of &lt;b&gt;Ash")));
    mvc.perform(get("/banks").param("q", "nonsense").session(lead))
        .andExpect(status().isBadRequest());
    mvc.perform(
            post("/api/v1/banks")
                .param("source", "x")
                .contentType("application/json")
                .content("[{\"type\": \"HASH_MD5\", \"raw_indicator\": \"%s\"}]".formatted(md5))
                .session(lead)
                .with(csrf()))
        .andExpect(jsonPath("$.merged").value(1))
        .andExpect(jsonPath("$.added").value(0));
    mvc.perform(
            post("/api/v1/banks").contentType("text/plain").content("x").session(lead).with(csrf()))
        .andExpect(status().isUnsupportedMediaType());
    mvc.perform(
            post("/api/v1/banks").contentType("text/csv").content("x").session(lead).with(csrf()))
        .andExpect(status().isBadRequest());
    mvc.perform(get("/api/v1/banks/export").session(lead))
        .andExpect(content().string(containsString("MD5," + md5 + ",song;tune,UNKNOWN")));
    mvc.perform(get("/api/v1/banks/export").param("form", "JSON").session(lead))
        .andExpect(
            jsonPath("$.data[?(@.raw_indicator == '" + md5 + "')].severity").value("UNKNOWN"));
  }

  @Test
  void aPictureCanBeLookedUpAndItsMatchJudgedByOneKey() throws Exception {
    long entry = take("PDQ," + hash.hash().hex() + ",flag");
    var session = desk.session(Role.REVIEWER);
    mvc.perform(post("/banks/look-up").content(picture).session(session).with(csrf()))
        .andExpect(content().string(containsString("distance 0")))
        .andExpect(content().string(containsString("data-key=\"a\"")))
        .andExpect(content().string(not(containsString("/end"))));
    mvc.perform(post("/api/v1/banks/look-up").content(picture).session(session).with(csrf()))
        .andExpect(jsonPath("$.matches[0].id").value(entry))
        .andExpect(jsonPath("$.discarded").value(false));
    mvc.perform(post("/banks/look-up").content("no picture").session(session).with(csrf()))
        .andExpect(status().isUnprocessableContent());
    mvc.perform(
            post("/banks/" + entry + "/judge")
                .param("agree", "true")
                .param("q", hash.hash().hex())
                .session(session)
                .with(csrf()))
        .andExpect(redirectedUrl("/banks?q=" + hash.hash().hex()));
    mvc.perform(
            post("/api/v1/banks/" + entry + "/judgement")
                .param("agree", "false")
                .session(session)
                .with(csrf()))
        .andExpect(status().isOk());
    mvc.perform(get("/api/v1/banks").param("hash", hash.hash().hex()).session(session))
        .andExpect(jsonPath("$.matches[0].agreed").value(1))
        .andExpect(jsonPath("$.matches[0].disagreed").value(1));
    mvc.perform(post("/banks/999999999/judge").param("agree", "true").session(session).with(csrf()))
        .andExpect(status().isNotFound());
    assertThat(recorded("banks.judged")).isPositive();
  }

  @Test
  void whatCannotBeReadAsAPictureSaysWhatIsWrongAndWhatHelps() throws Exception {
    assertThat(lookedUp(Arrays.copyOf(picture, picture.length / 2), 422))
        .contains("The PNG is damaged or cut off.");
    assertThat(lookedUp(Arrays.copyOf(picture, 20), 422))
        .contains("The file ends within its headers.");
    assertThat(lookedUp(claimingPng(100_000, 100_000), 422))
        .contains("The file claims 100,000 x 100,000 pixels");
    assertThat(lookedUp(claimingJpeg((char) 65_500), 422))
        .contains("The file claims 65,500 x 65,500 pixels");
    byte[] svg = "<svg onload='alert(1)'><text>x</text></svg>".getBytes(StandardCharsets.UTF_8);
    assertThat(lookedUp(svg, 422))
        .contains("SVG is not read; ask for the picture as PNG or JPEG.")
        .doesNotContain("onload");
    assertThat(lookedUp(new byte[0], 422)).contains("The file is empty.");
    assertThat(lookedUp(new byte[(16 << 20) + 1], 413)).contains("16,777,216 bytes");
  }

  @Test
  void anAnimationAndAFileThatBreaksOffAreReadAsFarAsTheyGoAndThatIsSaid() throws Exception {
    long entry = take("PDQ," + hash.hash().hex() + ",flag");
    assertThat(lookedUp(animated(image(picture), image(TestPictures.of(1))), 200))
        .contains("It is animated: its first picture alone was read.")
        .contains("<span>" + entry + "</span>");
    assertThat(lookedUp(Arrays.copyOf(picture, picture.length * 98 / 100), 200))
        .contains("The file breaks off: what came of the picture was read.");
    byte[] half = Arrays.copyOf(picture, picture.length / 2);
    take("MD5," + Digests.of(half).md5().hex() + ",half");
    assertThat(lookedUp(half, 200))
        .contains("The PNG is damaged or cut off. Compared as a file alone.")
        .contains("half")
        .doesNotContain("Quality");
  }

  /** As the page of banks asks, which shows whatever comes. */
  private String lookedUp(byte[] file, int status) throws Exception {
    return mvc.perform(
            post("/banks/look-up")
                .content(file)
                .header("HX-Request", "true")
                .session(desk.session(Role.REVIEWER))
                .with(csrf()))
        .andExpect(status().is(status))
        .andReturn()
        .getResponse()
        .getContentAsString();
  }

  private byte[] claimingPng(int width, int height) {
    byte[] png = picture.clone();
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    return png;
  }

  /** The frame of a JPEG of three colours, and nothing behind it. */
  private static byte[] claimingJpeg(char side) {
    return ByteBuffer.allocate(64)
        .putInt(0xFFD8FFC0)
        .putShort((short) 17)
        .put((byte) 8)
        .putChar(side)
        .putChar(side)
        .put(new byte[] {3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0})
        .putInt(0xFFDA0008)
        .array();
  }

  private static BufferedImage image(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  private static byte[] animated(BufferedImage... frames) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage frame : frames) {
        writer.writeToSequence(new IIOImage(frame, null, null), null);
      }
      writer.endWriteSequence();
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  @Test
  void whatEndedMatchesNothingWhoeverEndedIt() throws Exception {
    long entry = take("PDQ," + hash.hash().hex() + ",flag");
    mvc.perform(post("/banks/" + entry + "/end").session(desk.session(Role.LEAD)).with(csrf()))
        .andExpect(redirectedUrl("/banks"));
    AccountRef account = platform.newAccount();
    posts(account, picture);
    comparing.round();
    assertThat(tags(account)).isEmpty();
    long before = recorded("banks.ended");
    jdbc.sql("UPDATE bank_entry SET ended = false WHERE id = ?").param(entry).update();
    banking.sweep();
    assertThat(recorded("banks.ended")).isEqualTo(before + 1);
  }

  @Test
  void whatCannotBeFetchedIsTriedAgainKeptAndCounted() throws Exception {
    take("PDQ," + hash.hash().hex() + ",flag");
    AccountRef account = platform.newAccount();
    posts(account, picture);
    platform.setDown(true);
    try {
      for (int i = 0; i < 20; i++) {
        comparing.round();
        clock.forward(Duration.ofHours(2));
      }
    } finally {
      platform.setDown(false);
    }
    assertThat(pictures.waiting()).isZero();
    assertThat(pictures.givenUp()).isEqualTo(1);
    var lead = desk.session(Role.LEAD);
    mvc.perform(get("/banks").session(lead))
        .andExpect(content().string(containsString("could not be fetched")));
    mvc.perform(post("/banks/again").session(lead).with(csrf())).andExpect(redirectedUrl("/banks"));
    comparing.round();
    assertThat(tags(account)).hasSize(2);
    assertThat(pictures.givenUp()).isZero();
  }

  private long take(String row) throws Exception {
    mvc.perform(
            post("/banks/import")
                .param("source", "A partner")
                .content("kind,hash,labels\n" + row + "\n")
                .session(desk.session(Role.LEAD))
                .with(csrf()))
        .andExpect(content().string(containsString("<span>1</span> new")));
    return jdbc.sql("SELECT max(id) FROM bank_entry").query(Long.class).single();
  }

  @Test
  void whileTooManyWaitMoreAreCountedAndPassedOver() throws Exception {
    take("PDQ," + hash.hash().hex() + ",flag");
    jdbc.sql(
            """
            INSERT INTO bank_picture (platform, post, sha256, account, at, next_try)
            SELECT 'square', 'w' || n, 'x', 'a', now(), now() FROM generate_series(1, 100000) n
            """)
        .update();
    long before = pictures.passed();
    posts(platform.newAccount(), picture);
    assertThat(pictures.passed()).isEqualTo(before + 1);
    assertThat(pictures.waiting()).isEqualTo(100_000);
    mvc.perform(get("/banks").session(desk.session(Role.REVIEWER)))
        .andExpect(content().string(containsString("came while too many waited")));
  }

  private PostRef posts(AccountRef account, byte[] bytes) {
    String sha256 = Digests.of(bytes).sha256().hex();
    platform.give(sha256, bytes);
    PostRef post = new PostRef(platform.id(), platform.newId());
    var event =
        new Event.PostCreated(
            platform.meta(clock.instant(), Origin.LIVE),
            new Post(
                post,
                account,
                clock.instant(),
                "",
                null,
                Post.Visibility.PUBLIC,
                Origin.LIVE,
                null,
                List.of(),
                List.of(new Post.Media(sha256, "image/png", 400, 300, ""))));
    transaction.executeWithoutResult(_ -> pictures.receive(List.of(event)));
    return post;
  }

  private List<String> tags(AccountRef account) {
    return jdbc.sql("SELECT post || '|' || tag FROM account_tag WHERE account = ?")
        .param(account.nativeId())
        .query(String.class)
        .list();
  }

  private List<String> words(AccountRef account) {
    return jdbc.sql("SELECT description FROM account_tag WHERE account = ?")
        .param(account.nativeId())
        .query(String.class)
        .list();
  }

  private long recorded(String kind) {
    return jdbc.sql("SELECT count(*) FROM record WHERE kind = ?")
        .param(kind)
        .query(Long.class)
        .single();
  }

  private static PictureHash hash(byte[] file) {
    return ((Decoded) new PictureReader(PictureLimits.STANDARD).read(file)).hash();
  }
}
