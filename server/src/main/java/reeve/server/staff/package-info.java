/**
 * The people who work at the desk: who they are, what they may do, how they sign in, and what they
 * looked at. Apart from the accounts of any platform. Also the leases under which background work
 * runs.
 *
 * <p>For the other slices: {@link reeve.server.staff.Access} on every controller; {@link
 * reeve.server.staff.Member} or {@link reeve.server.staff.Client} as a parameter of its methods;
 * {@link reeve.server.staff.Loop} for background work; {@link reeve.server.staff.LookUps} before an
 * account is shown without a claimed case, {@link reeve.server.staff.Views} when personal data is
 * shown.
 */
@NullMarked
package reeve.server.staff;

import org.jspecify.annotations.NullMarked;
