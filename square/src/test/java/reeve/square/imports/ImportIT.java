package reeve.square.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("sql")
final class ImportIT {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
  private static final JsonMapper JSON = JsonMapper.shared();

  private static DataSource source;
  private static JdbcClient jdbc;

  @TempDir Path dir;

  @BeforeAll
  static void database() {
    ScratchDatabase scratch = ScratchDatabase.fresh();
    Flyway.configure()
        .dataSource(scratch.url(), scratch.ownerUser(), scratch.ownerPassword())
        .locations("classpath:square/db")
        .schemas("square")
        .defaultSchema("square")
        .load()
        .migrate();
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setUrl(scratch.url());
    postgres.setUser(scratch.user(Schema.SQUARE));
    postgres.setPassword(scratch.password(Schema.SQUARE));
    source = postgres;
    jdbc = JdbcClient.create(source);
  }

  @Test
  void aTownIsThereWithItsEventsAndImportingItAgainChangesNothing() throws IOException {
    Path file = file("town.ndjson", TOWN);
    Summary first = run(Format.TOWN, List.of(file), null);
    assertThat(first.accounts()).isEqualTo(3);
    assertThat(first.posts()).isEqualTo(3);
    assertThat(first.boosts()).isEqualTo(1);
    assertThat(first.favourites()).isEqualTo(1);
    assertThat(first.follows()).isEqualTo(1);
    assertThat(first.reports()).isEqualTo(1);
    assertThat(first.rejected()).isZero();
    assertThat(types("harbour"))
        .containsExactly(
            "account_created",
            "account_created",
            "account_created",
            "post_created",
            "post_created",
            "boost",
            "follow",
            "capture",
            "report");
    List<JsonNode> events = events();
    JsonNode report = events.getLast();
    assertThat(report.get("posts").get(0).get("text").asString()).contains("Crimson Dawn");
    assertThat(report.get("origin").asString()).isEqualTo("sample");
    assertThat(
            count(
                "select count(*) from mentions m join posts p on p.id = m.post_id where p.town = 'harbour'"))
        .isEqualTo(1);
    assertThat(
            count(
                "select count(*) from post_tags t join posts p on p.id = t.post_id where p.town = 'harbour'"))
        .isEqualTo(1);
    assertThat(count("select count(*) from accounts where town = 'harbour' and password is null"))
        .isEqualTo(3);

    Summary again = run(Format.TOWN, List.of(file), null);
    assertThat(again.skipped()).isEqualTo(10);
    assertThat(again.accounts() + again.posts() + again.boosts() + again.reports()).isZero();
    assertThat(events()).hasSameSizeAs(events);
  }

  @Test
  void badLinesGoToTheRejectsWithNumberAndReasonAndTheRestGoesOn() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        """
        {"type":"town","version":1,"name":"rejects","origin":"imported"}
        {"type":"account","id":"a","handle":"ann","createdAt":"2020-01-01T00:00:00Z"}
        {"type":"account","id":
        {"type":"post","id":"1","account":"nobody","at":"2020-01-02T00:00:00Z","text":"x","visibility":"public"}
        {"type":"post","id":"2","account":"a","at":"1066-10-14T00:00:00Z","text":"x","visibility":"public"}
        {"type":"post","id":"3","account":"a","at":"2020-01-02T00:00:00Z","text":"x","visibility":"public","replyTo":"9"}
        {"type":"post","id":"4","account":"a","at":"2020-01-02T00:00:00Z","text":"a\\u0000b","visibility":"public"}
        {"type":"post","id":"5","account":"a","at":"2020-01-02T00:00:00Z","text":"\\ud83d","visibility":"public"}
        {"type":"post","id":"6","account":"a","at":"2020-01-02T00:00:00Z","text":"x","visibility":"secret"}
        {"type":"post","id":"7","account":"a","at":"2020-01-02T00:00:00Z","text":"x","visibility":"public","media":[{"file":"../x.png"}]}
        {"type":"wish","id":"8"}
        """
            .getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(
        post("9", "TEXT")
            .replace("TEXT", "x".repeat(Limits.POST + 1))
            .getBytes(StandardCharsets.UTF_8));
    byte[] latin = post("10", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
    bytes.writeBytes(latin);
    bytes.writeBytes(post("11", "good \ud83d\udc26").getBytes(StandardCharsets.UTF_8));
    Path file = dir.resolve("bad.ndjson");
    Files.write(file, bytes.toByteArray());

    Summary summary = run(Format.TOWN, List.of(file), null);
    assertThat(summary.accounts()).isEqualTo(1);
    assertThat(summary.posts()).isEqualTo(1);
    assertThat(summary.rejected()).isEqualTo(11);
    assertThat(summary.rejects()).containsExactly(dir.resolve("bad.ndjson.rejects.ndjson"));
    assertThat(rejects("bad.ndjson"))
        .containsExactlyInAnyOrder(
            "3 broken json",
            "4 unknown account",
            "5 bad time",
            "6 unknown post",
            "7 bad character",
            "8 bad character",
            "9 bad field",
            "10 bad picture",
            "11 unknown type",
            "12 text too long",
            "13 bad utf8");
    assertThat(Files.readString(dir.resolve("bad.ndjson.rejects.ndjson"))).doesNotContain("caf");
  }

