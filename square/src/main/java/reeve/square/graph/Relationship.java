package reeve.square.graph;

import reeve.square.base.AccountId;

/** How one account stands to another. */
public record Relationship(
    AccountId target,
    boolean following,
    boolean followedBy,
    boolean requested,
    boolean requestedBy,
    boolean blocking,
    boolean blockedBy,
    boolean muting) {}
