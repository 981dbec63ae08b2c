package reeve.server.staff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Who makes a request, for the time of the request. */
final class Principal extends AbstractAuthenticationToken {
  private final transient Object who;

  private Principal(Object who) {
    super(List.of());
    this.who = who;
    setAuthenticated(true);
  }

  static Principal of(Member member) {
    return new Principal(member);
  }

  static Principal of(Client client) {
    return new Principal(client);
  }

  @Override
  public Object getPrincipal() {
    return who;
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public String getName() {
    return switch (who) {
      case Member member -> member.id().toString();
      case Client client -> client.key().toString();
      default -> throw new IllegalStateException("neither member nor client");
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Principal principal && principal.who.equals(who);
  }

  @Override
  public int hashCode() {
    return who.hashCode();
  }
}