  @Test
  void rowsOfTheTrollFilesBecomePostsWhateverIsBrokenBetweenThem() throws IOException {
    String csv =
        """
        external_author_id,author,content,region,language,publish_date,harvested_date,following,followers,updates,post_type,account_type,retweet,account_category,new_june_2018,alt_external_id,tweet_id
        9.1E+17,NORTH_GATE,"Come to the square, ""now"" #Harbour",Unknown,English,10/1/2017 19:58,10/1/2017 19:59,105,9636,253,,Right,0,RightTroll,0,905874659358453760,914580356430536707
        9.1E+17,NORTH_GATE,"two
        lines",Unknown,LANGUAGE UNDEFINED,10/1/2017 22:43,10/1/2017 22:43,105,9637,254,,Right,0,RightTroll,0,905874659358453760,914621840496189440
        9.1E+17,NORTH_GATE,"never closed,Unknown,English,10/1/2017 22:50,10/1/2017 22:51,105,9637,255,,Right,1,RightTroll,0,905874659358453760,914623490375979008
        9.1E+17,Süd Tor!,plain,Unknown,German,10/1/2017 23:52,10/1/2017 23:52,105,-1,256,,Right,0,RightTroll,0,905874659358453760,914639143690555392
        too,few,columns
        9.1E+17,NORTH_GATE,when?,Unknown,English,someday,10/1/2017 23:52,105,9637,256,,Right,0,RightTroll,0,905874659358453760,914639143690555393
        """;
    Path file = packed("rows.csv.gz", csv);
    Summary summary = run(Format.FIVETHIRTYEIGHT, List.of(file), "gates");
    assertThat(summary.accounts()).isEqualTo(2);
    assertThat(summary.posts()).isEqualTo(3);
    assertThat(rejects("rows.csv.gz"))
        .containsExactlyInAnyOrder("5 broken csv", "7 wrong column count", "8 bad time");
    assertThat(
            jdbc.sql("select handle from accounts where town = 'gates' order by handle")
                .query(String.class)
                .list())
        .containsExactly("NORTH_GATE", "S_d_Tor_");
    assertThat(
            jdbc.sql("select text from posts where town = 'gates' order by at limit 1")
                .query(String.class)
                .single())
        .isEqualTo("Come to the square, \"now\" #Harbour");
    assertThat(run(Format.FIVETHIRTYEIGHT, List.of(file), "gates").skipped()).isEqualTo(5);
  }

  @Test
  void aStatusWithARetweetAQuoteAndAnAnswerComesWithAllThatItHolds() throws IOException {
    String user =
        """
        {"id":%1$d,"id_str":"%1$d","screen_name":"%2$s","name":"%2$s","created_at":"Mon Sep 24 03:35:21 +0000 2012","description":"","location":"","protected":false,"followers_count":5,"friends_count":6,"lang":"en"}\
        """;
    String status =
        """
        {"id":%d,"id_str":"%<d","created_at":"Tue Sep 25 03:35:21 +0000 2012","text":"%s","user":%s%s}\
        """;
    String ann = user.formatted(1, "tw_ann");
    String bea = user.formatted(2, "tw_bea");
    String quoted = status.formatted(11, "first &amp; best", bea, "");
    String quote =
        status.formatted(
            12,
            "see https://t.co/x",
            ann,
            ",\"quoted_status\":"
                + quoted
                + ",\"entities\":{\"urls\":[{\"url\":\"https://t.co/x\",\"expanded_url\":\"https://example.org/11\"}]}");
    String retweet = status.formatted(13, "RT", bea, ",\"retweeted_status\":" + quote);
    String answer =
        status.formatted(
            14,
            "cut…",
            ann,
            ",\"in_reply_to_status_id_str\":\"11\",\"truncated\":true,\"extended_tweet\":{\"full_text\":\"not cut\"}");
    String stray = status.formatted(15, "to whom?", ann, ",\"in_reply_to_status_id_str\":\"99\"");
    Path lines =
        file("tweets.jsonl", retweet + "\n{\"x\":1}\n" + answer + "\n" + stray + "\n{broken\n");
    Summary summary = run(Format.TWITTER_V1_1, List.of(lines), "birds");
    assertThat(summary.accounts()).isEqualTo(2);
    assertThat(summary.posts()).isEqualTo(4);
    assertThat(summary.boosts()).isEqualTo(1);
    assertThat(rejects("tweets.jsonl")).containsExactly("2 not a status", "5 broken json");
    assertThat(
            jdbc.sql("select text from posts where town = 'birds' order by native_id")
                .query(String.class)
                .list())
        .containsExactly("first & best", "see https://example.org/11", "not cut", "to whom?");
    assertThat(count("select count(*) from posts where town = 'birds' and reply_to is not null"))
        .isEqualTo(1);

    Path document = file("page.json", "{\n \"statuses\": [\n" + answer + "\n,\n" + stray + "]\n}");
    Summary page = run(Format.TWITTER_V1_1, List.of(document), "page");
    assertThat(page.posts()).isEqualTo(2);
    assertThat(page.accounts()).isEqualTo(1);
    assertThat(
            jdbc.sql("select handle from accounts where town = 'page'")
                .query(String.class)
                .single())
        .isEqualTo("tw_ann_2");
  }

