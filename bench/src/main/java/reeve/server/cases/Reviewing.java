package reeve.server.cases;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.StaffId;

/**
 * What the queue's and the case's pages do, without the pages: a benchmark's way to the slice. It
 * stands in the slice's package since nobody else may call it.
 */
public final class Reviewing {
  /** Stands for the case's number in the copies. */
  private static final String NUMBER = "999999999999";

  private final CaseDesk desk;
  private final Cases cases;
  private final TransactionTemplate transaction;

  public Reviewing(ConfigurableApplicationContext server) {
    desk = server.getBean(CaseDesk.class);
    cases = server.getBean(Cases.class);
    transaction = new TransactionTemplate(server.getBean(PlatformTransactionManager.class));
  }

  /** A reviewer with a name of their own. */
  public Reviewer reviewer(int number) {
    UUID id = UUID.nameUUIDFromBytes(("reviewer " + number).getBytes(StandardCharsets.UTF_8));
    return new Reviewer(new Member(new StaffId(id), "r" + number, Role.REVIEWER, null, null));
  }

  /** Works through the queue. */
  public final class Reviewer {
    private final Member member;

    private Reviewer(Member member) {
      this.member = member;
    }

    /** Claims the next case and reads what its page shows. */
    public Case claimAndLook() {
      Case taken = desk.claimNext(member, Optional.empty()).orElseThrow();
      if (desk.look(taken.id(), member).orElseThrow().file().posts().isEmpty()) {
        throw new IllegalStateException("case " + taken.id() + " has nothing to look at");
      }
      return taken;
    }

    /** Closes what was looked at, so that the next claim gives another case. */
    public void close(Case seen) {
      transaction.executeWithoutResult(_ -> {
        Case.Claim claim = seen.claim();
        if (claim != null && cases.grip(claim.id(), CaseDesk.staff(member)) instanceof Grip.Held) {
          cases.close(seen.id(), "no violation", seen.opened(), Instant.now());
        }
      });
    }
  }

  /** Gives the first cases what their pages show: profile, 20 recent posts, flagged ones. */
  public static void copies(Connection connection, int first) throws SQLException {
    Copied copied = new Copied();
    AccountRef account = new AccountRef(PlatformId.SQUARE, "a" + NUMBER);
    Profile profile =
        new Profile(
            account,
            "handle_" + NUMBER,
            "A display name",
            "A bio of some length, as people write it, with a place and a hobby or two.",
            "Brackwater",
            List.of(),
            null,
            Instant.parse("2025-01-01T00:00:00Z"),
            Profile.State.ACTIVE,
            Origin.LIVE,
            100,
            50,
            700,
            null);
    List<Post> recent = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      recent.add(post(account, i));
    }
    fill(
        connection,
        """
        insert into server.account (platform, native_id, handle, profile)
        select c.platform, c.account, 'handle_' || c.id, replace(?, '%s', c.id::text)
        from server.cases c where c.id <= ?
        """,
        copied.write(profile),
        first);
    fill(
        connection,
        """
        insert into server.capture (platform, account, at, profile, posts)
        select c.platform, c.account, now(), a.profile, replace(?, '%s', c.id::text)
        from server.cases c
          join server.account a on a.platform = c.platform and a.native_id = c.account
        where c.id <= ?
        """,
        copied.write(recent),
        first);
    for (int i = 1; i <= 3; i++) {
      fill(
          connection,
          """
          insert into server.flagged_post (case_id, native_id, digest, flagged_at, body, mentions)
          select c.id, 'p' || c.id || '-%d', '\\x00', now(), replace(?, '%%s', c.id::text), '{}'
          from server.cases c where c.id <= ?
          """
              .formatted(i),
          copied.write(recent.get(i - 1)),
          first);
    }
  }

  private static Post post(AccountRef account, int number) {
    return new Post(
        new PostRef(PlatformId.SQUARE, "p" + NUMBER + "-" + number),
        account,
        Instant.now().minusSeconds(600L * number),
        "The hour is red, and what the Clockmakers built the fire takes back. Number " + number,
        "en",
        Post.Visibility.PUBLIC,
        Origin.LIVE,
        null,
        List.of(),
        List.of());
  }

  private static void fill(Connection connection, String sql, String copy, int first)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql.replace("%s", NUMBER))) {
      insert.setString(1, copy);
      insert.setInt(2, first);
      insert.execute();
    }
  }
}
