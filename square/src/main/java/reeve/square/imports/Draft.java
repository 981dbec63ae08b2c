package reeve.square.imports;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Digests;
import reeve.square.base.Ids;
import reeve.square.base.Visibility;

/**
 * What one batch of lines comes to: which are new, which were there, which are no good. Pure of
 * SQL; {@link Loader} looks up before and writes after.
 */
final class Draft {
  private final Lookups there;
  private final Format format;
  private final Instant now;
  private final Set<Long> ids = new HashSet<>();
  private final Map<String, Long> newAccounts = new HashMap<>();
  private final Map<String, Known.PostRow> newPosts = new HashMap<>();
  private final Map<String, Long> newHandles = new HashMap<>();
  private final Set<String> newReports = new HashSet<>();
  final List<NewAccount> accounts = new ArrayList<>();
  final List<NewPost> posts = new ArrayList<>();
  final Map<Pair, NewBoost> boosts = new LinkedHashMap<>();
  final Map<Pair, Instant> favourites = new LinkedHashMap<>();
  final Map<Pair, Instant> follows = new LinkedHashMap<>();
  final List<NewReport> reports = new ArrayList<>();
  final List<Bad> rejects = new ArrayList<>();
  long skipped;

  Draft(Lookups there, Format format, Instant now) {
    this.there = there;
    this.format = format;
    this.now = now;
  }

  record NewAccount(long id, String handle, TownLine.Account line, @Nullable Stored avatar) {}

  record NewPost(
      long id,
      long account,
      TownLine.Post line,
      @Nullable Long replyTo,
      List<Long> mentions,
      Set<String> tags,
      List<Attached> pictures) {}

  record NewBoost(long id, Known.PostRow post, Instant at) {}

  record NewReport(long id, long reporter, long subject, List<Long> posts, TownLine.Report line) {}

  /** A picture as the square keeps it. */
  record Stored(String sha256, String type, int width, int height) {}

  /** A picture of a post. */
  record Attached(long id, String key, Stored stored, String description) {}

  record Pair(long account, long other) {}

  record Bad(Numbered line, Refused why) {}

  /** What the square knows of what the batch names. */
  interface Lookups {
    @Nullable Long account(String nativeId);

    Known.@Nullable PostRow post(String nativeId);

    boolean handleTaken(String lowerCase) throws SQLException;

    @Nullable Long handle(String lowerCase);

    boolean rule(String id);

    boolean report(String nativeId);

    /**
     * @throws Refused when there is no such picture, or it is none
     */
    Stored picture(Numbered line, String file) throws Refused, SQLException;
  }

  Map<String, Long> newAccounts() {
    return newAccounts;
  }

  void take(Collection<Numbered> lines) throws SQLException {
    for (Numbered numbered : lines) {
      try {
        Limits.check(numbered.line(), now);
        switch (numbered.line()) {
          case TownLine.Account account -> account(numbered, account);
          case TownLine.Post post -> post(numbered, post);
          case TownLine.Boost boost -> boost(boost);
          case TownLine.Favourite favourite -> favourite(favourite);
          case TownLine.Follow follow -> follow(follow);
          case TownLine.Report report -> report(report);
        }
      } catch (Refused why) {
        rejects.add(new Bad(numbered, why));
      }
    }
  }

  private void account(Numbered numbered, TownLine.Account line) throws Refused, SQLException {
    if (find(line.id()) != null) {
      skipped++;
      return;
    }
    String file = line.avatar();
    Stored avatar = file == null ? null : there.picture(numbered, file);
    String handle = Handles.free(line.handle(), this::taken);
    long id = freshId(line.createdAt());
    newAccounts.put(line.id(), id);
    newHandles.put(handle.toLowerCase(Locale.ROOT), id);
    accounts.add(new NewAccount(id, handle, line, avatar));
  }

  private boolean taken(String lowerCase) throws SQLException {
    return newHandles.containsKey(lowerCase)
        || reeve.square.accounts.Handles.reserved(lowerCase)
        || there.handleTaken(lowerCase);
  }

  private void post(Numbered numbered, TownLine.Post line) throws Refused, SQLException {
    if (findPost(line.id()) != null) {
      skipped++;
      return;
    }
    long account = account(line.account(), "account");
    String answered = line.replyTo();
    Known.PostRow replyTo = answered == null ? null : findPost(answered);
    if (answered != null && replyTo == null && format.strictReplies()) {
      throw new Refused(Reason.UNKNOWN_POST, "replyTo");
    }
    List<Attached> pictures = new ArrayList<>();
    for (TownLine.Picture picture : line.media()) {
      pictures.add(
          new Attached(
              freshId(line.at()),
              Digests.random(16),
              there.picture(numbered, picture.file()),
              picture.description()));
    }
    Set<Long> mentions = new LinkedHashSet<>();
    for (String handle : numbered.handles()) {
      Long mine = newHandles.get(handle);
      Long mentioned = mine == null ? there.handle(handle) : mine;
      if (mentioned != null) {
        mentions.add(mentioned);
      }
    }
    boolean isPublic = line.visibility() == Visibility.PUBLIC;
    Set<String> tags = isPublic ? numbered.tags() : Set.of();
    long id = freshId(line.at());
    newPosts.put(line.id(), new Known.PostRow(id, account, line.visibility()));
    posts.add(
        new NewPost(
            id,
            account,
            line,
            replyTo == null ? null : replyTo.id(),
            List.copyOf(mentions),
            tags,
            pictures));
  }

