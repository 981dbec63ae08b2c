package reeve.server.decisions;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reeve.server.cases.FlaggedPost;
import reeve.server.platform.Post;
import reeve.server.policy.Measure;

/**
 * The words that go out, with the marks of {@link LetterPart}. They never tell who reported, how
 * many did, or when, and nothing of who decided; a post that only some could see is not named,
 * since that would point at those who saw it. Only who reported reads when they did.
 */
final class Wording {
  /** So many posts are named one by one. */
  static final int POSTS_NAMED = 20;

  private static final int QUOTED = 160;

  private static final String RECEIVED = "We got what you told us";

  private static final String NEXT =
      "A person, or a rule that works by itself, looks at it under the policies of this network. You"
          + " hear from us when something is decided. Nobody learns from us who told us.\n\nYou can"
          + " block or mute the account meanwhile.\n";

  private static final String CHECK =
      """
      How you can check this
      ----------------------

      This is written down in a public log, in which nobody, we included, can change or drop anything\
       unseen.\
      """;

  private Wording() {}

  /** A title and a body, plain text. */
  record Text(String title, String body) {}

  /** The statement of reasons for the holder. */
  static Text statement(Verdict verdict, Instant decidedAt, Instant appealUntil) {
    Ruling ruling = verdict.ruling();
    Ruling.Under under = ruling.under();
    if (under == null) {
      throw new IllegalArgumentException("who broke nothing gets no statement of reasons");
    }
    var body = new StringBuilder();
    section(body, "What we decided");
    whatWeDid(ruling).forEach(line -> body.append(line).append('\n'));
    body.append("We decided this on ").append(Phrases.day(decidedAt)).append(".\n");
    section(body, "Why");
    body.append("It breaks a rule of this network: ")
        .append(under.policy().title())
        .append(", “")
        .append(under.clause().title())
        .append("” (version ")
        .append(under.policy().version())
        .append("). The rule says:\n\n")
        .append(quoted(flowing(under.clause().text())))
        .append('\n');
    if (!ruling.toHolder().isEmpty()) {
      body.append("\nWhat we saw:\n\n").append(ruling.toHolder()).append('\n');
    }
    section(body, "What this is about");
    about(body, ruling);
    section(body, "How we came to it");
    body.append(howFound(verdict.source()))
        .append(
            verdict.automated()
                ? " An automated rule decided this, without a person. A person looks at it if you"
                    + " ask for it.\n"
                : verdict.sampled()
                    ? " Many accounts did the same. A person looked at a random sample of them and decided"
                        + " on all; they did not look at yours by itself. A person does if you ask for"
                        + " it.\n"
                    : " A person looked at it and decided; no machine took part in the decision.\n");
    if (!verdict.secondPerson()) {
      body.append(
          "A second person should have looked at it with us. This network has nobody else: no"
              + " second person took part.\n");
    }
    section(body, "If you think that this is wrong");
    body.append(
            verdict.automated()
                ? "You can ask that a person looks at it again, until "
                : "You can ask that another person looks at it again, until ")
        .append(Phrases.day(appealUntil.minusSeconds(1)))
        .append(
            ". Write below this statement why you think so; it costs nothing. Somebody who took no"
                + " part in this decision reads it, and you hear from us within 14 days. You may"
                + " also go to a court, and in the European Union to a certified body for settling"
                + " disputes out of court.\n");
    return new Text(title(ruling), body.toString());
  }

  private static void section(StringBuilder body, String heading) {
    if (!body.isEmpty()) {
      body.append('\n');
    }
    body.append(heading).append('\n').append("-".repeat(heading.length())).append("\n\n");
  }

  private static String title(Ruling ruling) {
    if (ruling.measures().contains(Measure.SUSPEND_PERMANENTLY)) {
      return "Your account is suspended";
    }
    if (ruling.measures().contains(Measure.SUSPEND_TEMPORARILY)) {
      return "Your account is suspended for a time";
    }
    if (ruling.measures().contains(Measure.LIMIT)) {
      return "Your account is limited";
    }
    if (ruling.measures().contains(Measure.REMOVE_POSTS)) {
      return "We removed posts of yours";
    }
    if (ruling.measures().contains(Measure.CLEAR_FIELD)) {
      return "We cleared a part of your profile";
    }
    return "A warning";
  }

