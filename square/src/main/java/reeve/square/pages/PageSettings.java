package reeve.square.pages;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the pages show beside the square itself; keys {@code square.*}.
 *
 * @param banner a sentence on top of each page, for example that this is a sample; null: none
 * @param tour the address of the desk, to which the tour leads; null: there is no tour
 */
@ConfigurationProperties("square")
record PageSettings(@Nullable String banner, @Nullable String tour) {
  boolean hasTour() {
    return tour != null && !tour.isBlank();
  }
}
