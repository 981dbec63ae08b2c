package reeve.server.record;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.server.record.JsonBytes.Text;

/**
 * Fills a record with decisions, eight records each, as slices write them and sealed as they are,
 * and the ledger with their entries. A benchmark's way to the slice; no server has it.
 */
public final class RecordFill {
  public static final int PER_DECISION = 8;

  private static final int PART = 2_000;
  private static final int BATCH = PART * PER_DECISION;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final List<String> CLAUSES =
      List.of("promotion", "recruitment", "group-threat", "glorification", "acting-for-group");
  private static final List<String> LANGUAGES = List.of("en", "de", "fr", "ar", "tr");

  /** Transactions of clusters before this one: what is filled in lies before all of today's. */
  private static final long BASE = 1L << 40;

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte[] END = {(byte) 0xff, (byte) 0xff};

  private final SplittableRandom random = new SplittableRandom(1);
  private final Sealing sealing = new Sealing();
  private final ByteBuffer fresh = ByteBuffer.allocate(4_096).limit(0);
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private DataOutputStream out = new DataOutputStream(bytes);
  private byte[] entries = new byte[0];
  private long seq;

  private RecordFill() {}

  /** Rows as COPY reads them, and the entries of the ledger. */
  private static final class Part {
    final byte[] rows;
    final byte[] entries;
    final long tx;
    final long seq;

    Part(byte[] rows, byte[] entries, long tx, long seq) {
      this.rows = rows;
      this.entries = entries;
      this.tx = tx;
      this.seq = seq;
    }
  }

