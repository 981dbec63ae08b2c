package reeve.server.enforcement;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.OrderId;

/**
 * How one order stands.
 *
 * @param leavesAt before this time it is withheld
 * @param tries how often it was tried; one with a try may have been carried out
 * @param answer the last refusal or fault, in plain words
 * @param until when the measure ends by itself
 * @param byHand whether the platform has no connector, so that a person carries it out, or did
 */
public record Standing(
    OrderId id,
    UUID bundle,
    AccountRef account,
    long number,
    OrderKind kind,
    OrderState state,
    Instant leavesAt,
    int tries,
    Instant nextTry,
    @Nullable String answer,
    @Nullable Instant until,
    @Nullable Instant closedAt,
    boolean byHand) {}
