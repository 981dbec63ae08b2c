package reeve.square.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;

/** Real files, where they are present; only counts are looked at. */
final class RealDataIT {
  private static final int ROWS = 20_000;

  @TempDir Path dir;

  @Test
  void realFilesComeInWholeAndOnlyWhatIsNoStatusIsRejected() throws IOException {
    Path data = data();
    if (data == null) {
      System.out.println("data absent");
      return;
    }
    PGSimpleDataSource source = database();
    Summary troll =
        run(
            source,
            Format.FIVETHIRTYEIGHT,
            List.of(data.resolve("ira/accounts.csv.gz"), cut(data.resolve("ira/posts.csv.gz"))));
    assertThat(troll.accounts()).isEqualTo(1_498);
    assertThat(troll.posts() + troll.skipped()).isEqualTo(ROWS);
    assertThat(troll.rejected()).isZero();

    Summary birds =
        run(
            source,
            Format.TWITTER_V1_1,
            List.of(cut(data.resolve("tt2017/statuses.v1.1.jsonl.gz"))));
    assertThat(birds.posts()).isPositive();
    assertThat(birds.boosts()).isPositive();
    assertThat(birds.rejected()).isZero();

    Path wire = data.resolve("wire/twitter/v1.1");
    Summary documents =
        run(
            source,
            Format.TWITTER_V1_1,
            List.of(
                wire.resolve("status.json"),
                wire.resolve("statuses.json"),
                wire.resolve("search.json"),
                wire.resolve("premium_search.json"),
                wire.resolve("track_streaming.json"),
                wire.resolve("not_found.json")));
    assertThat(documents.posts()).isPositive();
    assertThat(documents.rejects()).hasSize(1);
  }

  private Summary run(PGSimpleDataSource source, Format format, List<Path> files) {
    return Import.run(
        source,
        new Import.Request(format, files, null, null, dir),
        InstantSource.system(),
        Progress.SILENT);
  }

  /** The first lines of a file: enough to see that it can be read, and quick. */
  private Path cut(Path packed) throws IOException {
    Path cut = dir.resolve(packed.getFileName() + ".cut");
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(packed)), StandardCharsets.UTF_8));
        Writer out = Files.newBufferedWriter(cut)) {
      String line = lines.readLine();
      for (int n = 0; line != null && n <= ROWS; n++) {
        out.write(line);
        out.write('\n');
        line = lines.readLine();
      }
    }
    return cut;
  }

  private static PGSimpleDataSource database() {
    ScratchDatabase scratch = ScratchDatabase.fresh();
    Flyway.configure()
        .dataSource(scratch.url(), scratch.ownerUser(), scratch.ownerPassword())
        .locations("classpath:square/db")
        .schemas("square")
        .defaultSchema("square")
        .load()
        .migrate();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(scratch.url());
    source.setUser(scratch.user(Schema.SQUARE));
    source.setPassword(scratch.password(Schema.SQUARE));
    return source;
  }

  private static @Nullable Path data() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve("../shared/data").normalize();
      if (Files.isReadable(data.resolve("ira/accounts.csv.gz"))) {
        return data;
      }
    }
    return null;
  }
}