  /**
   * Fills.
   *
   * @param owner a connection of the owner of the tables
   * @param keys where the log's key is made
   */
  public static void fill(Connection owner, int decisions, Path ledger, Path keys)
      throws SQLException, InterruptedException {
    var settings = new LedgerSettings(ledger, keys, "bench.example", Duration.ofHours(1), "");
    String origin = LogPlace.today(settings).orElseThrow().key("bench.example").verifier().name();
    BlockingQueue<Part> parts = new ArrayBlockingQueue<>(8);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          var fill = new RecordFill();
          for (int at = 0; at < decisions; at += PART) {
            try {
              parts.put(fill.part(at, Math.min(PART, decisions - at)));
            } catch (InterruptedException e) {
              return;
            }
          }
        });
    try (var sql = owner.createStatement()) {
      sql.execute("SET search_path TO server");
      sql.execute("TRUNCATE record");
      sql.execute("UPDATE record_clusters SET base = " + BASE);
    }
    var edge = new Edge();
    try (var batch =
        owner.prepareStatement(
            """
            INSERT INTO ledger_batch (origin, first, size, root, entries, tx, seq)
            VALUES (?, ?, ?, ?, ?, ?::text::xid8, ?)
            """)) {
      for (int at = 0; at < decisions; at += PART) {
        Part part = parts.take();
        CopyIn copy =
            owner
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                    """
                    COPY record (seq, id, tx, at, kind, version, platform, subject_kind, native_id,
                      actor, cause, public_bytes, public_salt, private_bytes, private_salt,
                      commitment, form) FROM STDIN (FORMAT binary)
                    """);
        copy.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
        copy.writeToCopy(part.rows, 0, part.rows.length);
        copy.writeToCopy(END, 0, END.length);
        copy.endCopy();
        long first = edge.size();
        for (int i = 0; i < part.entries.length; i += Hash.BYTES) {
          edge.add(new Entry(Hash.at(part.entries, i)), (_, _) -> {});
        }
        batch.setString(1, origin);
        batch.setLong(2, first);
        batch.setLong(3, edge.size());
        batch.setBytes(4, edge.root().bytes());
        batch.setBytes(5, part.entries);
        batch.setString(6, Long.toString(part.tx));
        batch.setLong(7, part.seq);
        batch.executeUpdate();
      }
    }
    try (var sql = owner.createStatement()) {
      sql.execute("VACUUM (ANALYZE, FREEZE) record");
    }
  }

  private Part part(int from, int count) {
    bytes = new ByteArrayOutputStream(BATCH * 900);
    out = new DataOutputStream(bytes);
    entries = new byte[count * PER_DECISION * Hash.BYTES];
    int[] at = {0};
    for (int i = 0; i < count; i++) {
      decision(from + i, at);
    }
    return new Part(bytes.toByteArray(), entries, from + count, seq);
  }

  /** One account, from its first sign to the end; all in transactions of one number. */
  private void decision(int number, int[] at) {
    Instant sign = START.plusSeconds(number * 30L);
    String account = Long.toString(116_000_000_000L + number);
    String who = Long.toHexString(random.nextLong()) + "00000000";
    String clause = CLAUSES.get(number % CLAUSES.size());
    boolean reported = number % 3 > 0;
    boolean back = number % 10 == 0;
    long tx = number + 1L;
    String day = sign.toString().substring(0, 10);
    UUID opening =
        row(
            at,
            tx,
            sign,
            "cases.opened",
            1,
            account,
            null,
            Map.of("at", sign.toString(), "case", number, "origin", "live", "source", "report"),
            Map.of());
    row(
        at,
        tx,
        sign,
        reported ? "cases.reported" : "cases.surfaced",
        reported ? 1 : 2,
        account,
        opening,
        reported
            ? Map.of("origin", "live")
            : Map.of(
                "kind",
                "cases.surfaced/2",
                "day",
                day,
                "who",
                who,
                "origin",
                "live",
                "source",
                "surfaced",
                "policy",
                "violent-extremism"),
        Map.of(
            "report",
            UUID.randomUUID().toString(),
            "words",
            "Praises an attack, and asks others to join."));
    if (!back) {
      row(at, tx, sign, "cases.claimed", 1, account, opening, Map.of(), Map.of("case", number));
      row(at, tx, sign, "cases.viewed", 1, account, opening, Map.of(), Map.of("case", number));
    }
    Instant decided = sign.plusSeconds(600 + number % 7_000);
    UUID decision =
        row(
            at,
            tx,
            decided,
            "decisions.decided",
            1,
            account,
            opening,
            Map.ofEntries(
                Map.entry("kind", "decisions.decided/1"),
                Map.entry("day", day),
                Map.entry("who", who),
                Map.entry("actions", List.of("suspend-permanently")),
                Map.entry("policy", "violent-extremism"),
                Map.entry("clause", clause),
                Map.entry("policyVersion", 1),
                Map.entry("origin", "live"),
                Map.entry("source", "reports"),
                Map.entry("automated", false),
                Map.entry("secondPerson", true),
                Map.entry("onAppeal", false)),
            Map.of(
                "decision", UUID.randomUUID().toString(),
                "case", number,
                "posts", List.of("116000000000000001", "116000000000000002"),
                "toHolder", "",
                "note", "Its posts ask others to join, and name a channel where they are to go.",
                "orders", List.of(UUID.randomUUID().toString()),
                "letters", List.of(UUID.randomUUID().toString())));
    row(
        at,
        tx,
        decided,
        "decisions.described",
        1,
        account,
        decision,
        Map.of(
            "origin",
            "live",
            "sign",
            sign.toString(),
            "language",
            LANGUAGES.get(number % LANGUAGES.size()),
            "followers",
            number % 5_000,
            "posts",
            number % 40,
            "oldest",
            sign.minusSeconds(number % 90_000).toString(),
            "violation",
            true,
            "onAppeal",
            false,
            "rules",
            reported
                ? List.of()
                : List.of(Map.of("rule", "a", "clause", "violent-extremism/" + clause))),
        Map.of());
    receipt(
        at, tx, decided.plusSeconds(12), account, who, day, clause, decision, "suspend", reported);
    if (back) {
      back(at, tx, decided, account, who, day, clause, decision);
    } else {
      row(
          at,
          tx,
          decided.plusSeconds(12),
          "enforcement.carried-out",
          2,
          account,
          decision,
          Map.of("action", "statement", "temporary", false, "by", "platform"),
          Map.of("order", UUID.randomUUID().toString(), "number", 2, "tries", 1));
    }
  }

  private void back(
      int[] at,
      long tx,
      Instant decided,
      String account,
      String who,
      String day,
      String clause,
      UUID decision) {
    Map<String, Object> filed =
        Map.of(
            "kind",
            "appeals.filed/2",
            "day",
            day,
            "who",
            who,
            "origin",
            "live",
            "policy",
            "violent-extremism",
            "clause",
            clause,
            "automated",
            false,
            "by",
            "holder");
    UUID appeal =
        row(
            at,
            tx,
            decided.plusSeconds(9_000),
            "appeals.filed",
            2,
            account,
            decision,
            filed,
            Map.of());
    UUID heard =
        row(
            at,
            tx,
            decided.plusSeconds(90_000),
            "appeals.decided",
            2,
            account,
            appeal,
            Map.of(
                "kind",
                "appeals.decided/2",
                "day",
                day,
                "who",
                who,
                "origin",
                "live",
                "policy",
                "violent-extremism",
                "clause",
                clause,
                "automated",
                false,
                "by",
                "holder",
                "outcome",
                "overturned",
                "secondPerson",
                true),
            Map.of(
                "reason", "These are quotations in a report on the group, and no praise of it."));
    receipt(
        at, tx, decided.plusSeconds(90_012), account, who, day, clause, heard, "reinstate", true);
  }

  private void receipt(
      int[] at,
      long tx,
      Instant done,
      String account,
      String who,
      String day,
      String clause,
      UUID cause,
      String action,
      boolean reported) {
    row(
        at,
        tx,
        done,
        "enforcement.carried-out",
        2,
        account,
        cause,
        Map.ofEntries(
            Map.entry("kind", "enforcement.carried-out/2"),
            Map.entry("day", day),
            Map.entry("who", who),
            Map.entry("action", action),
            Map.entry("temporary", false),
            Map.entry("by", "platform"),
            Map.entry("origin", "live"),
            Map.entry("policy", "violent-extremism"),
            Map.entry("clause", clause),
            action.equals("suspend")
                ? Map.entry("found", reported ? "reports" : "proactive")
                : Map.entry("ends", true)),
        Map.of(
            "order",
            UUID.randomUUID().toString(),
            "number",
            1,
            "tries",
            1,
            "at",
            done.toString(),
            "seen",
            "0/" + (tx + 1) + ":" + (tx + 1) + ":"));
  }

  private UUID row(
      int[] at,
      long tx,
      Instant when,
      String kind,
      int version,
      String account,
      @Nullable UUID cause,
      Map<String, ?> open,
      Map<String, ?> closed) {
    UUID id = RecordIds.at(when.toEpochMilli(), random(RecordIds.RANDOM));
    byte[] publicBytes = CanonicalJson.bytes(open);
    byte[] privateBytes = CanonicalJson.bytes(closed);
    byte[] publicSalt = salt();
    byte[] privateSalt = salt();
    String actor = "staff:00000000-0000-4000-8000-000000000001";
    var columns =
        new SealedColumns(
            id,
            when,
            Text.of(kind),
            version,
            SealedColumns.SealedSubject.of("square", "account", account),
            Text.of(actor),
            cause);
    byte[] commitment =
        sealing.commitment(
            sealing.publicDigest(publicSalt, publicBytes),
            sealing.privateDigest(privateSalt, columns, privateBytes));
    System.arraycopy(commitment, 0, entries, at[0], Hash.BYTES);
    at[0] += Hash.BYTES;
    try {
      write(tx, id, when, kind, version, account, actor, cause);
      bytes(publicBytes);
      bytes(publicSalt);
      bytes(privateBytes);
      bytes(privateSalt);
      bytes(commitment);
      out.writeInt(2);
      out.writeShort(Sealing.FORM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return id;
  }

  private void write(
      long tx,
      UUID id,
      Instant when,
      String kind,
      int version,
      String account,
      String actor,
      @Nullable UUID cause)
      throws IOException {
    out.writeShort(17);
    number(++seq);
    uuid(id);
    number(tx);
    number((when.getEpochSecond() - 946_684_800L) * 1_000_000);
    text(kind);
    out.writeInt(4);
    out.writeInt(version);
    text("square");
    text("account");
    text(account);
    text(actor);
    uuid(cause);
  }

  private ByteBuffer random(int count) {
    if (fresh.remaining() < count) {
      random.nextBytes(fresh.array());
      fresh.clear();
    }
    return fresh;
  }

  private byte[] salt() {
    byte[] salt = new byte[Sealing.SALT];
    random(Sealing.SALT).get(salt);
    return salt;
  }

  private void number(long number) throws IOException {
    out.writeInt(8);
    out.writeLong(number);
  }

  private void uuid(@Nullable UUID id) throws IOException {
    out.writeInt(id == null ? -1 : 16);
    if (id != null) {
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
    }
  }

  private void text(String text) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] some) throws IOException {
    out.writeInt(some.length);
    out.write(some);
  }
}
