package reeve.server.staff;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who makes the request that this thread serves. A controller's parameter is plainer. */
public final class CurrentStaff {
  private CurrentStaff() {}

  /** Empty for an anonymous request and for a client. */
  public static Optional<Member> member() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof Principal principal
            && principal.getPrincipal() instanceof Member member
        ? Optional.of(member)
        : Optional.empty();
  }
}
