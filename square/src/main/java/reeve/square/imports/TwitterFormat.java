package reeve.square.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Visibility;
import tools.jackson.databind.JsonNode;

/**
 * Statuses of the Twitter API v1.1 with full user objects: one JSON object a line, or a whole
 * document that is a status, a list of them, or a page of a search ({@code statuses}, {@code
 * results}).
 *
 * <p>A retweet becomes a boost of the status within it, a quoted status a post of its own. Short
 * links are written out where the status names what they stand for. Pictures are not fetched.
 */
final class TwitterFormat implements LineParser {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Locale.ENGLISH);

  /** How many statuses may lie within each other: a retweet of a quote of a quote. */
  private static final int MAX_NESTED = 4;

  /** The largest file, in bytes, that may be one value over several lines. */
  private static final int MAX_DOCUMENT = 64 << 20;

  /** From this length on links stay short, so that no list of links can blow a text up. */
  private static final int MAX_EXPANDED = 20_000;

  private final JsonLines json = new JsonLines();
  private final Set<String> seen = new HashSet<>();

  @Override
  public void parse(LineReader lines, Sink sink) throws IOException {
    LineReader.Line first = lines.next();
    while (first != null && JsonLines.blank(first)) {
      first = lines.next();
    }
    if (first == null) {
      return;
    }
    lines.putBack(first);
    LineReader.Line document = isValue(first) ? null : document(lines);
    if (document != null) {
      value(document, sink);
      return;
    }
    for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
      if (!JsonLines.blank(line)) {
        value(line, sink);
      }
    }
  }

  private boolean isValue(LineReader.Line line) {
    try {
      json.parse(line);
      return true;
    } catch (Refused e) {
      return false;
    }
  }

  /** The rest of the file where it is one value over several lines; else null, and nothing read. */
  private LineReader.@Nullable Line document(LineReader lines) throws IOException {
    List<LineReader.Line> read = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    LineReader.Line line = lines.next();
    while (line != null) {
      read.add(line);
      all.writeBytes(line.bytes());
      all.write('\n');
      line = line.tooLong() || all.size() > MAX_DOCUMENT ? null : lines.next();
    }
    LineReader.Line whole = new LineReader.Line(read.getFirst().number(), all.toByteArray(), false);
    if (all.size() <= MAX_DOCUMENT && isValue(whole)) {
      return whole;
    }
    read.reversed().forEach(lines::putBack);
    return null;
  }

  private void value(LineReader.Line line, Sink sink) throws IOException {
    JsonNode node;
    try {
      node = json.parse(line);
    } catch (Refused why) {
      sink.reject(line.number(), why);
      return;
    }
    statuses(line.number(), node, sink);
  }

  private void statuses(long number, JsonNode node, Sink sink) throws IOException {
    if (node.isArray()) {
      for (JsonNode item : node) {
        one(number, item, sink);
      }
      return;
    }
    for (String list : List.of("statuses", "results")) {
      JsonNode page = node.get(list);
      if (page != null && page.isArray()) {
        statuses(number, page, sink);
        return;
      }
    }
    one(number, node, sink);
  }

  private void one(long number, JsonNode node, Sink sink) throws IOException {
    try {
      List<TownLine> made = new ArrayList<>();
      status(new Fields(node), made, MAX_NESTED);
      for (TownLine line : made) {
        if (!(line instanceof TownLine.Account account) || seen.add(account.id())) {
          sink.line(number, line);
        }
      }
    } catch (Refused why) {
      sink.reject(number, why);
    }
  }

  private void status(Fields status, List<TownLine> made, int deeper) throws Refused {
    Fields user = status.object("user");
    if (user == null || deeper == 0) {
      throw new Refused(Reason.NOT_A_STATUS, "");
    }
    String account = id(user);
    if (!seen.contains(account)) {
      made.add(account(user, account));
    }
    Instant at = time(status);
    Fields boosted = status.object("retweeted_status");
    if (boosted != null) {
      status(boosted, made, deeper - 1);
      made.add(new TownLine.Boost(account, id(boosted), at));
      return;
    }
    Fields quoted = status.object("quoted_status");
    if (quoted != null && quoted.object("user") != null) {
      status(quoted, made, deeper - 1);
    }
    made.add(
        new TownLine.Post(
            id(status),
            account,
            at,
            text(status),
            language(status.text("lang")),
            user.flag("protected") ? Visibility.PRIVATE : Visibility.PUBLIC,
            status.text("in_reply_to_status_id_str"),
            List.of(),
            client(status.textOr("source", ""))));
  }

  private static TownLine account(Fields user, String id) throws Refused {
    List<TownLine.Field> fields = new ArrayList<>();
    String url = user.text("url");
    Fields entities = user.object("entities");
    Fields links = entities == null ? null : entities.object("url");
    if (url != null && !url.isEmpty()) {
      fields.add(new TownLine.Field("Website", links == null ? url : expand(url, links)));
    }
    String bio = user.textOr("description", "");
    Fields inBio = entities == null ? null : entities.object("description");
    String handle = user.need("screen_name");
    return new TownLine.Account(
        id,
        handle,
        user.textOr("name", handle),
        inBio == null ? bio : expand(bio, inBio),
        user.textOr("location", ""),
        fields,
        null,
        time(user),
        language(user.text("lang")),
        user.flag("protected"),
        null,
        user.count("followers_count"),
        user.count("friends_count"));
  }

  private static String id(Fields object) throws Refused {
    String id = object.text("id_str");
    return id == null ? object.need("id") : id;
  }

  private static Instant time(Fields object) throws Refused {
    try {
      return ZonedDateTime.parse(object.need("created_at"), TIME).toInstant();
    } catch (DateTimeException e) {
      throw new Refused(Reason.BAD_TIME, "created_at");
    }
  }

  private static String text(Fields status) throws Refused {
    Fields extended = status.object("extended_tweet");
    Fields whole = extended == null ? status : extended;
    String text = whole.text("full_text");
    if (text == null) {
      text = status.text("full_text");
    }
    if (text == null) {
      text = status.need("text");
    }
    Fields entities = whole.object("entities");
    String plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    return entities == null ? plain : expand(plain, entities);
  }

  private static String expand(String text, Fields entities) throws Refused {
    String expanded = text;
    for (JsonNode node : entities.list("urls")) {
      if (expanded.length() > MAX_EXPANDED) {
        break;
      }
      Fields link = new Fields(node);
      String shortened = link.text("url");
      String target = link.text("expanded_url");
      if (shortened != null && !shortened.isEmpty() && target != null && !target.isEmpty()) {
        expanded = replaceOnce(expanded, shortened, target);
      }
    }
    return expanded;
  }

  /** The name within the link that names the program. */
  private static @Nullable String client(String source) {
    int from = source.indexOf('>') + 1;
    int to = source.indexOf('<', from);
    String name = to < 0 ? source : source.substring(from, to);
    return name.isBlank() ? null : name;
  }

  private static String replaceOnce(String text, String shortened, String target) {
    int at = text.indexOf(shortened);
    return at < 0 ? text : text.substring(0, at) + target + text.substring(at + shortened.length());
  }

  private static @Nullable String language(@Nullable String code) {
    return code == null || code.isEmpty() || code.equals("und") ? null : code;
  }
}
