/**
 * What leaves for people and services outside: mail, webhooks, uploads, and plain calls over HTTP.
 *
 * <p>For the other slices: {@link reeve.server.delivery.Outbox} takes a message in the caller's
 * transaction and sends it afterwards, at least once, under an id that stays the same. Every {@link
 * reeve.server.delivery.Channel} but those to Reeve's own staff is off until somebody with the
 * right to it switches it on. {@link reeve.server.delivery.StaffAlarm} calls the staff. {@link
 * reeve.server.delivery.Outside} is the one way to call an address that is not part of Reeve: it
 * refuses addresses that are not public.
 */
@NullMarked
package reeve.server.delivery;

import org.jspecify.annotations.NullMarked;
