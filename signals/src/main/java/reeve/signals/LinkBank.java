package reeve.signals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of domains and addresses that links are looked up in. Immutable; any number of threads may
 * use it at once.
 *
 * <p>One entry a line; what stands behind {@code #} at the beginning of a line or after a space is
 * a remark. An entry may be defanged and have a scheme, which does not count:
 *
 * <ul>
 *   <li>{@code dawn.example}: a registered domain; it and all hosts under it
 *   <li>{@code news.dawn.example}: a host under one; that host alone
 *   <li>{@code *.dawn.example}: a host and all under it
 *   <li>{@code dawn.example/join}: an address of that host; it and what follows it behind {@code
 *       /}, {@code ?} or {@code #}; upper and lower case count. An address within a messenger
 *       matches all ways to write it.
 * </ul>
 */
public final class LinkBank {
  /** So many entries at the most. */
  public static final int MOST = 100_000;

  /** What an entry matches. */
  public enum Scope {
    DOMAIN,
    HOST,
    ADDRESS
  }

  /**
   * @param text as it was written
   * @param line counted from 1
   */
  public record Entry(String text, int line, Scope scope) {}

  /**
   * Why a line counts for nothing.
   *
   * @param line counted from 1
   * @param text of the line
   */
  public record Issue(int line, String text, String reason) {}

  /**
   * A bank and what of the lines is not in it.
   *
   * @param issues bad lines and those that repeat an earlier one, in their order
   */
  public record Read(LinkBank bank, List<Issue> issues) {}

  /** A link that an entry matches. */
  public record Match(Link link, Entry entry) {}

  private final Map<String, Entry> entries;

  private LinkBank(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** Reads the lines of a list. */
  public static Read read(List<String> lines) {
    var entries = new HashMap<String, Entry>();
    var issues = new ArrayList<Issue>();
    for (int i = 0; i < lines.size(); i++) {
      String text = withoutRemark(lines.get(i));
      if (text.isEmpty()) {
        continue;
      }
      int line = i + 1;
      String reason;
      if (entries.size() >= MOST) {
        reason = "a list has at most " + MOST + " entries";
      } else {
        reason = add(text, line, entries);
      }
      if (reason != null) {
        issues.add(new Issue(line, text, reason));
      }
    }
    return new Read(new LinkBank(Map.copyOf(entries)), List.copyOf(issues));
  }

  /** How many entries it has. */
  public int size() {
    return entries.size();
  }

  /** The links of a text that entries match, each with the narrowest of its entries. */
  public List<Match> matches(List<Link> links) {
    var matches = new ArrayList<Match>();
    for (Link link : links) {
      Entry entry = entry(link);
      if (entry != null) {
        matches.add(new Match(link, entry));
      }
    }
    return List.copyOf(matches);
  }

  /** The narrowest entry that matches a link, or null. */
  public @Nullable Entry entry(Link link) {
    String invite = Invites.of(link.host(), link.rest());
    Entry found = invite == null ? null : entries.get(invite);
    for (int end = link.rest().length(); end > 0 && found == null; end--) {
      boolean border = end == link.rest().length() || "/?#".indexOf(link.rest().charAt(end)) >= 0;
      if (border && end > 1) {
        found = entries.get(link.host() + link.rest().substring(0, end));
      }
    }
    if (found != null) {
      return found;
    }
    found = entries.get(link.host());
    for (String host = link.host(); found == null; ) {
      found = entries.get("*." + host);
      int dot = host.indexOf('.');
      if (dot < 0) {
        break;
      }
      host = host.substring(dot + 1);
    }
    return found == null ? entries.get("*." + link.domain()) : found;
  }

  private static String withoutRemark(String line) {
    String stripped = line.strip();
    if (stripped.startsWith("#")) {
      return "";
    }
    int remark = stripped.indexOf(" #");
    return remark < 0 ? stripped : stripped.substring(0, remark).strip();
  }

  /** Adds an entry, or says why not. */
  private static @Nullable String add(String text, int line, Map<String, Entry> entries) {
    if (text.length() > Links.MOST) {
      return "an entry has at most " + Links.MOST + " characters";
    }
    boolean under = text.startsWith("*.");
    Link link = link(under ? text.substring(2) : text);
    if (link == null) {
      return "this is no domain and no address, such as dawn.example or dawn.example/join";
    }
    boolean address = link.rest().length() > 1;
    if (under && address) {
      return "*. stands before a host, not before an address";
    }
    if (!address && Domains.isSuffix(link.host())) {
      return link.host() + " belongs to nobody alone: everybody may have a name under it";
    }
    String key = address ? address(link) : link.host();
    Scope scope = address ? Scope.ADDRESS : Scope.HOST;
    if (!address && (under || link.host().equals(link.domain()))) {
      key = "*." + key;
      scope = Scope.DOMAIN;
    }
    Entry before = entries.putIfAbsent(key, new Entry(text, line, scope));
    return before == null ? null : "line " + before.line() + " says the same";
  }

  private static String address(Link link) {
    String invite = Invites.of(link.host(), link.rest());
    String rest = link.rest();
    boolean slash = rest.endsWith("/");
    return invite != null
        ? invite
        : link.host() + (slash ? rest.substring(0, rest.length() - 1) : rest);
  }

  /** The entry as a link, which must be all of it; a host may have a domain on no list. */
  private static @Nullable Link link(String text) {
    int behind = text.indexOf("//") >= 0 || text.contains("[/") ? -1 : 0;
    String written = behind == 0 ? "http://" + text : text;
    List<Link> links = Link.in(written);
    boolean whole =
        links.size() == 1 && links.getFirst().span().equals(new Span(0, written.length()));
    if (!whole && links.size() == 1 && written.endsWith("/")) {
      whole = links.getFirst().span().to() == written.length() - 1;
    }
    return whole ? links.getFirst() : null;
  }
}
