package reeve.server.likeness;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;

/**
 * Whom a person looks for, as an address carries it.
 *
 * @param accounts named one by one
 * @param caseId a case whose account is one of the seeds
 * @param cluster a cluster whose members are
 * @param tag a tag of rules, whose bearers are
 * @param yes confirmed for this round: seeds too
 * @param no found to be something else
 */
record Search(
    List<AccountRef> accounts,
    @Nullable Long caseId,
    @Nullable Long cluster,
    @Nullable String tag,
    List<AccountRef> yes,
    List<AccountRef> no) {
  Search {
    accounts = List.copyOf(accounts);
    yes = List.copyOf(yes);
    no = List.copyOf(no);
  }

  boolean nothing() {
    return accounts.isEmpty() && caseId == null && cluster == null && tag == null && yes.isEmpty();
  }

  /** In a few words, for the note of a cluster. */
  String words() {
    List<String> words = new ArrayList<>();
    if (caseId != null) {
      words.add("case " + caseId);
    }
    if (cluster != null) {
      words.add("cluster " + cluster);
    }
    if (tag != null) {
      words.add("tag " + tag);
    }
    if (!accounts.isEmpty()) {
      words.add(accounts.size() == 1 ? "1 account" : accounts.size() + " accounts");
    }
    String from = "“who else?” from " + String.join(", ", words);
    return yes.isEmpty() && no.isEmpty()
        ? from
        : "%s, %d confirmed and %d not alike".formatted(from, yes.size(), no.size());
  }
}
