package reeve.server.legal;

import java.util.UUID;
import reeve.server.record.Actor;
import reeve.server.staff.Client;
import reeve.server.staff.Member;

/**
 * Who enters an order: a member of staff, or a program with a key.
 *
 * @param id of the member or of the key
 */
record Entrant(Actor actor, UUID id) {
  static Entrant of(Member member) {
    return new Entrant(member.id().actor(), member.id().value());
  }

  static Entrant of(Client client) {
    return new Entrant(client.actor(), client.key());
  }
}
