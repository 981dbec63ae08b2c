package reeve.square.media;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The picture formats that the square takes, told by their first bytes. */
enum PictureFormat {
  JPEG("image/jpeg", "ffd8ff"),
  PNG("image/png", "89504e470d0a1a0a"),
  GIF("image/gif", "47494638");

  final String type;
  private final String start;

  PictureFormat(String type, String start) {
    this.type = type;
    this.start = start;
  }

  static @Nullable PictureFormat of(byte[] bytes) {
    String head = HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length));
    for (var format : values()) {
      if (head.startsWith(format.start)) {
        return format;
      }
    }
    return null;
  }
}
