package reeve.bench;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import reeve.server.ServerApplication;
import reeve.server.bundle.Bundled;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;
import tools.jackson.databind.json.JsonMapper;

/**
 * An evidence bundle of an account with 3,200 posts of up to 500 characters and 200 pictures of 300
 * kB, from the wish to the signed file, five times; 10,000 records are about the account.
 */
final class BundleBench {
  private static final int POSTS = 3_200;
  private static final int PICTURES = 200;
  private static final int PICTURE_BYTES = 300_000;
  private static final int RECORDS = 10_000;
  private static final int TIMES = 5;
  private static final AccountRef ACCOUNT = new AccountRef(PlatformId.SQUARE, "4711");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Figures run() throws Exception {
    try (Cluster cluster = Cluster.start()) {
      Map<String, Object> properties = cluster.serverProperties();
      var beside = cluster.directory();
      properties.put("server.bundle.dir", beside.resolveSibling("bundles").toString());
      properties.put("server.bundle.key", beside.resolveSibling("keys/evidence.pem").toString());
      try (var server = ServerApplication.start(properties, List.of())) {
        CaseId of;
        try (Connection connection = cluster.database().connect()) {
          of = prepare(connection);
        }
        return measure(new Bundled(server), of);
      }
    }
  }

  private static Figures measure(Bundled bundled, CaseId of) throws Exception {
    double[] seconds = new double[TIMES];
    long self = ProcessHandle.current().pid();
    double cpu = 0;
    long peak = 0;
    long bytes = 0;
    for (int i = 0; i < TIMES; i++) {
      double before = Machine.cpuSeconds(self);
      long begin = System.nanoTime();
      Bundled.Whole whole = bundled.make(of, ACCOUNT);
      seconds[i] = (System.nanoTime() - begin) / 1e9;
      double used = Machine.cpuSeconds(self) - before;
      cpu = i == 0 ? used : Math.min(cpu, used);
      peak = Math.max(peak, whole.peakMb());
      bytes = whole.bytes();
      if (whole.items() != POSTS + 1 || whole.pictures() != PICTURES) {
        throw new IllegalStateException("not what was asked for: " + whole);
      }
      Machine.log(
          "%.2f s, %.2f s of CPU, peak %d MB, load %s",
          seconds[i], used, whole.peakMb(), Machine.load());
    }
    Arrays.sort(seconds);
    return new Figures()
        .put("seconds", seconds[TIMES - 1])
        .put("median_seconds", seconds[TIMES / 2])
        .put("cpu_seconds", cpu)
        .put("peak_mb", peak)
        .put("file_mb", bytes / 1e6);
  }

  private static CaseId prepare(Connection connection) throws Exception {
    Machine.log("preparing %,d posts and %,d pictures", POSTS, PICTURES);
    connection.setAutoCommit(false);
    long id;
    try (Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                """
                insert into server.cases (platform, account, origin, queue, policies, opened_at,
                  due_at, severity_s, priority, verdicts, opened_record)
                values ('square', '4711', 'live', 'violent-extremism', '{}', now(),
                  now() + interval '1 day', 86400, 0, 3200, gen_random_uuid())
                returning id
                """)) {
      row.next();
      id = row.getLong(1);
    }
    List<String> pictures = pictures(connection);
    Random random = new Random(7);
    try (PreparedStatement capture =
        connection.prepareStatement(
            """
            insert into server.capture (platform, account, at, profile, posts)
            values ('square', '4711', now(), ?, '[]')
            """)) {
      capture.setString(1, JSON.writeValueAsString(profile()));
      capture.execute();
    }
    try (PreparedStatement flagged =
        connection.prepareStatement(
            """
            insert into server.flagged_post (case_id, native_id, digest, flagged_at, body, mentions)
            values (?, ?, '\\x00', now(), ?, '{}')
            """)) {
      for (int i = 0; i < POSTS; i++) {
        String media = i % (POSTS / PICTURES) == 0 ? pictures.get(i * PICTURES / POSTS) : "";
        flagged.setLong(1, id);
        flagged.setString(2, "p" + i);
        flagged.setString(3, JSON.writeValueAsString(post(i, random, media)));
        flagged.addBatch();
      }
      flagged.executeBatch();
    }
    records(connection);
    connection.commit();
    return new CaseId(id);
  }

  private static Profile profile() {
    return new Profile(
        ACCOUNT,
        "lamplighter",
        "The lamplighter",
        "Walks the lanes at dusk.",
        "Brackwater",
        List.of(),
        null,
        Instant.parse("2025-01-01T00:00:00Z"),
        Profile.State.ACTIVE,
        Origin.LIVE,
        1_200,
        300,
        POSTS,
        null);
  }

  private static Post post(int number, Random random, String media) {
    StringBuilder text = new StringBuilder("Post ").append(number).append(':');
    int length = 100 + random.nextInt(400);
    while (text.length() < length) {
      text.append(' ');
      for (int i = 2 + random.nextInt(8); i > 0; i--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return new Post(
        new PostRef(PlatformId.SQUARE, "p" + number),
        ACCOUNT,
        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(7_200L * number),
        text.toString(),
        "en",
        Post.Visibility.PUBLIC,
        Origin.LIVE,
        null,
        List.of(),
        media.isEmpty()
            ? List.of()
            : List.of(new Post.Media(media, "image/jpeg", 1_200, 900, "A lane at dusk")));
  }

  /** Bytes that begin as a JPEG and pack as badly as one. */
  private static List<String> pictures(Connection connection) throws Exception {
    List<String> digests = new ArrayList<>();
    Random random = new Random(11);
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into server.picture (platform, account, sha256, state, type, bytes, next_try)
            values ('square', '4711', ?, 'kept', 'image/jpeg', ?, now())
            """)) {
      for (int i = 0; i < PICTURES; i++) {
        byte[] bytes = new byte[PICTURE_BYTES];
        random.nextBytes(bytes);
        System.arraycopy(HexFormat.of().parseHex("ffd8ffe0"), 0, bytes, 0, 4);
        String sha256 =
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        digests.add(sha256);
        insert.setString(1, sha256);
        insert.setBytes(2, bytes);
        insert.execute();
      }
    }
    return digests;
  }

  private static void records(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(
          """
          insert into server.record (id, at, kind, version, platform, subject_kind, native_id,
            actor, public_bytes, public_salt, private_bytes, private_salt, commitment)
          select gen_random_uuid(), now(), case when g %% 2 = 0 then 'cases.viewed'
              else 'cases.surfaced' end, 1, 'square', 'account', '4711',
            'staff:00000000-0000-4000-8000-00000000000' || g %% 10, '{}',
            substr(sha256(g::text::bytea), 1, 16), '{}', substr(sha256(g::text::bytea), 17),
            sha256(g::text::bytea)
          from generate_series(1, %d) g
          """
              .formatted(RECORDS));
    }
  }
}
