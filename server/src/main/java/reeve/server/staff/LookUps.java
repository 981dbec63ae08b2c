package reeve.server.staff;

import reeve.server.platform.AccountRef;

/**
 * A reviewer sees an account only through a case that they claimed. Any other look needs a written
 * reason, which a lead reads.
 */
public interface LookUps {
  /** Whether the member gave a reason for this account not long ago. */
  boolean given(Member member, AccountRef account);

  /**
   * The page that asks for the reason.
   *
   * @param next the path of this server to go on to
   */
  String ask(AccountRef account, String next);
}
