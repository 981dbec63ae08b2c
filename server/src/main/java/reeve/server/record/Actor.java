package reeve.server.record;

import java.util.UUID;
import reeve.server.platform.AccountRef;

/** Who did what a record tells. */
public sealed interface Actor {
  /** How the actor stands in the record's column. */
  String text();

  /** A member of staff, by id; the name stands in the staff slice alone. */
  record Staff(UUID id) implements Actor {
    @Override
    public String text() {
      return "staff:" + id;
    }
  }

  /** A person of a platform: a reporter, a holder, an appellant. */
  record Person(AccountRef account) implements Actor {
    @Override
    public String text() {
      return "person:" + account.platform() + ":" + account.nativeId();
    }
  }

  /** Another program with an API key. */
  record Client(UUID key) implements Actor {
    @Override
    public String text() {
      return "client:" + key;
    }
  }

  /** A worker of Reeve itself, for example {@code retention}. */
  record Worker(String name) implements Actor {
    @Override
    public String text() {
      return "reeve:" + name;
    }
  }
}
