package reeve.square.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Visibility;

/** Reads files of posts without bringing them in: for whoever wants to look at them alone. */
public final class Scan {
  private Scan() {}

  /** What a line of a file says. Ids are the source's own. */
  public sealed interface Line {}

  /**
   * An account, or what is new about one.
   *
   * @param followers as the source counted them, or null
   * @param following as the source counted them, or null
   */
  public record Account(
      String id,
      String handle,
      String displayName,
      String bio,
      String location,
      Instant createdAt,
      @Nullable Long followers,
      @Nullable Long following)
      implements Line {}

  /**
   * A public or unlisted post; others are passed over.
   *
   * @param pictures the names of their files
   */
  public record Post(
      String id,
      String account,
      Instant at,
      String text,
      @Nullable String language,
      String visibility,
      @Nullable String replyTo,
      List<String> pictures)
      implements Line {
    public Post {
      pictures = List.copyOf(pictures);
    }
  }

  public record Boost(String account, String post, Instant at) implements Line {}

  public record Follow(String account, String target, Instant at) implements Line {}

  /**
   * A report.
   *
   * @param posts how many it names
   */
  public record Report(
      String id,
      String account,
      String target,
      int posts,
      String category,
      List<String> rules,
      String comment,
      Instant at)
      implements Line {
    public Report {
      rules = List.copyOf(rules);
    }
  }

  /** Hears what stands in the files, in their order. */
  @FunctionalInterface
  public interface Visitor {
    void line(Line line);
  }

  /**
   * What was read.
   *
   * @param rejects files that say which lines were no good, and why
   */
  public record Done(long lines, long rejected, List<Path> rejects) {}

  /**
   * Reads files to their end.
   *
   * @param rejectsDir as {@link Import.Request#rejectsDir}
   * @throws ImportFailure when a file cannot be read
   */
  public static Done run(
      Format format, List<Path> files, Path rejectsDir, Progress progress, Visitor visitor) {
    long lines = 0;
    try (Rejects rejects = new Rejects(rejectsDir);
        Feed feed = new Feed(format.parser(), files, rejects)) {
      for (Feed.Batch batch = feed.next(); batch != null; batch = feed.next()) {
        for (Numbered numbered : batch.lines()) {
          tell(numbered.line(), visitor);
        }
        lines += batch.lines().size();
        progress.at(
            new Progress.State(lines, rejects.count(), batch.bytesRead(), feed.allBytes(), false));
      }
      progress.at(
          new Progress.State(lines, rejects.count(), feed.allBytes(), feed.allBytes(), true));
      return new Done(lines, rejects.count(), rejects.paths());
    } catch (IOException e) {
      throw new ImportFailure("A file cannot be read: " + e.getMessage(), e);
    }
  }

  private static void tell(TownLine line, Visitor visitor) {
    switch (line) {
      case TownLine.Account account ->
          visitor.line(
              new Account(
                  account.id(),
                  account.handle(),
                  account.displayName(),
                  account.bio(),
                  account.location(),
                  account.createdAt(),
                  account.followers(),
                  account.following()));
      case TownLine.Post post -> {
        if (post.visibility() == Visibility.PUBLIC || post.visibility() == Visibility.UNLISTED) {
          visitor.line(
              new Post(
                  post.id(),
                  post.account(),
                  post.at(),
                  post.text(),
                  post.language(),
                  post.visibility().name().toLowerCase(Locale.ROOT),
                  post.replyTo(),
                  post.media().stream().map(TownLine.Picture::file).toList()));
        }
      }
      case TownLine.Boost boost ->
          visitor.line(new Boost(boost.account(), boost.post(), boost.at()));
      case TownLine.Follow follow ->
          visitor.line(new Follow(follow.account(), follow.target(), follow.at()));
      case TownLine.Report report ->
          visitor.line(
              new Report(
                  report.id(),
                  report.account(),
                  report.target(),
                  report.posts().size(),
                  report.category().name().toLowerCase(Locale.ROOT),
                  report.rules(),
                  report.comment(),
                  report.at()));
      case TownLine.Favourite _ -> {}
    }
  }
}
