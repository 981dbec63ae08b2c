package reeve.server.bundle;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import reeve.server.cases.Case;

/** The proofs that the records of a case and its decisions stand in the ledger. */
@Component
final class Proofs {
  /** Writes them into the folder {@code ledger}; no folder where there are none. */
  void into(Path folder, Case of) throws IOException {}
}
