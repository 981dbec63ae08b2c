package reeve.simulation;

/** How many of each a written town has. */
public record Census(
    long accounts, long posts, long boosts, long favourites, long follows, long reports) {}