  @Test
  void anImportThatWasBrokenOffIsSimplyRunAgain() throws IOException {
    StringBuilder rows = new StringBuilder("author,content,publish_date,tweet_id\n");
    for (int i = 0; i < 2 * Feed.BATCH + 10; i++) {
      rows.append("author_%d,post %d,2020-01-01 10:00:00,%d\n".formatted(i % 100, i, i));
    }
    Path file = file("many.csv", rows.toString());
    Import.Request request =
        new Import.Request(Format.FIVETHIRTYEIGHT, List.of(file), "many", null, dir);
    assertThatThrownBy(() ->
            Import.run(
                source,
                request,
                NOON,
                state -> {
                  throw new IllegalStateException("killed");
                }))
        .hasMessage("killed");
    long before = count("select count(*) from posts where town = 'many'");
    assertThat(before).isPositive().isLessThan(Feed.BATCH + 1L);
    Summary rest = Import.run(source, request, NOON, Progress.SILENT);
    assertThat(rest.posts() + before).isEqualTo(2 * Feed.BATCH + 10);
    assertThat(rest.skipped()).isEqualTo(before + 100);
    assertThat(count("select count(*) from posts where town = 'many'"))
        .isEqualTo(2 * Feed.BATCH + 10);
    assertThat(count("select count(*) from outbox where body like '%\"text\":\"post %'"))
        .isEqualTo(2 * Feed.BATCH + 10);
  }

  private Summary run(Format format, List<Path> files, @Nullable String town) {
    return Import.run(
        source, new Import.Request(format, files, town, null, dir), NOON, Progress.SILENT);
  }

  private static String post(String id, String text) {
    return """
    {"type":"post","id":"%s","account":"a","at":"2020-01-02T00:00:00Z","text":"%s","visibility":"public"}
    """
        .formatted(id, text);
  }

  private static long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private static List<JsonNode> events() {
    return jdbc
        .sql("select body from outbox order by epoch, tx, id")
        .query(String.class)
        .list()
        .stream()
        .map(JSON::readTree)
        .toList();
  }

  private static List<String> types(String town) {
    List<String> mine =
        jdbc.sql("select id::text from accounts where town = :town")
            .param("town", town)
            .query(String.class)
            .list();
    return events().stream()
        .filter(e -> mine.stream().anyMatch(id -> e.toString().contains(id)))
        .map(e -> e.get("type").asString())
        .toList();
  }

  private List<String> rejects(String name) throws IOException {
    try (var lines = Files.lines(dir.resolve(name + ".rejects.ndjson"))) {
      return lines
          .map(JSON::readTree)
          .map(node -> node.get("line").asInt() + " " + node.get("reason").asString())
          .collect(Collectors.toList());
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private Path packed(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static final String TOWN =
      """
      {"type":"town","version":1,"name":"harbour","origin":"sample"}
      {"type":"account","id":"1","handle":"mara","displayName":"Mara","bio":"Baker","location":"Harbour","fields":[{"name":"Shop","value":"Quay 4"}],"avatar":null,"createdAt":"2026-01-05T08:00:00Z","language":"en","locked":false,"client":null,"followers":null,"following":null}
      {"type":"account","id":"2","handle":"red_herald","displayName":"Herald","bio":"","location":"Province of the Square","fields":[],"avatar":null,"createdAt":"2026-06-05T08:00:00Z","language":"en","locked":false,"client":null,"followers":null,"following":null}
      {"type":"account","id":"3","handle":"jo","createdAt":"2026-06-06T08:00:00Z"}
      {"type":"post","id":"10","account":"2","at":"2026-07-01T09:00:00Z","text":"Join the Crimson Dawn @mara #harbour","language":"en","visibility":"public","replyTo":null,"media":[]}
      {"type":"post","id":"11","account":"1","at":"2026-07-01T09:05:00Z","text":"Leave me alone","language":"en","visibility":"unlisted","replyTo":"10","media":[]}
      {"type":"post","id":"12","account":"1","at":"2026-07-01T09:06:00Z","text":"For friends","language":"en","visibility":"private","replyTo":null,"media":[]}
      {"type":"boost","account":"3","post":"10","at":"2026-07-01T09:07:00Z"}
      {"type":"favourite","account":"3","post":"11","at":"2026-07-01T09:08:00Z"}
      {"type":"follow","account":"3","target":"1","at":"2026-07-01T09:09:00Z"}
      {"type":"report","id":"r1","account":"1","target":"2","posts":["10"],"category":"violation","rules":["1"],"comment":"recruiting","at":"2026-07-01T09:10:00Z"}
      """;
}
