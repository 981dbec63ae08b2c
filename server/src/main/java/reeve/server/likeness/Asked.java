package reeve.server.likeness;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.BindParam;

/** A search as an address or a form carries it; {@link Starts#search} reads it. */
record Asked(
    @BindParam("account") @Nullable List<String> accounts,
    @BindParam("case") @Nullable Long caseId,
    @Nullable Long cluster,
    @Nullable String tag,
    @Nullable List<String> yes,
    @Nullable List<String> no) {
  /** The same search, begun with other accounts. */
  Asked from(@Nullable List<String> seeds) {
    return new Asked(seeds, caseId, cluster, tag, yes, no);
  }
}