  private static List<String> whatWeDid(Ruling ruling) {
    List<String> lines = new ArrayList<>();
    Instant until = ruling.until();
    for (Measure measure : Measure.values()) {
      if (ruling.measures().contains(measure)) {
        lines.add(
            switch (measure) {
              case WARN -> "This is a warning. Your account stays as it is.";
              case CLEAR_FIELD ->
                  "We cleared this part of your profile: %s."
                      .formatted(Phrases.fields(ruling.fields()));
              case REMOVE_POSTS -> "We removed the posts named below; nobody sees them any more.";
              case LIMIT ->
                  "We limited your account%s: only your followers see what you write; it is absent"
                          .formatted(
                              until == null
                                  ? ", without an end date"
                                  : " until " + Phrases.minute(until))
                      + " from public timelines and from search."
                      + (until == null ? "" : " Then it ends by itself; you need do nothing.");
              case SUSPEND_TEMPORARILY ->
                  "We suspended your account until %s. Until then you cannot sign in or write, and"
                          .formatted(until == null ? "a later date" : Phrases.minute(until))
                      + " your posts are not shown. Then it ends by itself, and your posts and"
                      + " followers are back as they were; you need do nothing.";
              case SUSPEND_PERMANENTLY ->
                  "We suspended your account permanently: it has no end date. You cannot sign in or"
                      + " write, and your posts are not shown.";
            });
      }
    }
    return lines;
  }

  private static void about(StringBuilder body, Ruling ruling) {
    List<Post> shown =
        ruling.posts().stream()
            .filter(p -> !p.sealed())
            .map(FlaggedPost::post)
            .filter(Wording::everybodySaw)
            .toList();
    if (shown.isEmpty()) {
      body.append("What your account wrote and shows in its profile.\n");
      return;
    }
    body.append(shown.size() == 1 ? "This post of yours:\n" : "These posts of yours:\n");
    for (Post post : shown.subList(0, Math.min(POSTS_NAMED, shown.size()))) {
      body.append("- ").append(Phrases.day(post.at())).append(": ").append(quote(post));
      body.append(" (post ").append(post.post().nativeId()).append(")\n");
    }
    if (shown.size() > POSTS_NAMED) {
      body.append("- and ").append(shown.size() - POSTS_NAMED).append(" more like these\n");
    }
  }

  private static boolean everybodySaw(Post post) {
    return switch (post.visibility()) {
      case PUBLIC, UNLISTED -> true;
      case PRIVATE, DIRECT -> false;
    };
  }

  private static String quote(Post post) {
    String line = PlainText.beginning(post.text().strip().replaceAll("\\s+", " "), QUOTED);
    int pictures = post.media().size();
    String with = pictures == 0 ? "" : pictures == 1 ? "a picture" : pictures + " pictures";
    if (line.isEmpty()) {
      return with.isEmpty() ? "an empty post" : with;
    }
    return "“" + line + "”" + (with.isEmpty() ? "" : " with " + with);
  }

  private static String howFound(Source source) {
    return switch (source) {
      case REPORTS -> "People who use this network pointed us to it.";
      case AUTHORITY -> "An authority pointed us to it.";
      case REEVE -> "We found it ourselves: automatic means pointed us to it, and nobody's report.";
    };
  }

