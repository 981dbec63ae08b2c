package reeve.square.media;

import reeve.square.base.Bytes;

/**
 * A picture as the square made it anew from what was given: no metadata, upright, of bounded size.
 *
 * @param sha256 of {@code bytes}, lower-case hex
 * @param type {@code image/jpeg} or {@code image/png}
 * @param preview at most 640 pixels a side
 */
public record Picture(
    String sha256,
    String type,
    int width,
    int height,
    Bytes bytes,
    String previewType,
    Bytes preview) {}
