package reeve.ledger.tree;

import java.util.Arrays;
import java.util.Optional;

/**
 * Reads what a log publishes. Nothing that it gives is to be believed before it was hashed up to a
 * signed root.
 */
@FunctionalInterface
public interface Tiles {
  /**
   * The bytes of a file, or nothing where there is none.
   *
   * @throws reeve.ledger.LedgerException {@code UNAVAILABLE}: it could not be read
   */
  Optional<byte[]> read(Resource resource);

  /**
   * The same, and where a partial tile or bundle is gone since it is full by now, its part of that.
   */
  default Optional<byte[]> readPart(Resource resource) {
    return read(resource)
        .or(() ->
            switch (resource) {
              case Resource.Tile tile when tile.width() < Widths.FULL ->
                  read(new Resource.Tile(tile.level(), tile.index(), Widths.FULL))
                      .map(full -> Arrays.copyOf(full, Math.min(full.length, tile.bytes())));
              case Resource.Bundle bundle when bundle.width() < Widths.FULL ->
                  read(new Resource.Bundle(bundle.index(), Widths.FULL))
                      .map(full -> Arrays.copyOf(full, Math.min(full.length, bundle.bytes())));
              case Resource.Tile _, Resource.Bundle _ -> Optional.empty();
              case Resource.Checkpoint _, Resource.Predecessor _, Resource.Find _ ->
                  Optional.empty();
            });
  }
}