  private void boost(TownLine.Boost line) throws Refused {
    Known.PostRow post = needPost(line.post(), "post");
    long account = account(line.account(), "account");
    if (!post.visibility().open()) {
      throw new Refused(Reason.BAD_FIELD, "post");
    }
    NewBoost boost = new NewBoost(freshId(line.at()), post, line.at());
    if (boosts.putIfAbsent(new Pair(account, post.id()), boost) != null) {
      skipped++;
    }
  }

  private void favourite(TownLine.Favourite line) throws Refused {
    Pair pair = new Pair(account(line.account(), "account"), needPost(line.post(), "post").id());
    if (favourites.putIfAbsent(pair, line.at()) != null) {
      skipped++;
    }
  }

  private void follow(TownLine.Follow line) throws Refused {
    Pair pair = new Pair(account(line.account(), "account"), account(line.target(), "target"));
    if (pair.account == pair.other) {
      throw new Refused(Reason.BAD_FIELD, "target");
    }
    if (follows.putIfAbsent(pair, line.at()) != null) {
      skipped++;
    }
  }

  private void report(TownLine.Report line) throws Refused {
    if (there.report(line.id()) || newReports.contains(line.id())) {
      skipped++;
      return;
    }
    long reporter = account(line.account(), "account");
    long subject = account(line.target(), "target");
    Set<Long> flagged = new LinkedHashSet<>();
    for (String id : line.posts()) {
      Known.PostRow post = needPost(id, "posts");
      if (post.account() != subject) {
        throw new Refused(Reason.BAD_FIELD, "posts");
      }
      flagged.add(post.id());
    }
    for (String rule : line.rules()) {
      if (!there.rule(rule)) {
        throw new Refused(Reason.UNKNOWN_RULE, "rules");
      }
    }
    newReports.add(line.id());
    reports.add(new NewReport(freshId(line.at()), reporter, subject, List.copyOf(flagged), line));
  }

  private @Nullable Long find(String nativeId) {
    Long mine = newAccounts.get(nativeId);
    return mine == null ? there.account(nativeId) : mine;
  }

  private long account(String nativeId, String field) throws Refused {
    Long id = find(nativeId);
    if (id == null) {
      throw new Refused(Reason.UNKNOWN_ACCOUNT, field);
    }
    return id;
  }

  private Known.@Nullable PostRow findPost(String nativeId) {
    Known.PostRow mine = newPosts.get(nativeId);
    return mine == null ? there.post(nativeId) : mine;
  }

  private Known.PostRow needPost(String nativeId, String field) throws Refused {
    Known.PostRow post = findPost(nativeId);
    if (post == null) {
      throw new Refused(Reason.UNKNOWN_POST, field);
    }
    return post;
  }

  /**
   * An id of that moment with a tail by chance; where the source knows no milliseconds, so are
   * these. Within a batch it is unique; should the square have it, the batch is drafted again.
   */
  private long freshId(Instant at) {
    ThreadLocalRandom chance = ThreadLocalRandom.current();
    boolean coarse = at.toEpochMilli() % 1000 == 0;
    while (true) {
      Instant moment = coarse ? at.plusMillis(chance.nextInt(1000)) : at;
      long id = Ids.at(moment, chance.nextLong());
      if (ids.add(id)) {
        return id;
      }
    }
  }

  /** Ids of accounts that a line names or makes. */
  static Stream<String> accountsOf(TownLine line) {
    return switch (line) {
      case TownLine.Account account -> Stream.of(account.id());
      case TownLine.Post post -> Stream.of(post.account());
      case TownLine.Boost boost -> Stream.of(boost.account());
      case TownLine.Favourite favourite -> Stream.of(favourite.account());
      case TownLine.Follow follow -> Stream.of(follow.account(), follow.target());
      case TownLine.Report report -> Stream.of(report.account(), report.target());
    };
  }

  /** Ids of posts that a line names or makes. */
  static Stream<String> postsOf(TownLine line) {
    return switch (line) {
      case TownLine.Account _ -> Stream.of();
      case TownLine.Post post ->
          post.replyTo() == null ? Stream.of(post.id()) : Stream.of(post.id(), post.replyTo());
      case TownLine.Boost boost -> Stream.of(boost.post());
      case TownLine.Favourite favourite -> Stream.of(favourite.post());
      case TownLine.Follow _ -> Stream.of();
      case TownLine.Report report -> report.posts().stream();
    };
  }
}
