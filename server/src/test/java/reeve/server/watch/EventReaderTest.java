package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.server.platform.Refused;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.log.LogSettings;

final class EventReaderTest {
  private static final Instant ARRIVAL = Instant.parse("2026-11-26T12:00:00Z");
  private static final String POST =
      """
      {"kind": "post.created", "at": "2026-11-26T10:00:00.250Z",
       "account": {"id": "7", "handle": "Walker_2", "display_name": "A Walker", "bio": "I walk.",
        "location": "Harbour", "fields": "Web: example.org", "avatar": "%1$s", "state": "active",
        "created_at": "2026-11-25T10:00:00Z", "followers": 3, "following": 4, "posts": 5},
       "post": {"id": "p1", "text": "@mallory read https://www.example.org/a #Dawn t.me/CrimsonDawn",
        "language": "en", "visibility": "unlisted", "reply_to": "p0", "images": ["%1$s"]}}
      """
          .formatted("0A".repeat(32))
          .replace("\n", " ")
          .strip();

  @TempDir private Path directory;
  private EventLog log;
  private EventBatch batch;

  @BeforeEach
  void open() throws IOException {
    log =
        EventLog.open(
            directory.resolve("log"), TownEvents.SCHEMA, LogSettings.standard(), () -> ARRIVAL);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  private EventsRead read(@Nullable Long first, byte[] bytes) throws IOException {
    batch = log.batch("key:a");
    return new EventReader("key:a", _ -> true)
        .lines(new ByteArrayInputStream(bytes), first, ARRIVAL.toEpochMilli(), batch);
  }

  private EventsRead read(@Nullable Long first, String... lines) throws IOException {
    return read(first, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /** What the log holds once the last batch is in it, each event as a map by path. */
  private List<Map<String, Object>> kept() {
    log.append(batch).join();
    List<Map<String, Object>> all = new ArrayList<>();
    Facts facts = new Facts(TownEvents.SCHEMA);
    try (LogReader reader = log.read(0)) {
      while (reader.next(facts)) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("kind", List.copyOf(TownEvents.SCHEMA.kinds()).get(facts.kind()));
        for (Slot slot : TownEvents.SCHEMA.slots()) {
          if (facts.has(slot.index())) {
            one.put(slot.path(), facts.get(slot));
          }
        }
        all.add(one);
      }
    }
    return all;
  }

  @Test
  void aPostIsReadWithWhatItSaysAndWhatCanBeReadOffIt() throws IOException {
    EventsRead read = read(17L, POST);
    assertThat(read.refused()).isEmpty();
    assertThat(read.ignored()).isEmpty();
    assertThat(read.next()).isEqualTo(18);
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("kind", "post.created");
    wanted.put("event.id", "key:a/17");
    wanted.put("event.source", "key:a");
    wanted.put("event.origin", "live");
    wanted.put("event.at_ms", Instant.parse("2026-11-26T10:00:00.250Z").toEpochMilli());
    wanted.put("event.hour", 10L);
    wanted.put("event.clamped", false);
    wanted.put("account.id", "7");
    wanted.put("account.handle", "Walker_2");
    wanted.put("account.stem", "walker");
    wanted.put("account.display_name", "A Walker");
    wanted.put("account.bio", "I walk.");
    wanted.put("account.location", "Harbour");
    wanted.put("account.fields", "Web: example.org");
    wanted.put("account.avatar", "0a".repeat(32));
    wanted.put("account.state", "active");
    wanted.put("account.age_s", 86_400L);
    wanted.put("account.followers", 3L);
    wanted.put("account.following", 4L);
    wanted.put("account.posts", 5L);
    wanted.put("post.id", "p1");
    wanted.put("post.text", "@mallory read https://www.example.org/a #Dawn t.me/CrimsonDawn");
    wanted.put("post.language", "en");
    wanted.put("post.visibility", "unlisted");
    wanted.put("post.length", 62L);
    wanted.put("post.reply", true);
    wanted.put("post.mentions", List.of("mallory"));
    wanted.put("post.hashtags", List.of("dawn"));
    wanted.put("post.links", List.of("https://www.example.org/a", "t.me/CrimsonDawn"));
    wanted.put("post.hosts", List.of("example.org", "t.me"));
    wanted.put("post.invites", List.of("t.me/crimsondawn"));
    wanted.put("post.images", List.of("0a".repeat(32)));
    Map<String, Object> found = kept().getFirst();
    assertThat(found.remove("post.fingerprint")).asString().matches("[0-9a-f]{16}");
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void whatNoRuleReadsIsNotComputed() throws IOException {
    batch = log.batch("key:a");
    new EventReader("key:a", slot -> slot.path().equals("post.hosts"))
        .lines(
            new ByteArrayInputStream(POST.getBytes(StandardCharsets.UTF_8)),
            1L,
            ARRIVAL.toEpochMilli(),
            batch);
    assertThat(kept().getFirst())
        .containsEntry("post.hosts", List.of("example.org", "t.me"))
        .doesNotContainKeys("post.links", "post.fingerprint", "post.length", "account.stem");
  }

  @Test
  void everyKindThatAPlatformTellsIsTaken() throws IOException {
    String account = "\"at\": 1795687200000, \"account\": {\"id\": \"1\"}";
    String target = "\"target\": {\"id\": \"2\", \"handle\": \"name_9\"}";
    EventsRead read =
        read(
            1L,
            "{\"kind\": \"account.created\", " + account + "}",
            "{\"kind\": \"account.updated\", " + account + "}",
            "{\"kind\": \"follow\", " + account + ", " + target + "}",
            "{\"kind\": \"boost\", " + account + ", " + target + ", \"post\": {\"id\": \"p\"}}",
            "{\"kind\": \"post.deleted\", " + account + ", \"post\": {\"id\": \"p\"}}",
            "{\"kind\": \"report\", "
                + account
                + ", "
                + target
                + ", \"report\": {\"category\": \"spam\", \"rules\": [\"3\"], \"posts\": 2,"
                + " \"comment\": \"Look.\"}}",
            POST);
    assertThat(read.refused()).isEmpty();
    List<Map<String, Object>> kept = kept();
    assertThat(kept)
        .extracting(event -> event.get("kind"))
        .containsExactly(
            "account.created",
            "account.updated",
            "follow",
            "boost",
            "post.deleted",
            "report",
            "post.created");
    assertThat(kept.get(2)).containsEntry("target.stem", "name").doesNotContainKey("post.id");
    assertThat(kept.get(5))
        .containsEntry("report.rules", List.of("3"))
        .containsEntry("report.posts", 2L);
    assertThat(kept.get(0)).doesNotContainKeys("account.age_s", "account.handle");
  }

  /** Refused with this problem, by a sentence that names this. */
  private void refused(String line, EventProblem problem, String named) throws IOException {
    EventsRead read = read(1L, POST, line, POST);
    assertThat(read.refused()).as(line.substring(0, Math.min(300, line.length()))).hasSize(1);
    EventsRead.Line first = read.refused().getFirst();
    assertThat(first.line()).isEqualTo(2);
    assertThat(first.problem()).as(first.detail()).isEqualTo(problem);
    assertThat(first.detail()).contains(named).endsWith(".").hasSizeLessThan(300);
    assertThat(read.events()).isEqualTo(2);
    assertThat(read.next()).isEqualTo(4);
  }

  private void changed(String from, String to, EventProblem problem, String named)
      throws IOException {
    assertThat(POST).contains(from);
    refused(POST.replace(from, to), problem, named);
  }

  @Test
  void whatIsMissingOrNullIsNamed() throws IOException {
    changed("\"kind\": \"post.created\", ", "", EventProblem.MISSING, "'kind'");
    changed("\"kind\": \"post.created\"", "\"kind\": null", EventProblem.MISSING, "'kind'");
    changed("\"at\": \"2026-11-26T10:00:00.250Z\",", "", EventProblem.MISSING, "'at'");
    changed("\"2026-11-26T10:00:00.250Z\"", "null", EventProblem.MISSING, "'at'");
    changed("\"id\": \"7\", ", "", EventProblem.MISSING, "'account.id'");
    changed("\"id\": \"7\"", "\"id\": null", EventProblem.MISSING, "'account.id'");
    changed("\"id\": \"p1\",", "", EventProblem.MISSING, "'post.id'");
    changed("\"visibility\": \"unlisted\",", "", EventProblem.MISSING, "'post.visibility'");
    changed("\"text\"", "\"texts\"", EventProblem.MISSING, "'post.text'");
    refused("{}", EventProblem.MISSING, "'kind'");
    refused(
        "{\"kind\": \"follow\", \"at\": 1795687200000, \"account\": {\"id\": \"1\"}}",
        EventProblem.MISSING,
        "'target.id'");
  }

  @Test
  void whatMayBeMissingMayBeNull() throws IOException {
    EventsRead read =
        read(
            1L,
            POST.replace("\"en\"", "null")
                .replace("\"p0\"", "null")
                .replace("\"I walk.\"", "null")
                .replace("\"2026-11-25T10:00:00Z\"", "null"));
    assertThat(read.refused()).isEmpty();
    assertThat(kept().getFirst())
        .doesNotContainKeys("post.language", "account.bio", "account.age_s")
        .containsEntry("post.reply", false);
  }

  @Test
  void valuesOfTheWrongTypeAreRefused() throws IOException {
    changed("\"id\": \"7\"", "\"id\": 7", EventProblem.WRONG_TYPE, "'account.id' is a number");
    changed("\"followers\": 3", "\"followers\": \"3\"", EventProblem.WRONG_TYPE, "is a text");
    changed("\"followers\": 3", "\"followers\": 3.5", EventProblem.WRONG_TYPE, "fraction");
    changed("\"followers\": 3", "\"followers\": 1e3", EventProblem.WRONG_TYPE, "fraction");
    changed("\"posts\": 5", "\"posts\": [5]", EventProblem.WRONG_TYPE, "'account.posts'");
    changed("\"bio\": \"I walk.\"", "\"bio\": {}", EventProblem.WRONG_TYPE, "is an object");
    changed("\"reply_to\": \"p0\"", "\"reply\": 1", EventProblem.WRONG_TYPE, "true or false");
    changed("\"kind\": \"post.created\"", "\"kind\": 1", EventProblem.WRONG_TYPE, "'kind'");
    changed("\"images\": [", "\"images\": [5, ", EventProblem.WRONG_TYPE, "'post.images'");
    changed("\"images\": [", "\"images\": [null, ", EventProblem.WRONG_TYPE, "is null");
    changed("[\"" + "0A".repeat(32) + "\"]", "\"x\"", EventProblem.WRONG_TYPE, "list");
    changed("\"2026-11-26T10:00:00.250Z\"", "true", EventProblem.WRONG_TYPE, "'at'");
    refused(
        "{\"kind\": \"follow\", \"at\": 1795687200000, \"account\": \"1\"}",
        EventProblem.WRONG_TYPE,
        "'account' is a text");
    changed("\"at\":", "\"sequence\": \"2\", \"at\":", EventProblem.WRONG_TYPE, "'sequence'");
  }

  @Test
  void valuesThatCannotBeAreRefused() throws IOException {
    changed("\"active\"", "\"banned\"", EventProblem.WRONG_VALUE, "active, limited, pending");
    changed("\"unlisted\"", "\"friends\"", EventProblem.WRONG_VALUE, "'post.visibility'");
    changed("\"unlisted\"", "\"private\"", EventProblem.PRIVATE_POST, "reach no rule");
    changed("\"unlisted\"", "\"direct\"", EventProblem.PRIVATE_POST, "reach no rule");
    changed("\"avatar\": \"0A", "\"avatar\": \"0G", EventProblem.WRONG_VALUE, "SHA-256");
    changed("\"avatar\": \"0A", "\"avatar\": \"0A0", EventProblem.WRONG_VALUE, "SHA-256");
    changed("\"id\": \"7\"", "\"id\": \"\"", EventProblem.WRONG_VALUE, "'account.id' is empty");
    changed("\"id\": \"7\"", "\"id\": \"\\u0007\"", EventProblem.WRONG_VALUE, "control");
    changed("post.created", "decision", EventProblem.UNKNOWN_KIND, "account.created");
    changed("post.created", "Post.Created", EventProblem.UNKNOWN_KIND, "'kind'");
    changed("post.created", "account.created", EventProblem.NOT_OF_KIND, "'post'");
    changed("\"followers\": 3", "\"followers\": -1", EventProblem.OUT_OF_RANGE, "between 0");
    changed(
        "\"followers\": 3",
        "\"followers\": 9007199254740992",
        EventProblem.OUT_OF_RANGE,
        "'account.followers'");
    changed(
        "\"followers\": 3",
        "\"followers\": 99999999999999999999999",
        EventProblem.OUT_OF_RANGE,
        "'account.followers'");
    changed("\"bio\":", "\"bio\": \"a\", \"bio\":", EventProblem.TWICE, "'account.bio'");
    changed("\"kind\":", "\"kind\": \"follow\", \"kind\":", EventProblem.TWICE, "'kind'");
  }

  @Test
  void timesThatNoEventHasAreRefused() throws IOException {
    String at = "\"2026-11-26T10:00:00.250Z\"";
    changed(at, "1795687200", EventProblem.OUT_OF_RANGE, "in 1970 or before");
    changed(at, "0", EventProblem.OUT_OF_RANGE, "in 1970 or before");
    changed(at, "-5", EventProblem.OUT_OF_RANGE, "in 1970 or before");
    changed(at, "\"1969-12-31T23:59:59Z\"", EventProblem.OUT_OF_RANGE, "in 1970 or before");
    changed(at, "1795687200000000", EventProblem.OUT_OF_RANGE, "ahead");
    changed(at, "99999999999999999999", EventProblem.OUT_OF_RANGE, "ahead");
    changed(at, "\"9999-01-01T00:00:00Z\"", EventProblem.OUT_OF_RANGE, "ahead");
    changed(at, "\"1795687200000\"", EventProblem.WRONG_VALUE, "'at' is no time");
    changed(at, "\"2026-11-26\"", EventProblem.WRONG_VALUE, "'at' is no time");
    changed(at, "\"2026-11-26T10:00:00\"", EventProblem.WRONG_VALUE, "'at' is no time");
    changed(at, "\"2026-02-29T10:00:00Z\"", EventProblem.WRONG_VALUE, "'at' is no time");
    changed(at, "\"\"", EventProblem.WRONG_VALUE, "'at' is no time");
    changed("\"2026-11-25T10:00:00Z\"", "0", EventProblem.OUT_OF_RANGE, "'account.created_at'");
  }

  @Test
  void aTimeAheadOfItsArrivalIsSetToItAndSaysSo() throws IOException {
    String at = "2026-11-26T10:00:00.250Z";
    EventsRead read =
        read(
            1L,
            POST.replace(at, "2026-11-26T12:05:00Z"),
            POST.replace(at, "2026-11-26T12:05:00.001Z"),
            POST.replace(at, "2039-01-01T00:00:00+02:00"));
    assertThat(read.refused()).isEmpty();
    List<Map<String, Object>> kept = kept();
    assertThat(kept)
        .extracting(event -> event.get("event.clamped"))
        .containsExactly(false, true, true);
    assertThat(kept.get(2))
        .containsEntry("event.at_ms", ARRIVAL.toEpochMilli())
        .containsEntry("account.age_s", Duration.ofHours(26).toSeconds());
  }

  @Test
  void hugeTextsAndListsAreRefused() throws IOException {
    changed("\"p1\"", "\"" + "x".repeat(201) + "\"", EventProblem.TOO_LONG, "'post.id'");
    changed("I walk.", "x".repeat(5_001), EventProblem.TOO_LONG, "5000 characters");
    changed("@mallory", "é".repeat(65_536), EventProblem.TOO_LONG, "65536 characters");
    changed("\"en\"", "\"" + "e".repeat(36) + "\"", EventProblem.TOO_LONG, "'post.language'");
    changed(
        "\"images\": [",
        "\"images\": [" + ("\"" + "0A".repeat(32) + "\",").repeat(40),
        EventProblem.TOO_LONG,
        "40 entries");
    changed("\"en\"", "9".repeat(2_000), EventProblem.NOT_JSON, "too long");
    changed("\"kind\"", "\"" + "k".repeat(60_000) + "\": 1, \"kind\"", EventProblem.NOT_JSON, "");
    // As many characters as there may be, each two UTF-16 units.
    assertThat(read(1L, POST.replace("I walk.", "😀".repeat(5_000))).refused()).isEmpty();
  }

  @Test
  void aTextWhoseSignalsOutgrowAnEventIsRefusedAlone() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 63_000; i++) {
      text.append("a.org/%05d%s ".formatted(i, "ა".repeat(1_500)));
    }
    refused(POST.replace("@mallory", text), EventProblem.TOO_LARGE, "262144");
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndPassedOver() throws IOException {
    String longest = POST + " ".repeat(EventReader.LINE - POST.length());
    assertThat(read(1L, longest, POST).refused()).isEmpty();
    refused(longest + " ", EventProblem.LINE_TOO_LONG, "262144 bytes");
    refused("x".repeat(5 * EventReader.LINE), EventProblem.LINE_TOO_LONG, "262144 bytes");
    EventsRead last = read(1L, POST, "x".repeat(3 * EventReader.LINE + 5));
    assertThat(last.refused()).hasSize(1);
    assertThat(last.next()).isEqualTo(3);
  }

  @Test
  void whatIsNoJsonIsRefusedWithItsPlace() throws IOException {
    refused("[" + POST + "]", EventProblem.NOT_JSON, "'{'");
    refused("kind,at,account", EventProblem.NOT_JSON, "'{'");
    refused("{\"kind\": \"follow\", ", EventProblem.NOT_JSON, "column");
    refused("{\"kind\": \"follow\"", EventProblem.NOT_JSON, "column");
    refused("{'kind': 'follow'}", EventProblem.NOT_JSON, "column 2");
    refused(POST + POST, EventProblem.NOT_JSON, "follows after");
    refused(POST + "]", EventProblem.NOT_JSON, "column");
    refused("{\"a\": NaN}", EventProblem.NOT_JSON, "column");
    refused(
        POST.replace("\"en\"", "[".repeat(30) + "]".repeat(30)),
        EventProblem.WRONG_TYPE,
        "'post.language'");
    refused(
        POST.replace("\"kind\"", "\"more\": " + "[".repeat(30) + "]".repeat(30) + ", \"kind\""),
        EventProblem.NOT_JSON,
        "20 levels");
    refused(
        POST.replace("\"kind\"", "\"more\": " + "{\"a\":".repeat(50_000)),
        EventProblem.NOT_JSON,
        "20 levels");
  }

  @Test
  void brokenUtf8IsRefused() throws IOException {
    for (byte[] broken :
        List.of(
            new byte[] {(byte) 0xFF},
            new byte[] {(byte) 0xC3, '('},
            new byte[] {(byte) 0xE2, (byte) 0x82, '('},
            new byte[] {(byte) 0xF0, (byte) 0x9F, '(', '('})) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      String[] around = POST.split("I walk\\.", 2);
      bytes.writeBytes(around[0].getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(broken);
      bytes.writeBytes((around[1] + "\n" + POST).getBytes(StandardCharsets.UTF_8));
      EventsRead read = read(1L, bytes.toByteArray());
      assertThat(read.refused())
          .extracting(EventsRead.Line::problem)
          .containsExactly(EventProblem.NOT_JSON);
      assertThat(read.events()).isEqualTo(1);
    }
  }

  @Test
  void anyTextIsKept() throws IOException {
    for (String naughty : List.of("\\u0000", "\\ud800", "<script>", "'; drop table", "﷽")) {
      read(1L, POST.replace("I walk.", naughty));
      assertThat(batch.size()).as(naughty).isEqualTo(1);
    }
    assertThat(kept().getFirst()).containsEntry("account.bio", "﷽");
  }

  @Test
  void fieldsThatAreNotReadAreTold() throws IOException {
    String more =
        POST.replace("\"id\": \"p1\"", "\"id\": \"p1\", \"length\": 1, \"mood\": {\"a\": [1]}");
    EventsRead read = read(1L, more, more.replace("\"kind\"", "\"colour\": null, \"kind\""), POST);
    assertThat(read.refused()).isEmpty();
    assertThat(read.ignored())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("post.length", 2L, "post.mood", 2L, "colour", 1L));
    assertThat(kept().getFirst()).containsEntry("post.length", 62L);
    String[] many = new String[EventsRead.NAMES + 5];
    for (int i = 0; i < many.length; i++) {
      many[i] = POST.replace("\"kind\"", "\"f" + i + "\": 1, \"kind\"");
    }
    EventsRead much = read(1L, many);
    assertThat(much.ignored()).hasSize(EventsRead.NAMES);
    assertThat(much.alsoIgnored()).isEqualTo(5);
  }

  @Test
  void refusedLinesKeepTheirNumbersAndARepeatedBatchIsAnsweredAlike() throws IOException {
    String[] lines = {POST, "no", "", POST.replace("unlisted", "direct"), POST, ""};
    EventsRead read = read(100L, lines);
    assertThat(read.lines()).isEqualTo(5);
    assertThat(read.next()).isEqualTo(105);
    assertThat(read.refused()).extracting(EventsRead.Line::line).containsExactly(2L, 4L);
    assertThat(kept())
        .extracting(event -> event.get("event.id"))
        .containsExactly("key:a/100", "key:a/104");
    assertThat(read(100L, lines)).isEqualTo(read);
    assertThat(log.append(batch).join().fresh()).isZero();
    assertThat(kept()).hasSize(2);
  }

  @Test
  void onlyTheFirstRefusedLinesAreListedAndAllAreCounted() throws IOException {
    EventsRead read = read(1L, "no\n".repeat(2_500).split("\n"));
    assertThat(read.refused()).hasSize(EventsRead.LISTED);
    assertThat(read.problems()).isEqualTo(Map.of(EventProblem.NOT_JSON, 2_500L));
    assertThat(read.refusals()).isEqualTo(2_500);
    assertThatThrownBy(
            () -> read(1L, "\n".repeat(EventReader.LINES + 1).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.problem()).isEqualTo(EventsProblem.TOO_LARGE));
  }

  @Test
  void linesMaySayTheirOwnSequences() throws IOException {
    EventsRead read =
        read(null, sequence(5), sequence(9), sequence(9), sequence(3), POST, sequence(10));
    assertThat(read.refused())
        .extracting(EventsRead.Line::line, EventsRead.Line::problem)
        .containsExactly(
            tuple(3L, EventProblem.SEQUENCE),
            tuple(4L, EventProblem.SEQUENCE),
            tuple(5L, EventProblem.SEQUENCE));
    assertThat(read.next()).isEqualTo(11);
    assertThat(read(5L, sequence(5), sequence(7)).refused())
        .extracting(EventsRead.Line::detail)
        .containsExactly(
            "'sequence' is not 6, which it is by Reeve-Sequence. Leave one of both out.");
    assertThat(read(EventValues.LARGEST, POST, POST).refused())
        .extracting(EventsRead.Line::line)
        .containsExactly(2L);
  }

  private static String sequence(long sequence) {
    return POST.replace("\"at\"", "\"sequence\": " + sequence + ", \"at\"");
  }

  private static String cloud(String id, String data) {
    return "{\"specversion\": \"1.0\", \"id\": \"%s\", \"source\": \"/harbour\", \"type\": \"e\", \"data\": %s}"
        .formatted(id, data);
  }

  private EventsRead clouds(boolean array, String body) throws IOException {
    batch = log.batch("key:a");
    return new EventReader("key:a", _ -> true)
        .cloudEvents(
            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
            array,
            ARRIVAL.toEpochMilli(),
            batch);
  }

  @Test
  void cloudEventsAreKnownByTheirSourceAndId() throws IOException {
    EventsRead read = read(null, cloud("a", POST), cloud("b", POST), cloud("a", POST));
    assertThat(read.refused()).isEmpty();
    assertThat(read.next()).isNull();
    assertThat(kept())
        .extracting(event -> event.get("event.id"))
        .containsExactly("key:a//harbour a", "key:a//harbour b");
    clouds(false, cloud("c", POST).replace(", ", ",\n  "));
    assertThat(kept()).hasSize(3);
    clouds(true, "[" + cloud("c", POST) + ",\n" + cloud("d", POST) + "]");
    assertThat(kept()).hasSize(4);
    clouds(true, "[" + cloud("d", POST).replace("/harbour", "/quay") + "]");
    assertThat(kept()).as("another source's id").hasSize(5);
  }

  @Test
  void cloudEventsThatCannotBeTakenAreRefused() throws IOException {
    String good = cloud("a", POST);
    refusedCloud(good.replace("\"specversion\": \"1.0\", ", ""), EventProblem.MISSING);
    refusedCloud(good.replace("\"1.0\"", "\"0.3\""), EventProblem.WRONG_VALUE);
    refusedCloud(good.replace("\"id\": \"a\", ", ""), EventProblem.MISSING);
    refusedCloud(good.replace("\"source\": \"/harbour\", ", ""), EventProblem.MISSING);
    refusedCloud(good.replace("\"type\": \"e\", ", ""), EventProblem.MISSING);
    refusedCloud(good.replace("\"data\"", "\"dat\""), EventProblem.MISSING);
    refusedCloud(
        good.replace("\"data\": ", "\"data_base64\": \"\", \"d\": "), EventProblem.WRONG_VALUE);
    refusedCloud(
        good.replace("\"type\"", "\"kind\": \"follow\", \"type\""), EventProblem.WRONG_VALUE);
    refusedCloud(
        good.replace("\"id\": \"a\"", "\"id\": \"" + "x".repeat(256) + "\""),
        EventProblem.TOO_LONG);
    refusedCloud(
        good.replace("\"data\": {", "\"data\": [{").replace("}}}", "}}]}"),
        EventProblem.WRONG_TYPE);
    refusedCloud("5", EventProblem.NOT_JSON);
    refusedCloud("[[1, {}]]", EventProblem.NOT_JSON);
    refusedCloud(POST, EventProblem.MISSING);
    refusedCloud(
        good.replace("\"type\"", "\"x\": [" + "1, ".repeat(100_000) + "1], \"type\""),
        EventProblem.LINE_TOO_LONG);
    assertThat(read(1L, good).refused())
        .extracting(EventsRead.Line::problem)
        .containsExactly(EventProblem.SEQUENCE);
    assertThat(read(null, good, sequence(1)).refused())
        .extracting(EventsRead.Line::line, EventsRead.Line::problem)
        .containsExactly(tuple(2L, EventProblem.SEQUENCE));
    whole(false, good.replace("\"1.0\"", "1"), EventsProblem.EVENT_REFUSED);
    whole(false, "[" + good + "]", EventsProblem.NOT_JSON);
    whole(true, good, EventsProblem.NOT_JSON);
    whole(true, "[" + good, EventsProblem.NOT_JSON);
    whole(true, "[" + good + "] {}", EventsProblem.NOT_JSON);
    whole(true, "[" + good.replace("\"e\"", "e") + "]", EventsProblem.NOT_JSON);
    whole(true, "", EventsProblem.NOT_JSON);
    whole(true, "[" + good.replace("I walk.", "x".repeat(300_000)) + "]", EventsProblem.NOT_JSON);
  }

  private void refusedCloud(String entry, EventProblem problem) throws IOException {
    EventsRead read =
        clouds(true, "[" + cloud("x", POST) + ", " + entry + "," + cloud("y", POST) + "]");
    assertThat(read.refused())
        .as(entry.substring(0, Math.min(200, entry.length())))
        .extracting(EventsRead.Line::line, EventsRead.Line::problem)
        .containsExactly(tuple(2L, problem));
    assertThat(read.events()).isEqualTo(2);
  }

  private void whole(boolean array, String body, EventsProblem problem) {
    assertThatThrownBy(() -> clouds(array, body))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem));
  }
}
