package reeve.square.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reeve.square.base.Refusal;
import reeve.square.media.MediaStore;
import reeve.square.media.Picture;
import reeve.square.media.Pictures;

/**
 * The pictures that lie in {@code media/} beside the files: taken in as every other picture of the
 * square is, once however often a file is named.
 */
final class Gallery {
  private final MediaStore store;
  private final Map<String, Path> dirs = new HashMap<>();
  private final Map<Path, Draft.Stored> kept = new HashMap<>();

  Gallery(MediaStore store, List<Path> files) {
    this.store = store;
    for (Path file : files) {
      dirs.put(String.valueOf(file.getFileName()), file.toAbsolutePath().resolveSibling("media"));
    }
  }

  /**
   * Keeps a picture in the transaction of the batch.
   *
   * @param file the name of the file that is imported
   * @param name of the picture; one that leads out of its folder is refused
   */
  Draft.Stored stored(String file, String name) throws Refused {
    Path dir = dirs.get(file);
    if (dir == null || name.isEmpty() || !name.equals(name.replaceAll("[/\\\\\0]|^\\.+", ""))) {
      throw new Refused(Reason.BAD_PICTURE, "media");
    }
    Path path = dir.resolve(name);
    Draft.Stored known = kept.get(path);
    if (known == null) {
      Picture picture = read(path);
      store.keep(picture);
      known = new Draft.Stored(picture.sha256(), picture.type(), picture.width(), picture.height());
      kept.put(path, known);
    }
    return known;
  }

  private static Picture read(Path path) throws Refused {
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > Pictures.MOST_BYTES) {
        throw new Refused(Reason.BAD_PICTURE, "media");
      }
      return Pictures.make(Files.readAllBytes(path), null);
    } catch (IOException | Refusal e) {
      throw new Refused(Reason.BAD_PICTURE, "media");
    }
  }

  /** Forgets, after a batch was taken back, what it kept. */
  void forget() {
    kept.clear();
  }
}
