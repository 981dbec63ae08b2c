package reeve.simulation;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two files of a town, written line by line and counted. */
final class TownFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Writer town;
  private final Writer truth;
  private final Line line;
  private final Line fact;
  private long accounts;
  private long posts;
  private long boosts;
  private long favourites;
  private long follows;
  private long reports;

  private TownFile(Path folder, Writer town, Writer truth) {
    this.folder = folder;
    this.town = town;
    this.truth = truth;
    this.line = new Line(town);
    this.fact = new Line(truth);
  }

  static TownFile open(Path folder, Town plan) throws IOException {
    Files.createDirectories(folder);
    TownFile file =
        new TownFile(folder, writer(part(folder, "town")), writer(part(folder, "truth")));
    file.line
        .begin("town")
        .with("version", 1)
        .with("name", plan.name())
        .with("origin", "sample")
        .end();
    return file;
  }

  private static Path part(Path folder, String name) {
    return folder.resolve(name + ".ndjson.part");
  }

  private static Writer writer(Path path) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(Files.newOutputStream(path), StandardCharsets.UTF_8), BUFFER);
  }

  /** What an account shows, beside what the simulation knows of it. */
  record Face(
      String bio,
      String location,
      List<Line.Pair> fields,
      @Nullable String avatar,
      @Nullable String client) {}

  void account(Resident resident, Face face, long at) throws IOException {
    line.begin("account")
        .with("id", resident.id())
        .with("handle", resident.handle)
        .with("displayName", resident.displayName)
        .with("bio", face.bio())
        .with("location", face.location())
        .withPairs("fields", "name", "value", face.fields())
        .with("avatar", face.avatar())
        .with("createdAt", time(at))
        .with("language", resident.tongue.code())
        .with("locked", resident.locked)
        .with("client", face.client())
        .withNull("followers")
        .withNull("following")
        .end();
    Resident before = resident.returnOf;
    fact.begin("account")
        .with("id", resident.id())
        .with("role", resident.role.word())
        .with("returnOf", before == null ? null : before.id())
        .end();
    accounts++;
  }

  void post(Said said, Draft draft, @Nullable Said replyTo) throws IOException {
    line.begin("post")
        .with("id", said.id())
        .with("account", said.author().id())
        .with("at", time(said.at()))
        .with("text", draft.text())
        .with("language", draft.language())
        .with("visibility", draft.visibility())
        .with("replyTo", replyTo == null ? null : replyTo.id())
        .withPairs("media", "file", "description", draft.pictures())
        .with("client", draft.client())
        .end();
    posts++;
  }

  void boost(Resident account, Said post, long at) throws IOException {
    reaction("boost", account, post, at);
    boosts++;
  }

  void favourite(Resident account, Said post, long at) throws IOException {
    reaction("favourite", account, post, at);
    favourites++;
  }

  private void reaction(String type, Resident account, Said post, long at) throws IOException {
    line.begin(type)
        .with("account", account.id())
        .with("post", post.id())
        .with("at", time(at))
        .end();
  }

  void follow(Resident account, Resident target, long at) throws IOException {
    line.begin("follow")
        .with("account", account.id())
        .with("target", target.id())
        .with("at", time(at))
        .end();
    follows++;
  }

  /** A flag; what it says, and whether it was meant honestly. */
  record Flag(
      Resident reporter,
      Resident target,
      List<String> posts,
      String category,
      List<String> rules,
      String comment,
      boolean honest) {}

  void report(Flag flag, long at) throws IOException {
    String id = "r" + ++reports;
    line.begin("report")
        .with("id", id)
        .with("account", flag.reporter().id())
        .with("target", flag.target().id())
        .with("posts", flag.posts())
        .with("category", flag.category())
        .with("rules", flag.rules())
        .with("comment", flag.comment())
        .with("at", time(at))
        .end();
    fact.begin("report")
        .with("id", id)
        .with("intent", flag.honest() ? "honest" : "malicious")
        .with("right", flag.honest() && flag.target().role.breaksRules())
        .end();
  }

  private static String time(long at) {
    return Instant.ofEpochMilli(at).toString();
  }

  long posts() {
    return posts;
  }

  Census complete() throws IOException {
    close();
    for (String name : List.of("truth", "town")) {
      Files.move(
          part(folder, name),
          folder.resolve(name + ".ndjson"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
    return new Census(accounts, posts, boosts, favourites, follows, reports);
  }

  @Override
  public void close() throws IOException {
    try (truth) {
      town.close();
    }
  }
}
