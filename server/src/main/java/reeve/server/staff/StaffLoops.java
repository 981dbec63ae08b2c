package reeve.server.staff;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StaffLoops {
  /** Forgets the tries to sign in that no longer count: they hold addresses. */
  @Bean
  Loop forgetTries(Tries tries) {
    return new Loop(
        "staff-forget-tries",
        lease -> {
          tries.forget();
          return Duration.ofMinutes(5);
        });
  }

  @Bean
  Loop forgetSessions(Sessions sessions) {
    return new Loop(
        "staff-forget-sessions",
        lease -> {
          sessions.forget();
          return Duration.ofMinutes(5);
        });
  }
}
