package reeve.server.decisions;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.Cluster;
import reeve.server.decisions.BulkWeighing.In;
import reeve.server.decisions.BulkWeighing.Out;

/**
 * What a decision over many would do.
 *
 * @param flaws what is wrong for everybody
 * @param off why nothing of the kind is possible here, or null
 * @param waits whether it waits for somebody else's approval
 * @param sample the newest under the clause; null where there is none, or none suffices
 * @param missing names of the sample's accounts that were not opened, or found to break nothing
 */
record BulkPreview(
    Cluster cluster,
    List<String> chosen,
    DecisionForm form,
    List<Judged.Flaw> flaws,
    @Nullable String off,
    List<In> in,
    List<Out> out,
    Blast blast,
    boolean waits,
    boolean sampleSuffices,
    Samples.@Nullable Sample sample,
    List<String> missing) {
  BulkPreview {
    flaws = List.copyOf(flaws);
    in = List.copyOf(in);
    out = List.copyOf(out);
    missing = List.copyOf(missing);
  }

  public boolean possible() {
    return flaws.isEmpty() && off == null && !in.isEmpty();
  }

  /** Changes as soon as other accounts, or other items, would be part of it. */
  public String seen() {
    String what =
        in.stream()
            .map(one -> one.member().key() + " " + one.items())
            .sorted()
            .collect(Collectors.joining("\n"));
    return AccountLinks.sha256(what);
  }
}
