package reeve.server.transparency;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import reeve.ledger.audit.WebTiles;
import reeve.ledger.log.FileShelf;
import reeve.ledger.note.Policy;
import reeve.ledger.tree.Tiles;
import reeve.server.job.ChildJvm;
import reeve.server.record.RecordAudit;
import tools.jackson.databind.json.JsonMapper;

/** Computes the figures again, for whoever asks. Safe for several threads. */
public final class Recomputing {
  /** For the whole process of a check of the database, in MiB. */
  public static final int MEMORY_LEAST = 256;

  public static final int MEMORY = 1_024;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final InstantSource clock;

  public Recomputing(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What a check of the database is to look at.
   *
   * @param published the file with the published figures; null: none are held against it
   * @param threads that read and hash
   */
  public record Order(RecordAudit.Where where, @Nullable Path published, int threads) {}

  /** A check gives no answer; the message is a plain sentence. */
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * From the published data set.
   *
   * @param data a folder or an {@code http(s)} address: the one with {@code index.json}, or that
   *     with {@code data/} and {@code ledger/} in it
   * @param ledger the same for the log; null: beside the data
   * @throws Failed there is none, or it cannot be read
   */
  public Recomputed fromPublic(String data, @Nullable String ledger, Policy policy) {
    try {
      boolean alone = there(source(data));
      PublicCheck.Source source = alone ? source(data) : source(inside(data, "data"));
      PublicCheck.Source page = alone ? source(inside(data, "..")) : source(data);
      String log =
          ledger != null ? ledger : alone ? inside(data, "../ledger") : inside(data, "ledger");
      return new PublicCheck(source, page, tiles(log), policy).run(clock.instant());
    } catch (UncheckedIOException e) {
      throw new Failed("The data set cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new Failed("There is no data set, or it is broken: " + e.getMessage(), e);
    } catch (reeve.ledger.LedgerException e) {
      throw new Failed("The ledger cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean there(PublicCheck.Source source) {
    try (InputStream _ = source.open("index.json")) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isUrl(String place) {
    return place.matches("https?://.+");
  }

  private static String inside(String place, String name) {
    return isUrl(place)
        ? URI.create(place.endsWith("/") ? place : place + "/").resolve(name + "/").toString()
        : Path.of(place).resolve(name).normalize().toString();
  }

  private static Tiles tiles(String place) {
    return isUrl(place) ? new WebTiles(URI.create(place)) : new FileShelf(Path.of(place));
  }

  private static PublicCheck.Source source(String place) {
    return isUrl(place)
        ? new Web(URI.create(place.endsWith("/") ? place : place + "/"))
        : new Folder(Path.of(place));
  }

  private record Folder(Path path) implements PublicCheck.Source {
    @Override
    public InputStream open(String name) throws IOException {
      return Files.newInputStream(path.resolve(plain(name)));
    }
  }

  private record Web(URI prefix, HttpClient client) implements PublicCheck.Source {
    Web(URI prefix) {
      this(prefix, HttpClient.newBuilder().connectTimeout(TIMEOUT).build());
    }

    @Override
    public InputStream open(String name) throws IOException {
      URI address = prefix.resolve(plain(name));
      try {
        HttpResponse<InputStream> answer =
            client.send(
                HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
          answer.body().close();
          if (answer.statusCode() == 404) {
            throw new NoSuchFileException(address.toString());
          }
          throw new IOException(address + " answers " + answer.statusCode());
        }
        return new Flowing(answer.body(), TIMEOUT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** What names a file comes from a file of somebody else. */
  private static String plain(String name) throws IOException {
    if (!name.matches("[A-Za-z0-9-]+(\\.[a-z]+)?")) {
      throw new IOException("no name of a file: " + name);
    }
    return name;
  }

  /**
   * From the database, in a process of its own whose memory is bounded; it ends with this one,
   * whatever happens.
   *
   * @param memoryMb for the whole process, at least {@link #MEMORY_LEAST}
   * @throws Failed it could not be started, or ended before its answer
   */
  public Recomputed fromDatabase(Order order, int memoryMb) throws InterruptedException {
    try (ChildJvm process =
        ChildJvm.start(
            RecomputeMain.class, Math.toIntExact(memoryMb * 3L / 4), "-XX:+UseParallelGC")) {
      // The password goes this way and no other.
      process.say(JSON.writeValueAsString(order));
      String line = process.lines().readLine();
      ChildJvm.Ended ended = process.end();
      if (line != null && ended.status() == 0) {
        return JSON.readValue(line, Recomputed.class);
      }
      throw new Failed(
          ended.outOfMemory()
              ? "The check's %d MB of memory did not suffice. Give it more.".formatted(memoryMb)
              : "The check ended before its answer, with status %d. %s"
                  .formatted(ended.status(), ended.said()),
          null);
    } catch (IOException e) {
      throw new Failed("The check's process could not be started or read: " + e.getMessage(), e);
    }
  }

  /** Keeps what came out beside the published figures, for the page to tell. */
  public static void keep(Recomputed found, Path transparency) {
    try {
      Files.createDirectories(transparency);
      Site.replace(transparency.resolve(Site.RECOMPUTED), TableFiles.json(found.told()));
      Files.deleteIfExists(transparency.resolve(Site.UNCHECKED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps that a check gave no answer, until one does. Why is nothing for the public. */
  static void keepFailure(Path transparency, Instant at) {
    try {
      Files.createDirectories(transparency);
      Site.replace(
          transparency.resolve(Site.UNCHECKED), TableFiles.json(new Unchecked(1, at.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The shape of {@link Site#UNCHECKED}. */
  @JsonPropertyOrder({"version", "at"})
  private record Unchecked(int version, String at) {}

  /** The check itself, in the process that it was started in. */
  static Recomputed here(Order order, Instant now) throws InterruptedException, IOException {
    Path file = order.published();
    TableFiles.File published =
        file != null && Files.exists(file)
            ? TableFiles.read(Files.readAllBytes(file), TableFiles.File.class)
            : null;
    try (var audit = RecordAudit.open(order.where(), order.threads())) {
      return new DatabaseCheck(audit, order.threads()).run(published, now);
    }
  }
}
