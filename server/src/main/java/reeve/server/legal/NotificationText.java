package reeve.server.legal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.Case;
import reeve.server.cases.FlaggedPost;

/**
 * What law enforcement is told, drafted from a case's evidence. No report, no reporter and no
 * member of staff is in it; nor a mail or IP address, which the server does not have.
 */
final class NotificationText {
  private NotificationText() {}

  static String of(
      Notification.About about,
      Case of,
      List<FlaggedPost> posts,
      String danger,
      @Nullable String state,
      String place,
      Instant now) {
    return """
    %s

    Written: %s
    Account: @%s, id %s on %s

    %s:
    %s

    Where: %s
    %s

    Posts that show it, as they were when copied:

    %s\
    """
        .formatted(
            switch (about) {
              case DANGER ->
                  "SUSPICION OF AN OFFENCE THAT THREATENS LIFE (Article 18 of Regulation (EU)"
                      + " 2022/2065)";
              case SUSPICION -> "SUSPECTED PART IN TERRORISM; NO DANGER TO LIFE IS KNOWN";
            },
            now.truncatedTo(ChronoUnit.SECONDS),
            of.handle(),
            of.account().nativeId(),
            of.account().platform(),
            switch (about) {
              case DANGER -> "The danger";
              case SUSPICION -> "The suspicion";
            },
            danger,
            state == null ? "not known" : state,
            place,
            posts.stream().map(NotificationText::post).collect(Collectors.joining("\n\n")));
  }

  private static String post(FlaggedPost post) {
    return "- %s, id %s, %s%s%s\n  %s"
        .formatted(
            post.post().at(),
            post.post().post().nativeId(),
            post.post().visibility().name().toLowerCase(java.util.Locale.ROOT),
            post.deletedAt() == null ? "" : ", deleted " + post.deletedAt(),
            post.post().media().isEmpty() ? "" : ", pictures: " + post.post().media().size(),
            post.post().text().replace("\n", "\n  "));
  }
}