  /** The answer to somebody who reported the account. */
  static Text answer(Verdict verdict, Instant appealUntil) {
    Ruling.Under under = verdict.ruling().under();
    String begin =
        "You told us about the account @%s. %s\n\n"
            .formatted(
                verdict.handle(),
                verdict.automated()
                    ? "An automated rule decided on it, without a person."
                    : verdict.sampled()
                        ? "A person has looked at a random sample of accounts that did the same."
                        : "A person has looked at it.");
    if (under == null) {
      return new Text(
          "We looked at what you told us: no rule is broken",
          begin
              + "We found that it breaks no rule of this network, and left it as it is.\n\n"
              + "If you think that this is wrong, you can ask that another person looks at it"
              + " again, until %s. Write below why you think so. You hear from us within 14 days.\n"
                  .formatted(Phrases.day(appealUntil.minusSeconds(1)))
              + "\nYou can block or mute the account, whatever we decide.\n");
    }
    return new Text(
        "We looked at what you told us and acted",
        begin
            + "We found that it breaks a rule of this network (%s) and acted on it. Nobody learns"
                .formatted(under.policy().title())
            + " from us who told us.\n\nThank you.\n");
  }

  /** Tells somebody who reported that the report came. */
  static Text received(String handle, Instant at) {
    return new Text(
        RECEIVED,
        "You told us about the account @%s on %s. We have it.\n\n"
                .formatted(handle, Phrases.minute(at))
            + NEXT);
  }

  /** The same for many reports of one person. */
  static Text received(Collection<String> items) {
    return new Text(
        RECEIVED,
        "You told us about these accounts. We have it all.\n\n"
            + items.stream().map(it -> "- " + it + "\n").collect(Collectors.joining())
            + "\n"
            + NEXT);
  }

  /** A report in a list of them. */
  static String item(String handle, Instant at) {
    return "@" + handle + ", " + Phrases.minute(at);
  }

  /** How the record that a letter goes back to is found in the public log. */
  static String opening(String square, String opening) {
    return CHECK
        + " Once that log is signed anew, as a rule at the next full hour, the address below"
        + " finds it there and shows each step that your browser checks. What stands behind its # is yours alone and is sent to"
        + " nobody; keep it.\n\n"
        + address(square, opening)
        + "\n";
  }

  /** The same for several records, each behind the words that stand for it. */
  static String openings(String square, Map<String, String> openings) {
    var part =
        new StringBuilder(CHECK)
            .append(" Once that log is signed anew, as a rule at the next full hour, each address")
            .append(" below finds its report there and shows each step that your browser checks.")
            .append(" What stands behind the # is yours alone and is sent to nobody; keep it.\n\n");
    openings.forEach((opening, words) ->
        part.append("- ").append(words).append(": ").append(address(square, opening)).append('\n'));
    return part.toString();
  }

  private static String address(String square, String opening) {
    return square + "/transparency/check.html#" + opening;
  }

  /** Tells the holder that a decision is taken back. */
  static Text takenBack(Instant decidedAt, String reason) {
    return new Text(
        "We took a decision about your account back",
        "On %s we decided about your account, and told you so. We have taken that decision back:"
                .formatted(Phrases.day(decidedAt))
            + " what it changed is as it was before.\n\nWhy: "
            + reason
            + "\n\nWe look at your account again and tell you if we decide anything else.\n");
  }

  /** Corrects the answer that a reporter got. */
  static Text answerTakenBack(String handle) {
    return new Text(
        "A correction to what we told you",
        "You told us about the account @%s, and we answered you. We have taken that decision back"
                .formatted(handle)
            + " and look at the account again. You hear from us.\n");
  }

  /** Tells a reporter that an appeal found nothing broken, where they were told otherwise. */
  static Text answerOverturned(String handle) {
    return new Text(
        "A correction to what we told you",
        "You told us about the account @%s, and we answered that it breaks a rule. Another person has"
                .formatted(handle)
            + " looked at it again and found that it breaks none; what we had done is taken back."
            + "\n\nYou can block or mute the account, whatever we decide.\n");
  }

  /**
   * The end of what an appeal may still be taken for: six months, to the end of that day in UTC.
   */
  static Instant appealUntil(Instant decidedAt) {
    return decidedAt
        .atOffset(ZoneOffset.UTC)
        .toLocalDate()
        .plusMonths(6)
        .plusDays(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  /** A policy file breaks its lines where the file is full; a letter breaks them at paragraphs. */
  private static String flowing(String text) {
    return text.strip().replaceAll("(?<!\n)\n(?!\n)", " ");
  }

  private static String quoted(String text) {
    return text.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
  }
}
