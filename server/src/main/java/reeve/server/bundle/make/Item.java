package reeve.server.bundle.make;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A post or a profile as it was copied; one line of {@link Spool#ITEMS}.
 *
 * @param kind {@code post} or {@code profile}
 * @param id the platform's
 * @param url where it stood, or a {@code urn:} where no address is known
 * @param at the post's own time; of a profile, the end of {@code copiedTo}
 * @param copiedFrom the copy was made in the hour that begins here
 * @param copiedTo and before this
 * @param deletedAt when its author deleted it since
 * @param sealed its contents are hidden from everybody: only its place is in the bundle
 * @param words the contents, as the platform gave them; empty where sealed
 * @param pictures SHA-256 of those that it shows
 */
public record Item(
    String kind,
    String id,
    String url,
    Instant at,
    Instant copiedFrom,
    Instant copiedTo,
    @Nullable Instant deletedAt,
    boolean sealed,
    Map<String, @Nullable Object> words,
    List<String> pictures) {
  /** How every copy is made, by the program itself. */
  public static final String METHOD =
      "copied by the program from the platform's own interface, unchanged but for canonical form";

  public Item {
    pictures = List.copyOf(pictures);
  }

  boolean isPost() {
    return kind.equals("post");
  }
}
