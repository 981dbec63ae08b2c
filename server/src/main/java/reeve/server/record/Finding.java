package reeve.server.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;

/** Finds out how accounts were found and what an action goes back to, by the order of records. */
public interface Finding {
  /** What tells of an account from outside. */
  Set<String> TOLD = Set.of("cases.reported", "legal.account-named");

  /** What of Reeve's own brings an account up. */
  Set<String> SURFACED = Set.of("cases.surfaced", "cases.resembled");

  /** What opens a case, at which every way back ends. */
  String OPENED = "cases.opened";

  /** What a sanction follows from. */
  String DECIDED = "decisions.decided";

  /** From an order back to the opening: order, undoing or appeal, decision, proposal, opening. */
  int LONGEST_WAY_BACK = 8;

  /**
   * The ways of actions, in their order.
   *
   * <p>Where an action has no place yet, everything counts that is committed when this is asked; it
   * MUST be asked before the transaction writes anything, so that whatever counts stands before its
   * record in the order.
   *
   * @param actions at most 10,000
   */
  List<Way> of(List<Action> actions);

  /**
   * An action on an account.
   *
   * @param cause the record that the action follows from
   * @param before the place of its own record; null where that is still to be written
   */
  record Action(AccountRef account, RecordId cause, @Nullable Place before) {}

  /**
   * What it goes back to.
   *
   * @param seen the snapshot that was looked at, as PostgreSQL writes it: whoever asks again can
   *     tell what was there then
   * @param decision the newest decision on the way back; null where there is none
   * @param decided that decision's public half; empty where there is none
   * @param decidedAt null where there is none
   * @param sign the first sign, as the opening tells it; null without an opening
   */
  record Way(
      Found found,
      String seen,
      @Nullable RecordId decision,
      Map<String, Object> decided,
      @Nullable Instant decidedAt,
      @Nullable Instant sign) {
    /** A word of the decision's public half, empty where there is none. */
    public String word(String key) {
      return decided.get(key) instanceof String text ? text : "";
    }
  }
}
