package reeve.server.intake;

import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import reeve.server.cases.Docket;

/**
 * What to do after a failure. Not knowing whether a commit went through is no kind of its own here:
 * every attempt begins by reading the cursor from the database, so the normal path recovers.
 */
enum Failure {
  /** The database or a colleague was in the way: the same again will do. */
  RETRY,
  /** Something in the events: find out which. */
  POISON;

  static Failure of(RuntimeException e) {
    if (e instanceof TransientDataAccessException
        || e instanceof RecoverableDataAccessException
        || e instanceof DataAccessResourceFailureException
        || e instanceof NonTransientDataAccessResourceException
        || e instanceof CannotCreateTransactionException
        || e instanceof TransactionSystemException
        || e instanceof Docket.CaseMoved) {
      return RETRY;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && database(sql.getSQLState())) {
        return RETRY;
      }
    }
    return POISON;
  }

  /**
   * SQLSTATE classes that speak of the database and not of the data: connection, transaction state,
   * roll-back, resources, operator intervention, system, configuration, internal; and a missing
   * right or table (42), which no other event would be spared.
   */
  private static boolean database(String state) {
    return state == null
        || state.startsWith("08")
        || state.startsWith("25")
        || state.startsWith("40")
        || state.startsWith("42")
        || state.startsWith("53")
        || state.startsWith("55")
        || state.startsWith("57")
        || state.startsWith("58")
        || state.startsWith("F0")
        || state.startsWith("XX");
  }
}
