package reeve.rules.count;

/**
 * What a {@link Table} holds and has let go.
 *
 * @param keys how many it holds
 * @param bytes what it has taken from the system: slabs, directory and segments
 * @param budget the most bytes it may take
 * @param evicted how many keys it forgot before their time, to stay within the budget
 * @param expired how many keys it forgot since their windows had passed
 */
public record Figures(long keys, long bytes, long budget, long evicted, long expired) {}
