package reeve.server.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.ledger.LedgerException;
import reeve.ledger.audit.Proof;
import reeve.server.bundle.make.MakeException;
import reeve.server.bundle.make.MakeProblem;
import reeve.server.record.CanonicalJson;
import reeve.server.record.Kind;
import reeve.server.record.Opening;
import reeve.server.record.Openings;
import reeve.server.record.RecordId;

/**
 * The proofs that what is published of a case stands in the ledger: its decisions, their receipts,
 * appeals of the holder. The opening of a case is none of it: its public half tells when somebody
 * first reported.
 */
@Component
final class Proofs {
  /** So many records are proved at the most, the oldest. */
  static final int MOST = 200;

  private final Openings openings;

  Proofs(Openings openings) {
    this.openings = openings;
  }

  /** A record to be proved. */
  record Wanted(RecordId id, Kind kind) {}

  /** Writes them into the folder {@code ledger}; no folder where there is nothing to prove. */
  void into(Path folder, List<Wanted> wanted) throws IOException, MakeException {
    if (wanted.isEmpty()) {
      return;
    }
    Path ledger = Files.createDirectories(folder.resolve("ledger"));
    List<Map<String, @Nullable Object>> index = new ArrayList<>();
    try {
      for (Wanted one : wanted.subList(0, Math.min(MOST, wanted.size()))) {
        Optional<Opening> opening = openings.of(one.id());
        if (opening.isPresent()) {
          String name = "%03d-%s".formatted(index.size() + 1, one.kind().name());
          index.add(prove(ledger, name, one, opening.get()));
        }
      }
    } catch (LedgerException | IllegalStateException e) {
      throw new MakeException(
          MakeProblem.CONTENTS,
          "The ledger gave no proof, so nothing was made: "
              + e.getMessage()
              + " Without proofs it can be made.");
    }
    Files.write(ledger.resolve("index.json"), CanonicalJson.bytes(index));
  }

  private Map<String, @Nullable Object> prove(Path ledger, String name, Wanted one, Opening opening)
      throws IOException {
    Optional<Proof> proof = openings.proof(one.id());
    if (proof.isPresent()) {
      Files.write(ledger.resolve(name + ".proof"), proof.get().bytes());
    }
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("kind", one.kind().name());
    line.put("version", one.kind().version());
    line.put("entry", opening.commitment().hex());
    line.put("public", opening.publicHalf());
    line.put("salt", opening.salt());
    line.put("rest", opening.closed().hex());
    line.put("proof", proof.isPresent() ? name + ".proof" : null);
    line.put("index", proof.map(Proof::index).orElse(null));
    return line;
  }
}
