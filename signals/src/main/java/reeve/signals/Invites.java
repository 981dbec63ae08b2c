package reeve.signals;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Links that lead into a messenger: to a group, a channel or a person there. */
final class Invites {
  /** What Telegram's links begin with that lead to no group, channel or person. */
  private static final Set<String> TOOLS =
      Set.of(
          "addemoji",
          "addstickers",
          "addtheme",
          "bg",
          "iv",
          "proxy",
          "setlanguage",
          "share",
          "socks");

  private Invites() {}

  /**
   * The invite in its one form, host and path, so that links to one place are equal; null if the
   * link is none.
   *
   * @param host as {@link Host#ascii} gives it
   * @param rest what follows it and its port
   */
  static @Nullable String of(String host, String rest) {
    String path = path(rest);
    return switch (host) {
      case "t.me", "telegram.me", "telegram.dog" -> telegram(path);
      case "discord.gg" -> at(host, path);
      case "discord.com", "discordapp.com" -> at("discord.gg", behind("invite/", path));
      case "chat.whatsapp.com" ->
          at(host, path.startsWith("invite/") ? behind("invite/", path) : path);
      case "whatsapp.com" -> path.startsWith("channel/") ? at(host, path) : null;
      case "line.me" -> path.startsWith("R/ti/") || path.startsWith("ti/") ? at(host, path) : null;
      case "keybase.io" -> path.startsWith("team/") ? at(host, path) : null;
      case "groupme.com" -> path.startsWith("join_group/") ? at(host, path) : null;
      case "wa.me",
          "m.me",
          "vk.me",
          "kik.me",
          "zalo.me",
          "threema.id",
          "u.wechat.com",
          "open.kakao.com",
          "join.skype.com",
          "join.slack.com",
          "chats.viber.com",
          "surespot.me",
          "server.surespot.me",
          "rvlt.gg",
          "guilded.gg" ->
          at(host, path);
      // What they lead to stands behind the #, which browsers send to nobody.
      case "signal.group", "signal.me", "threema.group", "simplex.chat", "matrix.to" ->
          rest.indexOf('#') < 0 ? null : at(host, rest.substring(rest.indexOf('#')));
      default -> host.endsWith(".t.me") ? telegram(host.substring(0, host.length() - 5)) : null;
    };
  }

  private static @Nullable String telegram(String path) {
    String[] steps = path.split("/", 3);
    int name = steps[0].equals("s") && steps.length > 1 ? 1 : 0;
    String first = steps[name];
    if (first.isEmpty() || first.equals("+") || TOOLS.contains(first)) {
      return null;
    }
    boolean more = steps.length > name + 1;
    return switch (first) {
      case "joinchat" -> more ? at("t.me", "+" + steps[name + 1]) : null;
      case "c", "addlist" -> more ? "t.me/" + first + "/" + steps[name + 1] : null;
      // Codes keep their case, names have none.
      default -> "t.me/" + (first.startsWith("+") ? first : first.toLowerCase(Locale.ROOT));
    };
  }

  /** Without the slashes around it, the query and the fragment. */
  private static String path(String rest) {
    int end = 0;
    while (end < rest.length() && "?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    int from = 0;
    while (from < end && rest.charAt(from) == '/') {
      from++;
    }
    while (end > from && rest.charAt(end - 1) == '/') {
      end--;
    }
    return rest.substring(from, end);
  }

  private static String behind(String prefix, String path) {
    return path.startsWith(prefix) ? path.substring(prefix.length()) : "";
  }

  private static @Nullable String at(String host, String path) {
    return path.isEmpty() || path.equals("#") ? null : host + "/" + path;
  }
}
