package reeve.server.bundle.make;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bundle for people: what was copied, and what was done with it. */
final class Rendering {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final About about;
  private final Spool spool;

  Rendering(About about, Spool spool) {
    this.about = about;
    this.spool = spool;
  }

  static String time(Instant at) {
    return SECOND.format(at);
  }

  void items(OutputStream to) throws IOException {
    try (Html html =
        new Html(to, "Evidence: @" + about.handle() + ", case " + about.caseNumber())) {
      head(html);
      if (spool.size() == 0) {
        html.raw("<p class=\"warn\">").text(nothing()).raw("</p>");
      }
      boolean posts = false;
      for (int i = 0; i < spool.size(); i++) {
        Item item = spool.item(i);
        if (i == 0 && !item.isPost()) {
          html.raw("<h2>The profile</h2>");
        }
        if (item.isPost() && !posts) {
          posts = true;
          html.raw("<h2>Posts, oldest first</h2>");
        }
        item(html, i + 1, item);
      }
    }
  }

  private String nothing() {
    return about.copiesEndedAt() == null
        ? "No copy of a post or of the profile is in this bundle: none is kept with the case."
        : "The contents were erased on "
            + time(about.copiesEndedAt())
            + ", when their time had come. What is left is what was done with them.";
  }

  private void head(Html html) throws IOException {
    html.raw("<h1>Evidence of the account <bdi>@").text(about.handle()).raw("</bdi></h1>");
    if (about.origin().equals("sample")) {
      html.raw("<p class=\"warn\">Sample: this account and its posts are invented.</p>");
    }
    html.raw("<p class=\"quiet\">").text(about.scope()).raw("</p>");
    if (about.cut() != null) {
      html.raw("<p class=\"warn\">").text(about.cut()).raw("</p>");
    }
    html.raw("<dl>")
        .fact("Account", about.account() + " on " + about.platform())
        .fact("Case", about.caseNumber() + " of " + about.source())
        .fact("Made", time(about.madeAt()) + ", by a person in the role " + about.madeBy())
        .fact("With", About.TOOL + " " + about.version())
        .fact("Bundle", about.number())
        .fact("Holds", spool.size() + " copies, " + spool.pictures().size() + " pictures")
        .raw("</dl><p>What was done with this evidence: <a href=\"custody.html\">the chain of")
        .raw(" custody</a>. Pictures are closed until you open them. Addresses are text, so that")
        .raw(" nothing here leads anywhere.</p>");
  }

  private void item(Html html, int number, Item item) throws IOException {
    html.raw("<article id=\"item-" + number + "\"><header><h3>")
        .text((item.isPost() ? "Post " : "Profile ") + number)
        .raw("</h3>");
    if (item.isPost()) {
      html.raw("<span>").text(time(item.at())).raw("</span>");
      html.raw("<span class=\"quiet\">").text(word(item.words(), "visibility")).raw("</span>");
    }
    if (item.deletedAt() != null) {
      html.raw("<span class=\"warn\">deleted by its author ")
          .text(time(item.deletedAt()))
          .raw("</span>");
    }
    html.raw("</header>");
    if (item.sealed()) {
      html.raw("<p class=\"warn\">Sealed: the contents are hidden from everybody and are not in")
          .raw(" this bundle.</p>");
    } else if (item.isPost()) {
      html.raw("<p class=\"said\" dir=\"auto\">").text(word(item.words(), "text")).raw("</p>");
      pictures(html, item);
    } else {
      profile(html, item);
      pictures(html, item);
    }
    html.raw("<dl class=\"small\">")
        .fact("Address", item.url())
        .fact("Id", item.id())
        .fact("Copied", "from " + time(item.copiedFrom()) + " to " + time(item.copiedTo()));
    if (!item.sealed()) {
      html.fact("SHA-256", Digests.sha256(Spool.canonical(item)));
    }
    html.raw("</dl></article>\n");
  }

  private static void profile(Html html, Item item) throws IOException {
    Map<String, @Nullable Object> words = item.words();
    html.raw("<p><strong><bdi>").text(word(words, "displayName")).raw("</bdi></strong> <bdi>@");
    html.text(word(words, "handle")).raw("</bdi></p><p class=\"said\" dir=\"auto\">");
    html.text(word(words, "bio")).raw("</p><dl>");
    html.fact("Place", word(words, "location"));
    if (words.get("fields") instanceof List<?> fields) {
      for (Object field : fields) {
        if (field instanceof Map<?, ?> map) {
          html.fact(map.get("name") + "", map.get("value") + "");
        }
      }
    }
    html.fact("Joined", word(words, "createdAt"))
        .fact("Followers", words.get("followers") + "")
        .fact("Follows", words.get("following") + "")
        .fact("Posts", words.get("posts") + "")
        .raw("</dl>");
  }

  private void pictures(Html html, Item item) throws IOException {
    for (String sha256 : item.pictures()) {
      Picture picture = spool.picture(sha256);
      if (picture.shown()) {
        html.raw("<details><summary>Picture</summary><img loading=\"lazy\" alt=\"");
        html.text(description(item, sha256)).raw("\" src=\"").text(picture.path()).raw("\">");
        html.raw("<p class=\"small quiet\" dir=\"auto\">").text(description(item, sha256));
        html.raw("</p><p class=\"small quiet\"><code>").text(picture.path()).raw("</code></p>");
        html.raw("</details>");
      } else if (picture.kept()) {
        html.raw("<p class=\"small\">A file that browsers do not show: <code>");
        html.text(picture.path()).raw("</code></p>");
      } else {
        html.raw("<p class=\"warn small\">").text(absent(picture)).raw("</p>");
      }
    }
  }

  private static String absent(Picture picture) {
    return switch (picture.state()) {
      case SEALED -> "A picture: sealed, hidden from everybody and not in this bundle.";
      case MISSING -> "A picture of which there is no copy: the platform did not give it.";
      case NOT_COPIED -> "A picture that was not copied: too large, or one too many.";
      case KEPT -> "A picture.";
    };
  }

  private static String description(Item item, String sha256) {
    if (item.words().get("media") instanceof List<?> media) {
      for (Object one : media) {
        if (one instanceof Map<?, ?> map && sha256.equals(map.get("sha256"))) {
          return map.get("description") instanceof String said ? said : "";
        }
      }
    }
    return "";
  }

  private static String word(Map<String, @Nullable Object> words, String key) {
    return words.get(key) instanceof String text ? text : "";
  }

  void custody(OutputStream to, List<Step> steps) throws IOException {
    try (Html html = new Html(to, "Custody: @" + about.handle())) {
      html.raw("<h1>Chain of custody: <bdi>@").text(about.handle()).raw("</bdi></h1>");
      html.raw("<p>What was done with the evidence of case ")
          .text(about.caseNumber() + "")
          .raw(", oldest first, from the records. People stand by their role and a number that")
          .raw(" holds within this bundle alone. How the account came to notice is not told. ")
          .raw("<a href=\"index.html\">The evidence</a></p>");
      html.raw("<div class=\"wide\"><table><thead><tr><th>When</th><th>Who</th><th>What</th>")
          .raw("<th>With</th></tr></thead><tbody>\n");
      for (Step step : steps) {
        html.raw("<tr><td>").text(time(step.at())).raw("</td><td>").text(step.who());
        html.raw("</td><td>").text(step.what()).raw("</td><td class=\"quiet\">");
        html.text(step.tool() + " " + step.version()).raw("</td></tr>\n");
      }
      html.raw("</tbody></table></div>");
      if (steps.isEmpty()) {
        html.raw("<p>Nothing is recorded.</p>");
      }
    }
  }
}
