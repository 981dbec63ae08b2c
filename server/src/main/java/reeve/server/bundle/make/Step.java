package reeve.server.bundle.make;

import java.time.Instant;

/**
 * Something that was done with the evidence; one line of {@link Spool#CUSTODY}.
 *
 * @param who a role, with a number where it is a person; never a name
 * @param tool and {@code version}: with what
 */
public record Step(Instant at, String who, String what, String tool, String version) {}
