/**
 * Appeals: a holder against a sanction, a reporter against "no violation"; heard once for each
 * decision, by somebody who took no part in it.
 */
@NullMarked
package reeve.server.appeals;

import org.jspecify.annotations.NullMarked;
