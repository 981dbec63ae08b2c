package reeve.signals;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reeve.signals.Handoff.Basis;
import reeve.signals.Handoff.Kind;

/** Links of the web into messengers. */
final class HandoffLinks {
  private static final Pattern PHONE = Pattern.compile("\\+?\\d{7,15}");
  private static final Pattern COMMUNITY =
      Pattern.compile("/([^/?#]{1,64})\\?public_key=([0-9a-fA-F]{64})\\b.*");
  private static final Pattern SEND = Pattern.compile("[?&]phone=(?:\\+|%2B)?(\\d{7,15})\\b");
  private static final Pattern SIMPLEX =
      Pattern.compile("/(contact|invitation|[acgir])/?#(?:/\\?)?(.+)");
  private static final Pattern ELEMENT = Pattern.compile("/#/(?:room|user)/([#@!][^/?#]+)");

  private HandoffLinks() {}

  /**
   * Where a link leads to, or null.
   *
   * @param host as {@link Host#ascii} gives it
   * @param rest what follows it and its port
   */
  static @Nullable Handoff of(String host, String rest, Span span) {
    if (rest.isEmpty() && !host.endsWith(".t.me")) {
      return null;
    }
    Place place = place(host, rest);
    return place == null
        ? null
        : new Handoff(place.messenger, place.kind, place.id, span, Basis.LINK);
  }

  record Place(Messenger messenger, Kind kind, String id) {}

  private static @Nullable Place place(String host, String rest) {
    String invite = Invites.of(host, rest);
    if (invite != null) {
      int slash = invite.indexOf('/');
      Place known = known(invite.substring(0, slash), invite.substring(slash + 1), rest);
      if (known != null) {
        return known;
      }
    }
    return switch (host) {
      case "api.whatsapp.com", "web.whatsapp.com" ->
          first(SEND, rest, Messenger.WHATSAPP, Kind.USER);
      case "app.element.io" -> {
        Matcher room = ELEMENT.matcher(rest);
        yield room.lookingAt() ? matrix(room.group(1)) : null;
      }
      case "app.wire.com", "account.wire.com", "wire.com" ->
          rest.contains("conversation-join") || rest.startsWith("/join")
              ? new Place(Messenger.WIRE, Kind.INVITE, behind(rest, '?'))
              : null;
      case "snapchat.com" -> behind("/add/", rest, Messenger.SNAPCHAT, Kind.USER);
      case "invite.viber.com" -> new Place(Messenger.VIBER, Kind.INVITE, rest.substring(1));
      case "signal.link" -> new Place(Messenger.SIGNAL, Kind.INVITE, rest.substring(1));
      default -> other(host, rest);
    };
  }

  private static @Nullable Place other(String host, String rest) {
    if (host.equals("simplex.chat") || host.endsWith(".simplex.im")) {
      return simplex(rest);
    }
    Matcher community = COMMUNITY.matcher(rest);
    return community.matches()
        ? new Place(
            Messenger.SESSION,
            Kind.GROUP,
            host + "/" + community.group(1) + "?public_key=" + lower(community.group(2)))
        : null;
  }

