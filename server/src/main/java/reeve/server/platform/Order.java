package reeve.server.platform;

/**
 * An order to act: what to carry out on which account.
 *
 * @param number rises by at least one with each order on the same account; a platform MUST refuse a
 *     number that is not above the last one it obeyed for that account
 */
public record Order(OrderId id, AccountRef account, long number, Action action) {}
