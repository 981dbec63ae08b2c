package reeve.signals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reeve.signals.Handoff.Basis;
import reeve.signals.Handoff.Kind;
import reeve.signals.HandoffLinks.Place;

/** Reads ways into messengers that are no links of the web. */
final class HandoffReading {
  /** So many places are looked at of each sort. */
  private static final int MOST = 1_000;

  private static final Set<String> SCHEMES =
      Set.of(
          "tg",
          "sgnl",
          "simplex",
          "briar",
          "threema",
          "whatsapp",
          "matrix",
          "surespot",
          "wire",
          "viber",
          "tox",
          "xmpp",
          "skype");

  /** What follows a scheme's colon. */
  private static final Pattern BEHIND =
      Pattern.compile("(?://?)?[A-Za-z0-9@+#/][^\\s<>\"'\\u3000]{3,2000}");

  private static final Pattern QUERY =
      Pattern.compile("[?&](domain|invite|phone|user_id|id|code|number|key)=([^&#\\s]{1,256})");

  private static final Pattern SESSION =
      Pattern.compile("(?<![0-9A-Za-z])05[0-9a-fA-F]{64}(?![0-9A-Za-z])");

  private static final Map<String, Messenger> NAMES =
      Map.ofEntries(
          Map.entry("briar", Messenger.BRIAR),
          Map.entry("discord", Messenger.DISCORD),
          Map.entry("kik", Messenger.KIK),
          Map.entry("session", Messenger.SESSION),
          Map.entry("signal", Messenger.SIGNAL),
          Map.entry("skype", Messenger.SKYPE),
          Map.entry("snap", Messenger.SNAPCHAT),
          Map.entry("snapchat", Messenger.SNAPCHAT),
          Map.entry("surespot", Messenger.SURESPOT),
          Map.entry("telegram", Messenger.TELEGRAM),
          Map.entry("threema", Messenger.THREEMA),
          Map.entry("tox", Messenger.TOX),
          Map.entry("whatsapp", Messenger.WHATSAPP),
          Map.entry("wickr", Messenger.WICKR),
          Map.entry("wire", Messenger.WIRE));

  /** A name of a room or a person of Matrix has so many characters before its colon. */
  private static final int LOCAL = 128;

