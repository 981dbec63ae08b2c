package reeve.square.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Visibility;

/**
 * The CSV files of fivethirtyeight's russian-troll-tweets: a row is a post and repeats what is
 * known of its author. A file without {@code content} is a list of accounts ({@code author_id},
 * {@code author}); give it before the posts.
 *
 * <p>A post without {@code tweet_id} is known by author, time and text. An account begins with its
 * first row, since the data has no other date. {@code account_type} and {@code account_category}
 * are somebody's judgement on the account, and are left out.
 */
final class FiveThirtyEightFormat implements LineParser {
  private static final DateTimeFormatter SLASHED = DateTimeFormatter.ofPattern("M/d/yyyy H:mm");
  private static final DateTimeFormatter DASHED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss]");
  private static final Map<String, String> LANGUAGES = languages();

  private final Map<String, String> names = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, String> languages = new HashMap<>();
  private final MessageDigest sha256 = sha256();
  private Instant earliest = Instant.MAX;
  private Instant lastParsed = Instant.EPOCH;
  private String lastDate = "";

  @Override
  public void parse(LineReader lines, Sink sink) throws IOException {
    CsvRows rows = new CsvRows(lines);
    CsvRows.Row head = rows.next();
    if (head == null) {
      return;
    }
    Columns columns = new Columns(head.fields());
    if (columns.author < 0 && columns.authorId < 0) {
      sink.reject(head.line(), new Refused(Reason.MISSING_FIELD, "author"));
      return;
    }
    for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
      try {
        Refused refused = row.refused();
        if (refused != null) {
          throw refused;
        }
        if (row.fields().size() != columns.count) {
          throw new Refused(Reason.WRONG_COLUMN_COUNT, "");
        }
        if (columns.content < 0) {
          names.putIfAbsent(columns.account(row), columns.name(row));
        } else {
          post(row, columns, sink);
        }
      } catch (Refused why) {
        sink.reject(row.line(), why);
      }
    }
  }

  private void post(CsvRows.Row row, Columns columns, Sink sink) throws IOException, Refused {
    String account = columns.account(row);
    String date = columns.need(row, columns.date, "publish_date");
    String text = columns.need(row, columns.content, "content");
    Instant at = instant(date);
    earliest = at.isBefore(earliest) ? at : earliest;
    String language = language(columns.get(row, columns.language));
    if (seen.add(account)) {
      String name = names.getOrDefault(account, columns.name(row));
      Long followers = count(columns.get(row, columns.followers));
      Long following = count(columns.get(row, columns.following));
      sink.line(row.line(), account(account, name, at, language, followers, following));
    }
    String id = columns.get(row, columns.tweetId);
    id = id.isEmpty() ? digest(account, date, text) : id;
    sink.line(
        row.line(),
        new TownLine.Post(
            id, account, at, text, language, Visibility.PUBLIC, null, List.of(), null));
  }

  /** Accounts of the list that never posted begin with the first post of all. */
  @Override
  public void finish(Sink sink) throws IOException {
    Instant at = earliest.equals(Instant.MAX) ? Instant.now() : earliest;
    for (Map.Entry<String, String> name : names.entrySet()) {
      if (seen.add(name.getKey())) {
        sink.line(0, account(name.getKey(), name.getValue(), at, null, null, null));
      }
    }
  }

  private static TownLine.Account account(
      String id,
      String name,
      Instant at,
      @Nullable String language,
      @Nullable Long followers,
      @Nullable Long following) {
    return new TownLine.Account(
        id, name, name, "", "", List.of(), null, at, language, false, null, followers, following);
  }

  private Instant instant(String date) throws Refused {
    if (!date.equals(lastDate)) {
      try {
        DateTimeFormatter format = date.indexOf('/') >= 0 ? SLASHED : DASHED;
        lastParsed = LocalDateTime.parse(date, format).toInstant(ZoneOffset.UTC);
        lastDate = date;
      } catch (DateTimeException e) {
        throw new Refused(Reason.BAD_TIME, "publish_date");
      }
    }
    return lastParsed;
  }

  private static @Nullable Long count(String text) {
    try {
      long count = Long.parseLong(text);
      return count < 0 ? null : Long.valueOf(count);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private @Nullable String language(String name) {
    String code = languages.computeIfAbsent(name, n -> LANGUAGES.getOrDefault(lower(n), ""));
    return code.isEmpty() ? null : code;
  }

  private String digest(String account, String date, String text) {
    sha256.update(account.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    sha256.update(date.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Map<String, String> languages() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      codes.put(lower(Locale.of(code).getDisplayLanguage(Locale.ENGLISH)), code);
    }
    codes.put("farsi (persian)", "fa");
    codes.put("tagalog (filipino)", "tl");
    codes.put("pushto", "ps");
    codes.put("simplified chinese", "zh");
    codes.put("traditional chinese", "zh");
    return Map.copyOf(codes);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Where the columns are; -1 where a file has none such. */
  private static final class Columns {
    final int count;
    final int authorId;
    final int author;
    final int content;
    final int date;
    final int language;
    final int followers;
    final int following;
    final int tweetId;

    Columns(List<String> head) {
      List<String> names = head.stream().map(name -> lower(name.strip())).toList();
      count = names.size();
      authorId = names.indexOf("author_id");
      author = names.indexOf("author");
      content = names.indexOf("content");
      date = names.indexOf("publish_date");
      language = names.indexOf("language");
      followers = names.indexOf("followers");
      following = names.indexOf("following");
      tweetId = names.indexOf("tweet_id");
    }

    String get(CsvRows.Row row, int column) {
      return column < 0 ? "" : row.fields().get(column);
    }

    String need(CsvRows.Row row, int column, String name) throws Refused {
      String value = get(row, column);
      if (value.isBlank()) {
        throw new Refused(Reason.MISSING_FIELD, name);
      }
      return value;
    }

    String account(CsvRows.Row row) throws Refused {
      String id = get(row, authorId);
      return id.isBlank() ? need(row, author, "author") : id;
    }

    String name(CsvRows.Row row) throws Refused {
      String name = get(row, author);
      return name.isBlank() ? account(row) : name;
    }
  }
}
