package reeve.simulation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** The town's pictures: a bounded number of each kind, drawn once, used again and again. */
final class Gallery {
  private final Map<String, List<String>> files;

  private Gallery(Map<String, List<String>> files) {
    this.files = files;
  }

  /** Draws all pictures into the folder, the same for the same seed. */
  static Gallery draw(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    ImageIO.setUseCache(false);
    Dice dice = new Dice(seed ^ 0x5EED);
    Map<String, List<String>> files = new TreeMap<>();
    for (Painter painter : Painter.values()) {
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= painter.count(); i++) {
        String name = painter.kind() + '-' + i + '.' + painter.format();
        BufferedImage picture = painter.paint(dice.fork());
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
          if (!ImageIO.write(picture, painter.format(), out)) {
            throw new IOException("no encoder for " + painter.format());
          }
        }
        names.add(name);
      }
      files.put(painter.kind(), List.copyOf(names));
    }
    return new Gallery(files);
  }

  /** A picture of that kind; the first of them more often, as pictures that go round are. */
  String pick(String kind, Dice dice) {
    List<String> names = files.getOrDefault(kind, List.of());
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no pictures of " + kind);
    }
    double skewed = dice.unit() * dice.unit();
    return names.get((int) (skewed * names.size()));
  }
}
