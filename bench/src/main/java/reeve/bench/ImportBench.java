package reeve.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import reeve.square.SquareApplication;
import reeve.square.imports.Format;
import reeve.square.imports.Import;
import reeve.square.imports.Summary;

/** A million rows of the fivethirtyeight form, from the file to searchable, events included. */
final class ImportBench {
  private static final int ROWS = 1_000_000;
  private static final int AUTHORS = 3_000;
  private static final int VOCABULARY = 30_000;
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yyyy H:mm");
  private static final String RARE = "zyxwvbench";

  Figures run() throws Exception {
    Path file = Files.createTempFile("reeve-bench-", ".csv");
    try (Cluster cluster = Cluster.start();
        var square = SquareApplication.start(cluster.squareProperties())) {
      Machine.log("writing %,d rows", ROWS);
      write(file);
      DataSource source = square.getBean(DataSource.class);
      Machine.log("importing %,d MB, load %s", Files.size(file) >> 20, Machine.load());
      long postgres = cluster.server().pid();
      double cpu = Machine.cpuSeconds(ProcessHandle.current().pid());
      long begin = System.nanoTime();
      Summary summary =
          Import.run(
              source,
              new Import.Request(
                  Format.FIVETHIRTYEIGHT,
                  List.of(file),
                  null,
                  null,
                  Files.createTempDirectory("reeve-bench-rejects-")),
              InstantSource.system(),
              state -> {});
      boolean searchable = searchable(source);
      double seconds = (System.nanoTime() - begin) / 1e9;
      cpu = Machine.cpuSeconds(ProcessHandle.current().pid()) - cpu;
      long events = count(source, "select count(*) from outbox");
      Machine.log(
          "%s; %d events; %.1f s of CPU, PostgreSQL (%d) included; load %s",
          summary, events, cpu, postgres, Machine.load());
      return new Figures()
          .put("posts_per_s", summary.posts() / seconds)
          .put("seconds", seconds)
          .put("posts", summary.posts())
          .put("events", events)
          .put("searchable", searchable)
          .put("cpu_s", cpu);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** The last row's rare word is found through the index that the search uses. */
  private static boolean searchable(DataSource source) throws SQLException {
    return count(
            source,
            """
            select count(*) from posts
            where words(spoiler || ' ' || text) @@ asked('%s')
              and visibility = 'public' and boost_of is null
            """
                .formatted(RARE))
        == 1;
  }

  private static long count(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void write(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(538);
    LocalDateTime at = LocalDateTime.of(2016, 1, 1, 0, 0);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(
          "external_author_id,author,content,region,language,publish_date,harvested_date,following,"
              + "followers,updates,post_type,account_type,retweet,account_category,new_june_2018,"
              + "alt_external_id,tweet_id,article_url,tco1_step1,tco2_step1,tco3_step1\n");
      for (int row = 0; row < ROWS; row++) {
        int author = (int) (random.nextDouble() * random.nextDouble() * AUTHORS);
        String date = DATE.format(at.plusSeconds(row * 31L));
        out.write(
            "%d,AUTHOR_%d,\"%s\",United States,English,%s,%s,%d,%d,%d,,Right,0,RightTroll,0,%d,%d,http://example.org/%d,,,\n"
                .formatted(
                    900_000_000L + author,
                    author,
                    text(random, row == ROWS - 1),
                    date,
                    date,
                    1000 + author % 500,
                    2000 + author % 900,
                    row,
                    900_000_000L + author,
                    900_000_000_000_000_000L + row,
                    row));
      }
    }
  }

  /** 8 to 20 words, the frequent ones far more often, a tag in three and a link in four. */
  private static String text(SplittableRandom random, boolean last) {
    StringBuilder text = new StringBuilder();
    for (int words = random.nextInt(8, 21); words > 0; words--) {
      double skew = random.nextDouble();
      text.append(word((int) (skew * skew * skew * VOCABULARY))).append(' ');
    }
    if (random.nextInt(3) == 0) {
      text.append('#').append(word(random.nextInt(400))).append(' ');
    }
    if (random.nextInt(4) == 0) {
      text.append("https://t.example/").append(Integer.toString(random.nextInt(1 << 30), 36));
    }
    return last ? text.append(' ').append(RARE).toString() : text.toString();
  }

  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int left = number + 30; left > 0; left /= 20) {
      word.append("bcdfghklmnprstvwzjyx".charAt(left % 20)).append("aeiou".charAt(left % 5));
    }
    return word.toString();
  }
}
