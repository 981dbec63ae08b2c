package reeve.square.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.Clocked;
import reeve.square.base.Origin;
import reeve.square.media.MediaStore;
import reeve.square.outbox.Shapes;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes batches of lines, each in one transaction with its events. A line whose effect is there
 * already changes nothing, so an import that was broken off is simply run again.
 */
final class Loader {
  /** How often a batch is drafted again when an id by chance was taken. */
  private static final int TRIES = 5;

  private final Connection connection;
  private final Format format;
  private final InstantSource clock;
  private final Known known;
  private final Set<String> rules;
  private final Rows rows;
  private final Gallery gallery;
  private final Flags flags;
  private final Rejects rejects;
  private final Tally tally = new Tally();

  /** What was written so far. */
  static final class Tally {
    long accounts;
    long posts;
    long boosts;
    long favourites;
    long follows;
    long reports;
    long skipped;
  }

  Loader(
      Connection connection,
      String town,
      Origin origin,
      Format format,
      InstantSource clock,
      List<Path> files,
      Rejects rejects)
      throws SQLException {
    this.connection = connection;
    this.format = format;
    this.clock = clock;
    this.rejects = rejects;
    known = new Known(connection, town);
    rules = known.rules();
    DataSource single = new SingleConnectionDataSource(connection, true);
    Clocked db = new Clocked(JdbcClient.create(single), clock);
    MediaStore store =
        new MediaStore(db, new TransactionTemplate(new JdbcTransactionManager(single)));
    gallery = new Gallery(store, files);
    flags = new Flags(connection, town, origin, new Shapes(db, JsonMapper.shared()));
    rows = new Rows(connection, town, origin, flags);
  }

  Tally tally() {
    return tally;
  }

  /**
   * Writes a batch, in one transaction. New words wait in a list before they are sorted into the
   * index of words: a long one while more is to come, which halves the work; with the last batch
   * the list is emptied, so that nobody's search has to read it.
   */
  void write(List<Numbered> batch, boolean last) throws SQLException, IOException {
    set("gin_pending_list_limit", last ? "64kB" : "64MB");
    for (int tries = 1; ; tries++) {
      try {
        Draft draft = new Draft(lookups(batch), format, clock.instant());
        draft.take(batch);
        Rows.Written written = rows.write(draft);
        connection.commit();
        done(draft, written);
        return;
      } catch (SQLException e) {
        connection.rollback();
        gallery.forget();
        flags.forget();
        if (!PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState()) || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private void set(String setting, String value) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select set_config(?, ?, false)")) {
      query.setString(1, setting);
      query.setString(2, value);
      query.execute();
    }
    connection.commit();
  }

  private void done(Draft draft, Rows.Written written) throws IOException {
    known.remember(draft.newAccounts());
    tally.accounts += draft.accounts.size();
    tally.posts += draft.posts.size();
    tally.boosts += written.boosts();
    tally.favourites += written.favourites();
    tally.follows += written.follows();
    tally.reports += draft.reports.size();
    tally.skipped += draft.skipped + written.skipped(draft);
    for (Draft.Bad bad : draft.rejects) {
      rejects.add(bad.line().file(), bad.line().number(), bad.why());
    }
  }

  private Draft.Lookups lookups(List<Numbered> batch) throws SQLException {
    Set<String> accounts = new HashSet<>();
    Set<String> posts = new HashSet<>();
    Set<String> bases = new HashSet<>();
    Set<String> mentioned = new HashSet<>();
    Set<String> reported = new HashSet<>();
    for (Numbered numbered : batch) {
      Draft.accountsOf(numbered.line()).forEach(accounts::add);
      Draft.postsOf(numbered.line()).forEach(posts::add);
      switch (numbered.line()) {
        case TownLine.Account account ->
            bases.add(Handles.sanitised(account.handle()).toLowerCase(Locale.ROOT));
        case TownLine.Post _ -> mentioned.addAll(numbered.handles());
        case TownLine.Report report -> reported.add(report.id());
        case TownLine.Boost _, TownLine.Favourite _, TownLine.Follow _ -> {}
      }
    }
    known.loadAccounts(storable(accounts));
    return new Found(
        known.posts(storable(posts)),
        bases,
        known.taken(bases),
        known.handles(mentioned),
        known.reports(storable(reported)));
  }

  /** An id with a NUL is refused later; no query can carry it. */
  private static Set<String> storable(Set<String> ids) {
    return ids.stream().filter(id -> id.indexOf('\0') < 0).collect(Collectors.toSet());
  }

  /** What the queries before a batch found. */
  private final class Found implements Draft.Lookups {
    private final Map<String, Known.PostRow> posts;
    private final Set<String> asked;
    private final Set<String> taken;
    private final Map<String, Long> handles;
    private final Set<String> reports;

    Found(
        Map<String, Known.PostRow> posts,
        Set<String> asked,
        Set<String> taken,
        Map<String, Long> handles,
        Set<String> reports) {
      this.posts = posts;
      this.asked = asked;
      this.taken = taken;
      this.handles = handles;
      this.reports = reports;
    }

    @Override
    public @Nullable Long account(String nativeId) {
      return known.account(nativeId);
    }

    @Override
    public Known.@Nullable PostRow post(String nativeId) {
      return posts.get(nativeId);
    }

    @Override
    public boolean handleTaken(String lowerCase) throws SQLException {
      return asked.contains(lowerCase)
          ? taken.contains(lowerCase)
          : !known.taken(Set.of(lowerCase)).isEmpty();
    }

    @Override
    public @Nullable Long handle(String lowerCase) {
      return handles.get(lowerCase);
    }

    @Override
    public boolean rule(String id) {
      return rules.contains(id);
    }

    @Override
    public boolean report(String nativeId) {
      return reports.contains(nativeId);
    }

    @Override
    public Draft.Stored picture(Numbered line, String file) throws Refused, SQLException {
      return gallery.stored(line.file(), file);
    }
  }
}