  private static @Nullable Place known(String host, String id, String rest) {
    return switch (host) {
      case "t.me" -> telegram(id, rest);
      case "chat.whatsapp.com" -> new Place(Messenger.WHATSAPP, Kind.INVITE, id);
      case "whatsapp.com" ->
          new Place(Messenger.WHATSAPP, Kind.CHANNEL, id.substring("channel/".length()));
      case "wa.me" ->
          new Place(Messenger.WHATSAPP, Kind.USER, PHONE.matcher(id).matches() ? plus(id) : id);
      case "signal.group" -> new Place(Messenger.SIGNAL, Kind.INVITE, id.substring(1));
      case "signal.me" ->
          new Place(
              Messenger.SIGNAL,
              Kind.USER,
              id.startsWith("#p/") ? id.substring(3) : id.substring(1));
      case "threema.id" -> new Place(Messenger.THREEMA, Kind.USER, id.toUpperCase(Locale.ROOT));
      case "threema.group" -> new Place(Messenger.THREEMA, Kind.INVITE, id.substring(1));
      case "surespot.me", "server.surespot.me" -> surespot(id);
      case "matrix.to" -> id.startsWith("#/") ? matrix(id.substring(2)) : null;
      case "discord.gg" -> new Place(Messenger.DISCORD, Kind.INVITE, id);
      case "line.me" -> new Place(Messenger.LINE, Kind.INVITE, id);
      case "keybase.io" -> new Place(Messenger.KEYBASE, Kind.GROUP, id.substring(5));
      case "groupme.com" -> new Place(Messenger.GROUPME, Kind.INVITE, id.substring(11));
      case "m.me" -> new Place(Messenger.FACEBOOK_MESSENGER, Kind.NAME, lower(id));
      case "vk.me" -> new Place(Messenger.VK, Kind.NAME, lower(id));
      case "kik.me" -> new Place(Messenger.KIK, Kind.NAME, lower(id));
      case "zalo.me" -> new Place(Messenger.ZALO, Kind.NAME, id);
      case "u.wechat.com" -> new Place(Messenger.WECHAT, Kind.USER, id);
      case "open.kakao.com" -> new Place(Messenger.KAKAOTALK, Kind.INVITE, id);
      case "join.skype.com" -> new Place(Messenger.SKYPE, Kind.INVITE, id);
      case "join.slack.com" -> new Place(Messenger.SLACK, Kind.INVITE, id);
      case "chats.viber.com" -> new Place(Messenger.VIBER, Kind.CHANNEL, id);
      case "rvlt.gg" -> new Place(Messenger.REVOLT, Kind.INVITE, id);
      case "guilded.gg" -> new Place(Messenger.GUILDED, Kind.INVITE, id);
      default -> null;
    };
  }

  private static Place telegram(String id, String rest) {
    if (id.startsWith("+")) {
      boolean phone = PHONE.matcher(id).matches();
      return new Place(
          Messenger.TELEGRAM, phone ? Kind.USER : Kind.INVITE, phone ? id : id.substring(1));
    }
    if (id.startsWith("addlist/")) {
      return new Place(Messenger.TELEGRAM, Kind.INVITE, id);
    }
    boolean preview = rest.startsWith("/s/");
    return new Place(Messenger.TELEGRAM, preview ? Kind.CHANNEL : Kind.NAME, id);
  }

  static @Nullable Place matrix(String id) {
    int end = 0;
    while (end < id.length() && "/?".indexOf(id.charAt(end)) < 0) {
      end++;
    }
    String name = id.substring(0, end).replace("%23", "#").replace("%40", "@").replace("%3A", ":");
    if (name.length() < 2) {
      return null;
    }
    return switch (name.charAt(0)) {
      case '@' -> new Place(Messenger.MATRIX, Kind.USER, lower(name));
      case '#' -> new Place(Messenger.MATRIX, Kind.GROUP, lower(name));
      case '!' -> new Place(Messenger.MATRIX, Kind.GROUP, name);
      default -> null;
    };
  }

  /** The part behind {@code simplex:} or the host. */
  static @Nullable Place simplex(String rest) {
    Matcher matcher = SIMPLEX.matcher(rest);
    if (!matcher.matches()) {
      return null;
    }
    Kind kind =
        switch (matcher.group(1)) {
          case "contact", "a" -> Kind.USER;
          case "g" -> Kind.GROUP;
          case "c" -> Kind.CHANNEL;
          default -> Kind.INVITE;
        };
    return new Place(Messenger.SIMPLEX, kind, matcher.group(2));
  }

  private static Place surespot(String id) {
    String name = id.startsWith("autoinvite/") ? id.substring("autoinvite/".length()) : id;
    int slash = name.indexOf('/');
    return new Place(Messenger.SURESPOT, Kind.USER, slash < 0 ? name : name.substring(0, slash));
  }

  static @Nullable Place first(Pattern pattern, String in, Messenger messenger, Kind kind) {
    Matcher matcher = pattern.matcher(in);
    return matcher.find() ? new Place(messenger, kind, plus(matcher.group(1))) : null;
  }

  private static String plus(String phone) {
    return phone.startsWith("+") ? phone : "+" + phone;
  }

  private static @Nullable Place behind(
      String prefix, String rest, Messenger messenger, Kind kind) {
    int end = prefix.length();
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return rest.startsWith(prefix) && end > prefix.length()
        ? new Place(messenger, kind, lower(rest.substring(prefix.length(), end)))
        : null;
  }

  private static String behind(String rest, char mark) {
    return rest.substring(rest.indexOf(mark) + 1);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