  /** What may stand between a messenger's name and the id, as words. */
  private static final Pattern BETWEEN =
      Pattern.compile(
          "[ \\t:=>\\-\\u2013\\u2014\\u2192|(@]{1,8}"
              + "(?:(?:my|me|at|on|is|id|user|username|name|account|handle|contact|add|number|nr|no)"
              + "(?![\\p{L}\\p{N}])[ \\t:=>.\\-\\u2013\\u2014\\u2192|(@]{1,8}){0,3}",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PHONE = Pattern.compile("(?:\\+|00)[1-9](?:[ ()./-]{0,2}\\d){6,14}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{1,127}");
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");
  private static final Pattern TRAILING = Pattern.compile("[.,;:!?)\\]}'\u2019\u201d]+$");

  private static final Map<Messenger, Pattern> FORMS =
      Map.of(
          Messenger.BRIAR, Pattern.compile("[a-z2-7]{53}"),
          Messenger.SESSION, Pattern.compile("(?i)05[0-9a-f]{64}"),
          Messenger.SIGNAL, Pattern.compile("(?i)[a-z_][a-z0-9_]{2,31}\\.\\d{2,9}"),
          Messenger.TELEGRAM, Pattern.compile("(?i)[a-z][a-z0-9_]{4,31}"),
          Messenger.THREEMA, Pattern.compile("[A-Z0-9]{8}"),
          Messenger.TOX, Pattern.compile("(?i)[0-9a-f]{76}"));

  private final String text;
  private final List<Handoff> found = new ArrayList<>(0);

  private HandoffReading(String text) {
    this.text = text;
  }

  /**
   * The ways that a text names.
   *
   * @param links those of the same text
   */
  static List<Handoff> of(String text, List<Link> links) {
    var reading = new HandoffReading(text);
    for (Link link : links) {
      if (link.handoff() != null) {
        reading.found.add(link.handoff());
      }
    }
    reading.read();
    reading.found.sort(Comparator.comparingInt(handoff -> handoff.span().from()));
    var known = new HashSet<Place>();
    return reading.found.stream()
        .filter(one -> known.add(new Place(one.messenger(), one.kind(), one.id())))
        .limit(TextSignals.MOST)
        .toList();
  }

  private void read() {
    int looked = 0;
    for (int i = text.indexOf(':'); i >= 0 && looked++ < MOST; i = text.indexOf(':', i + 1)) {
      scheme(i);
      matrix(i);
    }
    if (text.contains("05")) {
      Matcher session = SESSION.matcher(text);
      for (int i = 0; i < MOST && session.find(); i++) {
        String id = lower(session.group());
        add(of(Messenger.SESSION, Kind.USER, id), session.start(), session.end(), Basis.FORM);
      }
    }
    names();
  }

  private void names() {
    int looked = 0;
    for (int i = 0; i < text.length() && looked < MOST; ) {
      if (!isLetter(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i + 1;
      while (end < text.length() && isLetter(text.charAt(end))) {
        end++;
      }
      boolean may = end - i >= 3 && end - i <= 8 && "bdkstw".indexOf(text.charAt(i) | 0x20) >= 0;
      Messenger messenger = may ? NAMES.get(lower(text.substring(i, end))) : null;
      boolean apart =
          (i == 0 || !goesOn(text.codePointBefore(i), "@#._-"))
              && (end == text.length() || !goesOn(text.codePointAt(end), "_."));
      if (messenger != null && apart) {
        looked++;
        named(messenger, i, end);
      }
      i = end;
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean goesOn(int point, String more) {
    return Letters.isWord(point) || more.indexOf(point) >= 0;
  }

  private void scheme(int colon) {
    int from = colon;
    while (from > 0 && colon - from < 9 && isLetter(text.charAt(from - 1))) {
      from--;
    }
    boolean apart = from == 0 || !Links.isAlnum(text.charAt(from - 1));
    if (from < colon && apart && SCHEMES.contains(lower(text.substring(from, colon)))) {
      Matcher behind = BEHIND.matcher(text).region(colon + 1, text.length());
      if (behind.lookingAt()) {
        scheme(from, text.substring(from, behind.end()));
      }
    }
  }

  /** The id of Matrix whose host stands behind a colon. */
  private void matrix(int colon) {
    int from = colon;
    while (from > 0
        && colon - from <= LOCAL
        && (Links.isAlnum(text.charAt(from - 1)) || "._=/+-".indexOf(text.charAt(from - 1)) >= 0)) {
      from--;
    }
    boolean may =
        from > 0
            && from < colon
            && colon - from <= LOCAL
            && "@#!".indexOf(text.charAt(from - 1)) >= 0
            && (from == 1 || !goesOn(text.codePointBefore(from - 1), "@#!/._:-"));
    int end = may ? Host.end(text, colon + 1, Host.run(text, colon + 1, false), false) : -1;
    if (end > 0) {
      add(HandoffLinks.matrix(text.substring(from - 1, end)), from - 1, end, Basis.FORM);
    }
  }

  private void add(@Nullable Place place, int from, int to, Basis basis) {
    if (place == null) {
      return;
    }
    var span = new Span(from, to);
    // The id of a link or of a scheme is no second one.
    boolean told =
        found.size() > 2 * MOST || found.stream().anyMatch(one -> one.span().overlaps(span));
    if (!told) {
      found.add(new Handoff(place.messenger(), place.kind(), place.id(), span, basis));
    }
  }

  private void scheme(int from, String matched) {
    String written = TRAILING.matcher(matched).replaceFirst("");
    int colon = written.indexOf(':');
    String name = lower(written.substring(0, colon));
    String rest = written.substring(colon + 1);
    boolean slashes = rest.startsWith("//");
    String behind = slashes ? rest.substring(2) : rest;
    boolean own = name.equals("simplex") || name.equals("matrix") || name.equals("tox");
    if (!slashes && !own && !name.equals("xmpp") && !name.equals("skype")) {
      return;
    }
    Matcher query = QUERY.matcher(behind);
    String key = query.find() ? query.group(1) : "";
    String value = key.isEmpty() ? "" : query.group(2);
    Place place =
        switch (name) {
          case "tg" -> telegram(key, value);
          case "sgnl" -> signal(behind);
          case "simplex" -> HandoffLinks.simplex(rest.startsWith("/") ? rest : "/" + rest);
          case "briar" -> new Place(Messenger.BRIAR, Kind.USER, behind);
          case "threema" -> of(Messenger.THREEMA, Kind.USER, value);
          case "whatsapp" ->
              key.equals("code")
                  ? of(Messenger.WHATSAPP, Kind.INVITE, value)
                  : of(Messenger.WHATSAPP, Kind.USER, phone(value));
          case "matrix" -> matrix(behind);
          case "surespot" -> surespot(behind);
          case "wire" ->
              behind.startsWith("user/")
                  ? of(Messenger.WIRE, Kind.USER, behind.substring(5))
                  : of(Messenger.WIRE, Kind.INVITE, value);
          case "viber" -> of(Messenger.VIBER, Kind.USER, phone(value));
          case "tox" ->
              isForm(Messenger.TOX, behind) ? of(Messenger.TOX, Kind.USER, lower(behind)) : null;
          case "xmpp" -> xmpp(behind);
          case "skype" ->
              behind.contains("?") ? of(Messenger.SKYPE, Kind.NAME, before(behind, '?')) : null;
          default -> null;
        };
    add(place, from, from + written.length(), Basis.SCHEME);
  }

  private static @Nullable Place telegram(String key, String value) {
    return switch (key) {
      case "domain" -> of(Messenger.TELEGRAM, Kind.NAME, lower(value));
      case "invite" -> of(Messenger.TELEGRAM, Kind.INVITE, value);
      case "phone" -> of(Messenger.TELEGRAM, Kind.USER, phone(value));
      case "user_id", "id" -> of(Messenger.TELEGRAM, Kind.USER, value);
      default -> null;
    };
  }

  private static @Nullable Place signal(String behind) {
    int slash = behind.indexOf('/');
    Handoff web =
        slash < 0
            ? null
            : HandoffLinks.of(
                lower(behind.substring(0, slash)), behind.substring(slash), new Span(0, 0));
    return web == null ? null : new Place(web.messenger(), web.kind(), web.id());
  }

  private static @Nullable Place matrix(String behind) {
    int slash = behind.indexOf('/');
    String sort = slash < 0 ? "" : behind.substring(0, slash);
    String id = behind.substring(slash + 1);
    return switch (sort) {
      case "u", "user" -> HandoffLinks.matrix("@" + id);
      case "r", "room" -> HandoffLinks.matrix("#" + id);
      case "roomid" -> HandoffLinks.matrix("!" + id);
      default -> null;
    };
  }

  private static @Nullable Place surespot(String behind) {
    String prefix = "autoinvite/";
    return behind.startsWith(prefix)
        ? of(Messenger.SURESPOT, Kind.USER, before(behind.substring(prefix.length()), '/'))
        : null;
  }

  private static @Nullable Place xmpp(String behind) {
    String address = lower(before(behind, '?'));
    boolean room = behind.contains("?join");
    return address.indexOf('@') > 0 && address.indexOf('.') > 0
        ? of(Messenger.XMPP, room ? Kind.GROUP : Kind.USER, address)
        : null;
  }

  private static @Nullable Place of(Messenger messenger, Kind kind, String id) {
    return id.isEmpty() ? null : new Place(messenger, kind, id);
  }

  /** Looks for an id behind a messenger's name. */
  private void named(Messenger messenger, int from, int behind) {
    Matcher between = BETWEEN.matcher(text).region(behind, text.length());
    if (!between.lookingAt()) {
      return;
    }
    int at = between.end();
    if (text.startsWith("+", at) || text.startsWith("00", at)) {
      Matcher phone = PHONE.matcher(text).region(at, text.length());
      boolean calls =
          messenger == Messenger.WHATSAPP
              || messenger == Messenger.SIGNAL
              || messenger == Messenger.TELEGRAM;
      if (calls && phone.lookingAt()) {
        add(of(messenger, Kind.USER, phone(phone.group())), from, phone.end(), Basis.NAMED);
      }
      return;
    }
    Matcher word = WORD.matcher(text).region(at, text.length());
    if (!word.lookingAt()) {
      return;
    }
    String id = TRAILING.matcher(word.group()).replaceFirst("");
    int end = at + id.length();
    String sep = text.substring(behind, at);
    if (isId(messenger, id, sep, end)) {
      boolean cased = messenger == Messenger.THREEMA || messenger == Messenger.BRIAR;
      Kind kind = messenger == Messenger.TELEGRAM ? Kind.NAME : Kind.USER;
      add(of(messenger, kind, cased ? id : lower(id)), from, end, Basis.NAMED);
    }
  }

  /**
   * Whether a word behind a messenger's name is an id and no part of the sentence: by its form, by
   * an {@code @}, or behind a colon where it is like no word or the line ends with it.
   */
  private boolean isId(Messenger messenger, String id, String sep, int end) {
    boolean at = sep.indexOf('@') >= 0;
    boolean colon = sep.indexOf(':') >= 0 || sep.indexOf('=') >= 0;
    boolean odd = !LETTERS.matcher(id).matches();
    return switch (messenger) {
      case BRIAR, SESSION, SIGNAL, TOX -> isForm(messenger, id);
      case THREEMA ->
          isForm(messenger, id) && (odd || colon || lower(sep).contains("id")) && !isYear(id);
      case TELEGRAM -> isForm(messenger, id) && (at || (colon && odd && id.indexOf('-') < 0));
      case WIRE -> at && id.length() >= 2;
      case SURESPOT, WICKR, KIK, SNAPCHAT ->
          id.length() >= 3 && (at || (colon && (odd || isEnd(end))));
      case DISCORD, SKYPE -> id.length() >= 3 && at;
      default -> false;
    };
  }

  private static boolean isYear(String id) {
    return id.chars().allMatch(Character::isDigit);
  }

  private static boolean isForm(Messenger messenger, String id) {
    Pattern form = FORMS.get(messenger);
    return form != null && form.matcher(id).matches();
  }

  /** Whether the line or what is said of it ends here. */
  private boolean isEnd(int end) {
    return end == text.length() || "\r\n,;|)/".indexOf(text.charAt(end)) >= 0;
  }

  private static String phone(String written) {
    String digits = written.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? "" : "+" + (digits.startsWith("00") ? digits.substring(2) : digits);
  }

  private static String before(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
