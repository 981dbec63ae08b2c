package reeve.server.staff;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StaffVault {
  /** For what slices keep secret in the database. */
  @Bean
  Vault vault(StaffKeys keys) {
    return new Vault(keys.staff());
  }
}
