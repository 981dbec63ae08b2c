package reeve.square.door;

import java.util.UUID;

/**
 * What the square is asked to do to one of its accounts.
 *
 * @param account the square's id of the account
 * @param number rises with each order on the same account
 */
public record SquareOrder(UUID id, String account, long number, SquareAction action) {}
