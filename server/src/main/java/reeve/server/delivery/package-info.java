/**
 * What leaves for people and services outside: mail, webhooks, uploads, and plain calls over HTTP.
 *
 * <p>{@link reeve.server.delivery.Outside} is the one way to call an address that is not part of
 * Reeve: it refuses addresses that are not public.
 */
@NullMarked
package reeve.server.delivery;

import org.jspecify.annotations.NullMarked;
