package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Platforms;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Role;

@ServerTest
final class CopiesIT {
  @Autowired private ApplicationContext context;
  @Autowired private Records records;
  @Autowired private Holds holds;
  @Autowired private CaseSettings settings;
  @Autowired private Platforms platforms;
  @Autowired private FakePlatform platform;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void copiesEndSixMonthsAfterTheLastDecisionOrAppeal() {
    CaseTown town = new CaseTown(context);
    AccountRef subject = town.events.someone();
    Post post = town.events.post(subject, "to be forgotten");
    town.enter(
        town.events.capture(subject, post),
        town.events.report(town.events.someone(), subject, "1", post));
    CaseId id = town.of(subject).id();
    town.pages.take(id, town.desk.newMember(Role.LEAD));
    RecordId cause =
        town.in(() ->
            records.append(
                new Entry(
                    new Kind("decisions.decided", 1),
                    subject,
                    new Actor.Worker("test"),
                    null,
                    Map.of(),
                    Map.of())));
    town.in(() -> {
      town.cases.close(id, "no violation", cause, town.clock.instant());
      return true;
    });
    RecordId said = find(subject, "cases.reported").id();
    Duration half = Duration.ofDays(184);

    run(town, half.minusDays(10));
    assertThat(town.cases.flagged(id)).hasSize(1);
    // An appeal a month later restarts the six months.
    town.in(() -> {
      town.cases.keep(id, town.clock.instant().plus(Duration.ofDays(30)));
      return true;
    });
    run(town, half.plusDays(1));
    assertThat(town.cases.flagged(id)).hasSize(1);
    PostRef other = town.events.post(subject, "never flagged").post();
    PostRef elsewhere = new PostRef(new PlatformId("elsewhere"), post.post().nativeId());
    assertThat(town.cases.needed(List.of(post.post(), other, elsewhere)))
        .containsExactly(post.post());

    Copies copies = run(town, half.plusDays(31));
    assertThat(copies.runs(1).getFirst().cases()).isPositive();
    assertThat(town.cases.flagged(id)).isEmpty();
    assertThat(town.cases.needed(List.of(post.post()))).isEmpty();
    assertThat(town.cases.witnesses(id)).isEmpty();
    assertThat(town.cases.profile(subject)).isEmpty();
    assertThat(town.cases.find(id).orElseThrow().outcome()).isNotNull();
    assertThat(records.find(said).orElseThrow().privateHalf()).isNull();
    assertThat(find(subject, "cases.copies-ended").publicHalf()).containsEntry("case", id.value());
    for (String table : List.of("capture", "deleted_post", "picture")) {
      assertThat(
              town.db
                  .sql("select count(*) from " + table + " where account = ?")
                  .param(subject.nativeId())
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
  }

  @Test
  void whatIsHeldStaysUntilTheHoldLapsesAndThenEnds() {
    CaseTown town = new CaseTown(context);
    AccountRef subject = town.events.someone();
    AccountRef withoutCase = town.events.someone();
    Post post = town.events.post(subject, "to be kept for a court");
    town.enter(
        town.events.capture(subject, post),
        town.events.capture(withoutCase),
        town.events.report(town.events.someone(), subject, "1", post));
    Case of = town.of(subject);
    town.in(() -> {
      town.cases.close(of.id(), "no violation", of.opened(), town.clock.instant());
      holds.hold(subject, town.clock.instant().plus(Duration.ofDays(300)));
      holds.hold(withoutCase, town.clock.instant().plus(Duration.ofDays(10)));
      return true;
    });
    String captures = "capture where account = ?";
    String tags = "account_tag where account = ?";
    tag(town, subject);
    tag(town, withoutCase);

    run(town, Duration.ofDays(9));
    assertThat(count(town, captures, withoutCase.nativeId())).isOne();
    assertThat(count(town, tags, withoutCase.nativeId())).as("ended, and held").isOne();
    run(town, Duration.ofDays(11));
    assertThat(count(town, captures, withoutCase.nativeId())).isZero();
    assertThat(count(town, tags, withoutCase.nativeId())).isZero();
    assertThat(find(withoutCase, "cases.hold-ended").privateHalf()).containsEntry("purged", true);

    run(town, Duration.ofDays(200));
    assertThat(town.cases.flagged(of.id())).as("held past its six months").hasSize(1);
    assertThat(count(town, tags, subject.nativeId())).as("ended, and held").isOne();
    run(town, Duration.ofDays(301));
    assertThat(count(town, tags, subject.nativeId())).isZero();
    assertThat(town.cases.flagged(of.id())).isEmpty();
    assertThat(find(subject, "cases.hold-ended").privateHalf()).containsEntry("purged", false);
    assertThat(find(subject, "cases.copies-ended").publicHalf())
        .containsEntry("case", of.id().value());
  }

  @Test
  void whatRulesReadEndsWithTheCopiesAndThatTheyFoundItStays() {
    CaseTown town = new CaseTown(context);
    AccountRef subject = town.events.someone();
    Post post = town.events.post(subject, "to be forgotten too");
    Surfaced verdict = TestVerdicts.on(town, subject).about(post).with("text", post.text()).made();
    town.surface(verdict);
    assertThat(town.cases.needed(List.of(post.post()))).containsExactly(post.post());
    Tagged tag = TestVerdicts.on(town, subject).tag("seen-before", Duration.ofDays(30));
    town.in(() -> {
      town.surfacing.tag(List.of(tag));
      return true;
    });
    Case of = town.of(subject);
    town.in(() -> {
      town.cases.close(of.id(), "no violation", of.opened(), town.clock.instant());
      town.cases.judgeReporters(of.id(), false);
      return true;
    });
    RecordId said = find(subject, "cases.surfaced").id();
    assertThat(records.find(said).orElseThrow().privateHalf().toString())
        .contains("to be forgotten too");

    run(town, Duration.ofDays(31));
    assertThat(count(town, "account_tag where account = ?", subject.nativeId())).isZero();
    assertThat(town.cases.flagged(of.id())).hasSize(1);

    run(town, Duration.ofDays(185));
    assertThat(town.cases.flagged(of.id())).isEmpty();
    assertThat(records.find(said).orElseThrow().privateHalf()).isNull();
    assertThat(
            count(
                town,
                "evidence where case_id = ? and seen is null and counters is null and event is null"
                    + " and post is null",
                of.id().value()))
        .isOne();
    assertThat(town.surface(verdict)).as("the same verdict, given again much later").isZero();
    assertThat(town.surfacing.scores())
        .filteredOn(score -> score.rule().equals(verdict.rule().name()))
        .singleElement()
        .matches(score -> score.judged() == 1 && score.violations() == 0);
  }

  private static void tag(CaseTown town, AccountRef account) {
    town.db
        .sql(
            """
            insert into account_tag (platform, account, post, tag, rule, version, description,
                                     verdict, at, until)
            values (?, ?, '', 'seen-before', 'a-rule', '1', 'of a test', ?, ?::timestamptz,
                    ?::timestamptz)
            """)
        .params(
            account.platform().value(),
            account.nativeId(),
            new byte[32],
            town.clock.instant().toString(),
            town.clock.instant().plus(Duration.ofDays(5)).toString())
        .update();
  }

  private static long count(CaseTown town, String from, Object key) {
    return town.db.sql("select count(*) from " + from).param(key).query(Long.class).single();
  }

  private Recorded find(AccountRef subject, String kind) {
    return records.about(subject, 100).stream()
        .filter(recorded -> recorded.kind().name().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private Copies run(CaseTown town, Duration later) {
    var now = town.clock.instant().plus(later);
    Copies copies =
        new Copies(
            town.db,
            context.getBean(EvidenceRows.class),
            context.getBean(ResemblanceRows.class),
            context.getBean(Tags.class),
            records,
            settings,
            () -> now,
            transactions);
    copies.round();
    return copies;
  }

  @Test
  void picturesAreCopiedAsEvidenceAndTriedAgain() throws Exception {
    CaseTown town = new CaseTown(context);
    AccountRef subject = town.events.someone();
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, (byte) System.nanoTime(), 7, 3};
    String sha =
        java.util.HexFormat.of()
            .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(png));
    Post plain = town.events.post(subject, "look");
    Post post =
        new Post(
            plain.post(),
            subject,
            plain.at(),
            "look",
            null,
            plain.visibility(),
            plain.origin(),
            null,
            List.of(),
            List.of(
                new Post.Media(sha, "image/svg+xml", 1, 1, "lies about its type"),
                new Post.Media("0".repeat(64), "image/png", 1, 1, "gone")));
    platform.give(sha, png);
    town.enter(town.events.report(town.events.someone(), subject, "1", post));
    platform.setDown(true);
    copy(town, Duration.ZERO);
    assertThat(states(town, subject)).containsOnly("wanted");
    platform.setDown(false);
    copy(town, Duration.ofMinutes(5));
    assertThat(states(town, subject)).containsExactlyInAnyOrder("kept", "missing");
    assertThat(
            town.db
                .sql("select type from picture where account = ? and sha256 = ?")
                .params(subject.nativeId(), sha)
                .query(String.class)
                .single())
        .isEqualTo("image/png");
  }

  private void copy(CaseTown town, Duration later) {
    var now = town.clock.instant().plus(later);
    Pictures pictures = new Pictures(town.db, platforms, settings, () -> now);
    while (pictures.round().isZero()) {
      // Other tests may have left pictures to copy.
    }
  }

  private static List<String> states(CaseTown town, AccountRef subject) {
    return town.db
        .sql("select state from picture where account = ?")
        .param(subject.nativeId())
        .query(String.class)
        .list();
  }
}
