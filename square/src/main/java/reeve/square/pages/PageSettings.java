package reeve.square.pages;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the pages show beside the square itself; keys {@code square.*}.
 *
 * @param banner a sentence on top of each page; null or empty: none, or what a sample says
 * @param sample whether this is an invented town: it has a banner, and a tour as its first page
 * @param deskUrl the address of the desk, to which the tour leads; null: there is no tour
 * @param publicDir holds the folder {@code transparency}, which is served to everybody; null: none
 */
@ConfigurationProperties("square")
record PageSettings(
    @Nullable String banner,
    @DefaultValue("false") boolean sample,
    @Nullable String deskUrl,
    @Nullable Path publicDir) {

  /** The sentence on top of each page, or null. */
  @Nullable String shownBanner() {
    if (banner != null && !banner.isBlank()) {
      return banner;
    }
    return sample ? "This is a sample: an invented town with invented people." : null;
  }

  /** Where the tour leads, or null where there is none. */
  @Nullable String tour() {
    return sample && deskUrl != null && !deskUrl.isBlank() ? deskUrl : null;
  }

  boolean hasTour() {
    return tour() != null;
  }
}
